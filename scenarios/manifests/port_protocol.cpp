#include "scenarios/manifests/port_protocol.hpp"

#include "mesh/control/port_protocol.hpp"

#include <array>
#include <string>
#include <string_view>

namespace weft::scenarios {

void warn_of_other_protocols(const YamlMap& map, const mesh::control::ServicePort& port) {
    if (!mesh::control::is_stream(port)) return;
    std::string message = "port " + std::to_string(port.port);
    message.append(" speaks ").append(mesh::control::declared_protocol(port));
    message.append(", which AuthorizationPolicies alone honour: it is played as HTTP");
    map.diagnostics().warning(map.place(), message);
}

bool runs_over_tcp(YamlMap& port) {
    static constexpr std::array<std::string_view, 3> protocols{"TCP", "UDP", "SCTP"};
    const std::string protocol = port.choice("protocol", "TCP", protocols);
    if (protocol == "TCP") return true;
    port.diagnostics().warning(port.place("protocol"),
                               "a port of " + protocol + " is not honoured and left out");
    return false;
}

}  // namespace weft::scenarios
