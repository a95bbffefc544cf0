#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/route/route_table.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh::control {

/// By which way requests reach the proxy that routes them.
struct Entrance {
    std::string gateway{};  ///< "default/bookinfo-gateway"; empty: from the app beside the proxy.
    std::string scheme = "http";
};

/// All that a rule's translation depends on besides the rule.
struct Scene {
    const Catalogue& catalogue;
    const MeshDefaults& defaults;
    const ProxyIdentity& proxy;
    Registry& registry;
    Entrance entrance{};
};

/// Nothing if the rule takes no request of this proxy to this port, or sends them nowhere. Short
/// names in it belong to the namespace `ns`.
std::optional<Route> translate_rule(const Scene& scene,
                                    const HttpRoute& rule,
                                    std::string_view ns,
                                    std::uint16_t port);

/// The virtual hosts of all that a proxy's app may call: one for each known host and port, under
/// every name by which any namespace may call it. Hosts that no VirtualService names get one route
/// "default" to their own cluster. No two of them claim one name.
///
/// Of the proxy its namespace and labels count. Numbers clusters that rules name even if nobody
/// defines them: requests there are answered by the sidecar.
std::vector<VirtualHost> translate_routes(const Catalogue& catalogue,
                                          const MeshDefaults& defaults,
                                          const ProxyIdentity& proxy,
                                          Registry& registry);

/// The names without a dot by which apps of this namespace may call its Services besides, for the
/// table of the same catalogue.
std::vector<RouteTable::OtherName> short_names(const Catalogue& catalogue, std::string_view ns);

/// What Route::name is of a rule: "reviews.default/http[0]", or with the rule's own name.
std::string route_name(const VirtualService& rules, std::size_t index);

/// Why a match takes no request of a proxy, whatever the request.
enum class NotConcerned : std::uint8_t { scheme, port, source_namespace, source_labels, gateways };

/// Nothing if the match is among those of the proxy's route for requests to this port.
std::optional<NotConcerned> why_not_concerned(const HttpMatch& match,
                                              const ProxyIdentity& proxy,
                                              std::uint16_t port,
                                              const Entrance& entrance = {});

}  // namespace weft::mesh::control
