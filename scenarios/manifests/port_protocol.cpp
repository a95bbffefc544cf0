#include "scenarios/manifests/port_protocol.hpp"

#include "scenarios/manifests/istio_values.hpp"

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
    const bool is_declared = !port.app_protocol.empty();
    const std::string name = is_declared ? port.app_protocol : port.name;
    const std::string protocol = lower_case(is_declared ? name : name.substr(0, name.find('-')));
    if (std::ranges::find(streams, protocol) == streams.end()) return;
    std::string message = "port " + std::to_string(port.port);
    message.append(" speaks ").append(protocol);
    message.append(", which is not honoured: it is played as HTTP");
    map.diagnostics().warning(map.place(), message);
}

}  // namespace weft::scenarios
