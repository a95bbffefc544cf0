#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/resources/resource.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace weft::mesh::control {

/// The rules that HTTPRoutes or GRPCRoutes make for requests of a client to one port of a service,
/// one for each match, in the order in which they are asked. Routes of the client's own namespace
/// hide those of the service's namespace; other namespaces have no say. Of the two kinds only that
/// of the oldest route counts.
///
/// HTTP: exact path, then a prefix, then a pattern; the longer path; a method; more headers; more
/// query parameters. gRPC: the longer service, the longer method, more headers. Then the older
/// route, then the order in the route.
///
/// A backend that nobody knows, or that no ReferenceGrant opens to the route, gets its share
/// answered with 500; so is everything if no backend has a weight.
/// Source: Gateway API v1, HTTPRoute, GRPCRoute and the routes of meshes (GAMMA).
std::vector<HttpRoute> gateway_rules(const Catalogue& catalogue,
                                     const KnownHost& host,
                                     std::uint16_t port,
                                     std::string_view client_ns);

/// Whether a route may send to a backend: one of another namespace has to be opened to it.
bool is_granted(const Catalogue& catalogue, const GatewayRoute& route, const BackendRef& backend);

/// The rules of these routes, which are oldest first, in the same order.
std::vector<HttpRoute> ranked_rules(const Catalogue& catalogue,
                                    const std::vector<const GatewayRoute*>& routes);

}  // namespace weft::mesh::control
