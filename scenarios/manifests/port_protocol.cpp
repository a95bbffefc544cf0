#include "scenarios/manifests/port_protocol.hpp"

#include "mesh/control/port_protocol.hpp"

#include <string>

namespace weft::scenarios {

void warn_of_other_protocols(const YamlMap& map, const mesh::control::ServicePort& port) {
    if (!mesh::control::is_stream(port)) return;
    std::string message = "port " + std::to_string(port.port);
    message.append(" speaks ").append(mesh::control::declared_protocol(port));
    message.append(", which AuthorizationPolicies alone honour: it is played as HTTP");
    map.diagnostics().warning(map.place(), message);
}

}  // namespace weft::scenarios
