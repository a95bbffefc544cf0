#include "mesh/control/port_protocol.hpp"

#include "mesh/control/host_names.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace weft::mesh::control {
namespace {

constexpr std::array<std::string_view, 4> http2_protocols{"grpc", "grpc-web", "http2",
                                                          "kubernetes.io/h2c"};

constexpr std::array<std::string_view, 6> stream_protocols{"https", "mongo", "mysql",
                                                           "redis", "tcp",   "tls"};

}  // namespace

std::string declared_protocol(const ServicePort& port) {
    if (!port.app_protocol.empty()) return lower_case(port.app_protocol);
    return lower_case(port.name.substr(0, port.name.find('-')));
}

bool is_stream(const ServicePort& port) {
    return std::ranges::find(stream_protocols, declared_protocol(port)) != stream_protocols.end();
}

HttpVersion http_version(const ServicePort& port) {
    const bool is_http2 =
        std::ranges::find(http2_protocols, declared_protocol(port)) != http2_protocols.end();
    return is_http2 ? HttpVersion::http2 : HttpVersion::http1;
}

}  // namespace weft::mesh::control
