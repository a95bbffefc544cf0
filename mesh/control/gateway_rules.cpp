#include "mesh/control/gateway_rules.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace weft::mesh::control {
namespace {

constexpr std::uint16_t bad_backend_status = 500;

/// A host that cannot exist, for references that lead nowhere.
constexpr std::string_view nowhere = "backend.invalid";

/// What decides between two rules, most important first; more is better.
using Precedence = std::array<std::size_t, 5>;

struct RankedRule {
    Precedence precedence{};
    std::size_t position = 0;  ///< By age of the route, then in the route.
    HttpRoute rule;
};

bool is_attached_to_service(const GatewayRoute& route, const KnownHost& host, std::uint16_t port) {
    return std::any_of(route.parents.begin(), route.parents.end(),
                       [&](const ParentService& parent) {
                           return service_host(parent.name, parent.ns) == host.host &&
                                  (!parent.port || *parent.port == port);
                       });
}

/// The attached routes that live in a namespace, of the kind of the oldest.
std::vector<const GatewayRoute*> routes_in(const Catalogue& catalogue,
                                           const KnownHost& host,
                                           std::uint16_t port,
                                           std::string_view ns) {
    std::vector<const GatewayRoute*> routes;
    for (const GatewayRoute& route : catalogue.gateway_routes()) {
        if (route.meta.ns != ns || !is_attached_to_service(route, host, port)) continue;
        if (routes.empty() || routes.front()->kind == route.kind) routes.push_back(&route);
    }
    return routes;
}

std::size_t path_rank(const StringMatch& path) {
    switch (path.kind) {
        case StringMatch::Kind::exact:
            return 3;
        case StringMatch::Kind::prefix:
        case StringMatch::Kind::path_prefix:
            return 2;
        default:
            return 1;
    }
}

Precedence precedence_of(const GatewayMatch& match, GatewayRoute::Kind kind) {
    const RouteMatch& asked = match.match;
    if (kind == GatewayRoute::Kind::grpc) {
        return {match.grpc_service.size(), match.grpc_method.size(), asked.headers.size(), 0, 0};
    }
    const std::size_t rank = asked.path ? path_rank(*asked.path) : 0;
    const std::size_t length = asked.path ? asked.path->text.size() : 0;
    return {rank, length, asked.method ? 1U : 0U, asked.headers.size(), asked.queries.size()};
}

Destination destination_of(const Catalogue& catalogue,
                           const GatewayRoute& route,
                           const BackendRef& backend) {
    const std::string host = service_host(backend.name, backend.ns);
    const KnownHost* const known = catalogue.find(host);
    const bool leads_somewhere = backend.is_service && backend.port && known != nullptr &&
                                 known->find_port(*backend.port) != nullptr &&
                                 is_granted(catalogue, route, backend);
    return {.host = leads_somewhere ? host : std::string{nowhere},
            .subset = {},
            .port = backend.port.value_or(0)};
}

/// Weights stay as they are even if there is one backend alone: weight 0 takes nothing.
void add_backends(const Catalogue& catalogue,
                  const GatewayRoute& route,
                  const GatewayRule& rule,
                  HttpRoute& made) {
    for (const BackendRef& backend : rule.backends) {
        if (backend.weight == 0) continue;
        RouteDestination share;
        share.destination = destination_of(catalogue, route, backend);
        share.weight = backend.weight;
        share.request_headers = backend.request_headers;
        share.response_headers = backend.response_headers;
        made.route.push_back(std::move(share));
    }
    if (made.route.empty() && !made.redirect) made.direct_response = {bad_backend_status};
}

HttpRoute rule_for(const Catalogue& catalogue,
                   const GatewayRoute& route,
                   std::size_t index,
                   const GatewayMatch& match) {
    const GatewayRule& rule = route.rules[index];
    HttpRoute made;
    made.name = route.meta.name + "." + route.meta.ns + "/";
    made.name += rule.name.empty() ? "rules[" + std::to_string(index) + "]" : rule.name;
    made.origin = rule.origin;
    HttpMatch& asked = made.matches.emplace_back();
    asked.match = match.match;
    asked.origin = match.origin;
    if (rule.redirect) made.redirect = HttpRedirect{.to = *rule.redirect};
    add_backends(catalogue, route, rule, made);
    made.rewrite = rule.rewrite;
    made.request_headers = rule.request_headers;
    made.response_headers = rule.response_headers;
    made.timeout = rule.request_timeout;
    made.attempt_timeout = rule.backend_request_timeout;
    made.unknown_cluster_status = bad_backend_status;
    for (const auto& [backend, share] : rule.mirrors)
        made.mirrors.emplace_back(destination_of(catalogue, route, backend), share);
    return made;
}

bool comes_before(const RankedRule& a, const RankedRule& b) {
    if (a.precedence != b.precedence) return a.precedence > b.precedence;
    return a.position < b.position;
}

}  // namespace

bool is_granted(const Catalogue& catalogue, const GatewayRoute& route, const BackendRef& backend) {
    if (backend.ns == route.meta.ns) return true;
    const std::string_view kind =
        route.kind == GatewayRoute::Kind::http ? "HTTPRoute" : "GRPCRoute";
    const auto& grants = catalogue.reference_grants();
    return std::any_of(grants.begin(), grants.end(), [&](const ReferenceGrant& grant) {
        const bool from = std::any_of(grant.from.begin(), grant.from.end(), [&](const auto& one) {
            return one.kind == kind && one.ns == route.meta.ns;
        });
        const bool to = grant.services.empty() ||
                        std::find(grant.services.begin(), grant.services.end(), backend.name) !=
                            grant.services.end();
        return grant.meta.ns == backend.ns && from && to;
    });
}

std::vector<HttpRoute> gateway_rules(const Catalogue& catalogue,
                                     const KnownHost& host,
                                     std::uint16_t port,
                                     std::string_view client_ns) {
    if (host.service.empty()) return {};
    auto routes = routes_in(catalogue, host, port, client_ns);
    if (routes.empty()) routes = routes_in(catalogue, host, port, host.ns);
    return ranked_rules(catalogue, routes);
}

std::vector<HttpRoute> ranked_rules(const Catalogue& catalogue,
                                    const std::vector<const GatewayRoute*>& routes) {
    std::vector<RankedRule> ranked;
    for (const GatewayRoute* const route : routes) {
        for (std::size_t index = 0; index < route->rules.size(); ++index) {
            for (const GatewayMatch& match : route->rules[index].matches) {
                ranked.push_back({precedence_of(match, route->kind), ranked.size(),
                                  rule_for(catalogue, *route, index, match)});
            }
        }
    }
    std::sort(ranked.begin(), ranked.end(), comes_before);

    std::vector<HttpRoute> rules;
    for (RankedRule& entry : ranked)
        rules.push_back(std::move(entry.rule));
    return rules;
}

}  // namespace weft::mesh::control
