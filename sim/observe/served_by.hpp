#pragma once

#include <string_view>

namespace weft::sim::observe {

/// Whether the hosts of a cluster, or a host, belong to the service that people mean:
/// "outbound|9080|v1|reviews.default.svc…" does to "reviews" and to "reviews.default".
inline bool serves(std::string_view cluster, std::string_view service) {
    const std::string_view host = cluster.substr(cluster.rfind('|') + 1);
    return host.starts_with(service) &&
           (host.size() == service.size() || host[service.size()] == '.');
}

}  // namespace weft::sim::observe
