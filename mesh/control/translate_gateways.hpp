#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/control/translate_routes.hpp"
#include "mesh/route/route_table.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh::control {

/// Whether pods with these labels are the gateway's: in any namespace, but one of the Gateway API
/// has its pods beside it.
bool selects(const Gateway& gateway, std::string_view ns, const Labels& labels);

/// The Gateways whose pods a proxy is of, oldest first.
std::vector<const Gateway*> gateways_of(const Catalogue& catalogue, const ProxyIdentity& proxy);

/// The port at which a gateway's pods listen for a server: where a Service leads to them by the
/// server's port, its target by number or by name; else that port itself.
std::uint16_t listening_port(const Catalogue& catalogue,
                             const ProxyIdentity& proxy,
                             std::uint16_t server_port);

/// A host that a server serves, and for whose rules.
struct ServedHost {
    std::string host;
    std::string ns = "*";  ///< Of rules; "*": of any namespace.

    friend auto operator<=>(const ServedHost&, const ServedHost&) = default;
};

/// As a server of a Gateway in namespace `ns` has it written: "./bookshop.example".
ServedHost served_host(const std::string& written, const std::string& ns);

/// The narrower of two names, if one stands for the other: of "*.example" and "shop.example" the
/// latter. "*" stands for each name.
std::optional<std::string> common_host(std::string_view a, std::string_view b);

/// What of a route a listener does not take; the later it is found, the nearer they are.
enum class NotAttached : std::uint8_t { listener, port, kind, route_namespace, hostnames };

/// Nothing if the route that names this parent gets requests of the parent's listener.
std::optional<NotAttached> why_not_attached(const GatewayRoute& route,
                                            const ParentGateway& parent,
                                            const GatewayServer& server,
                                            const Catalogue& catalogue);

/// A rule that a gateway has for a host at a port.
struct BoundRule {
    std::string host;           ///< "shop.example", "*.example" or "*"
    HttpRoute rule;             ///< With the name of its route.
    std::string ns;             ///< Of short names in it.
    std::string source = {};    ///< The VirtualService, "default/bookinfo"; else empty.
    std::uint16_t port = 0;     ///< Of the server,
    std::uint16_t listens = 0;  ///< and of the pods.
    Entrance entrance = {};
};

/// All that are bound to a gateway's proxy. Those for one host at one port stand together, in the
/// order in which they are asked: of several VirtualServices the oldest first, but what takes every
/// request last. Source: Istio's merge of VirtualServices at gateways.
std::vector<BoundRule> bound_rules(const Catalogue& catalogue, const ProxyIdentity& proxy);

/// The virtual hosts of a gateway by the port at which its pods listen. Those of a port know no
/// ports in their names.
std::map<std::uint16_t, std::vector<VirtualHost>> translate_gateways(const Catalogue& catalogue,
                                                                     const MeshDefaults& defaults,
                                                                     const ProxyIdentity& proxy,
                                                                     Registry& registry);

}  // namespace weft::mesh::control
