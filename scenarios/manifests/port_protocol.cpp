#include "scenarios/manifests/port_protocol.hpp"

#include "mesh/control/port_protocol.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace weft::scenarios {
namespace {

/// That the mesh would pass on as a stream of bytes. Source: Istio's protocol selection; whatever
/// it does not know is sniffed, and found to be HTTP here.
constexpr std::array<std::string_view, 6> streams{"https", "mongo", "mysql", "redis", "tcp", "tls"};

}  // namespace

void warn_of_other_protocols(const YamlMap& map, const mesh::control::ServicePort& port) {
    const std::string protocol = mesh::control::declared_protocol(port);
    if (std::ranges::find(streams, protocol) == streams.end()) return;
    std::string message = "port " + std::to_string(port.port);
    message.append(" speaks ").append(protocol);
    message.append(", which is not honoured: it is played as HTTP");
    map.diagnostics().warning(map.place(), message);
}

}  // namespace weft::scenarios
