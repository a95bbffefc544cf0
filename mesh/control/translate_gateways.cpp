#include "mesh/control/translate_gateways.hpp"

#include "mesh/control/gateway_rules.hpp"
#include "mesh/control/host_names.hpp"
#include "mesh/control/translate_endpoints.hpp"
#include "mesh/control/visibility.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace weft::mesh::control {
namespace {

constexpr std::uint16_t https_redirect_status = 301;

std::string full_name(const Metadata& meta) {
    return meta.ns + "/" + meta.name;
}

bool takes_kind(const GatewayServer& server, GatewayRoute::Kind kind) {
    const std::string_view name = kind == GatewayRoute::Kind::http ? "HTTPRoute" : "GRPCRoute";
    const auto& kinds = server.route_kinds;
    return kinds.empty() || std::find(kinds.begin(), kinds.end(), name) != kinds.end();
}

/// Those of a route that a listener serves.
std::vector<std::string> hosts_of(const GatewayRoute& route, const GatewayServer& server) {
    std::vector<std::string> hosts;
    for (const std::string& listened : server.hosts) {
        if (route.hostnames.empty()) hosts.push_back(lower_case(listened));
        for (const std::string& name : route.hostnames) {
            const auto host = common_host(lower_case(listened), lower_case(name));
            if (host && std::find(hosts.begin(), hosts.end(), *host) == hosts.end())
                hosts.push_back(*host);
        }
    }
    return hosts;
}

bool is_attached_to_server(const GatewayRoute& route,
                           const Gateway& gateway,
                           const GatewayServer& server,
                           const Catalogue& catalogue) {
    return std::any_of(
        route.gateways.begin(), route.gateways.end(), [&](const ParentGateway& parent) {
            return parent.name == gateway.meta.name && parent.ns == gateway.meta.ns &&
                   !why_not_attached(route, parent, server, catalogue);
        });
}

bool takes_everything(const HttpMatch& match) {
    const RouteMatch& asked = match.match;
    const bool any_path =
        !asked.path || (asked.path->kind == StringMatch::Kind::prefix && asked.path->text == "/");
    return any_path && !asked.method && !asked.authority && asked.headers.empty() &&
           asked.queries.empty();
}

/// The first match of each VirtualService that takes everything comes after what all others ask,
/// and what the VirtualService has behind it stays there.
std::vector<BoundRule> catch_alls_last(std::vector<BoundRule> rules, const ProxyIdentity& proxy) {
    std::vector<BoundRule> first;
    std::vector<BoundRule> last;
    std::set<std::string> closed;
    for (BoundRule& bound : rules) {
        auto& matches = bound.rule.matches;
        const auto open = std::find_if(matches.begin(), matches.end(), [&](const HttpMatch& match) {
            return takes_everything(match) &&
                   !why_not_concerned(match, proxy, bound.port, bound.entrance);
        });
        const bool is_behind = closed.contains(bound.source);
        if (!is_behind && !matches.empty() && open == matches.end()) {
            first.push_back(std::move(bound));
            continue;
        }
        if (!is_behind && open != matches.begin()) {
            BoundRule before = bound;
            before.rule.matches.assign(matches.begin(), open);
            first.push_back(std::move(before));
            matches.erase(matches.begin(), open);
        }
        closed.insert(bound.source);
        last.push_back(std::move(bound));
    }
    std::move(last.begin(), last.end(), std::back_inserter(first));
    return first;
}

/// Rules that one host has at one port.
struct HostRules {
    std::string host;
    std::uint16_t listens;
    std::vector<BoundRule> rules;
};

/// Gathers what the servers of gateways have.
class BoundRuleCollector {
public:
    BoundRuleCollector(const Catalogue& catalogue, const ProxyIdentity& proxy)
        : catalogue_(catalogue), proxy_(proxy) {}

    void add(const Gateway& gateway, const GatewayServer& server, std::uint16_t listens) {
        const std::string scheme = server.protocol == "HTTPS" ? "https" : "http";
        const BoundRule made{.host = {},
                             .rule = {},
                             .ns = gateway.meta.ns,
                             .port = server.port,
                             .listens = listens,
                             .entrance = {.gateway = full_name(gateway.meta), .scheme = scheme}};
        if (server.redirects_to_https) return add_redirect(server, made);
        if (gateway.kind == Gateway::Kind::gateway_api) return add_routes(gateway, server, made);
        for (const VirtualService& service : catalogue_.bound_to_gateways()) {
            if (!is_exported(service.export_to, service.meta.ns, proxy_.ns)) continue;
            const auto& names = service.gateways;
            if (std::find(names.begin(), names.end(), made.entrance.gateway) != names.end())
                add_service(service, server, made);
        }
    }

    std::vector<BoundRule> take() {
        std::vector<BoundRule> all;
        for (HostRules& host : hosts_) {
            auto& rules = host.rules;
            const bool is_merged = std::any_of(rules.begin(), rules.end(), [&](const auto& each) {
                return each.source != rules.front().source;
            });
            if (is_merged) rules = catch_alls_last(std::move(rules), proxy_);
            std::move(rules.begin(), rules.end(), std::back_inserter(all));
        }
        return all;
    }

private:
    void add_redirect(const GatewayServer& server, const BoundRule& made) {
        HttpRoute rule;
        rule.name = "https-redirect";
        rule.redirect = HttpRedirect{.to = {.scheme = "https", .status = https_redirect_status}};
        for (const std::string& written : server.hosts)
            add(served_host(written, made.ns).host, rule, made);
    }

    void add_service(const VirtualService& service,
                     const GatewayServer& server,
                     const BoundRule& made) {
        BoundRule of_service = made;
        of_service.ns = service.meta.ns;
        of_service.source = full_name(service.meta);
        std::vector<std::string> added;
        for (const std::string& written : server.hosts) {
            const ServedHost served = served_host(written, made.ns);
            if (served.ns != "*" && served.ns != service.meta.ns) continue;
            for (const std::string& name : service.hosts) {
                const auto host = common_host(served.host, resolve_host(name, service.meta.ns));
                if (!host || std::find(added.begin(), added.end(), *host) != added.end()) continue;
                added.push_back(*host);
                for (std::size_t index = 0; index < service.http.size(); ++index) {
                    HttpRoute rule = service.http[index];
                    rule.name = route_name(service, index);
                    add(*host, std::move(rule), of_service);
                }
            }
        }
    }

    /// Routes for one host are ranked together.
    void add_routes(const Gateway& gateway, const GatewayServer& server, const BoundRule& made) {
        std::vector<std::pair<std::string, std::vector<const GatewayRoute*>>> by_host;
        for (const GatewayRoute& route : catalogue_.gateway_routes()) {
            if (!is_attached_to_server(route, gateway, server, catalogue_)) continue;
            for (const std::string& host : hosts_of(route, server)) {
                auto known = std::find_if(by_host.begin(), by_host.end(),
                                          [&](const auto& entry) { return entry.first == host; });
                if (known == by_host.end()) known = by_host.insert(known, {host, {}});
                known->second.push_back(&route);
            }
        }
        for (const auto& [host, routes] : by_host) {
            for (HttpRoute& rule : ranked_rules(catalogue_, routes))
                add(host, std::move(rule), made);
        }
    }

    void add(const std::string& host, HttpRoute rule, const BoundRule& made) {
        auto known = std::find_if(hosts_.begin(), hosts_.end(), [&](const HostRules& rules) {
            return rules.host == host && rules.listens == made.listens;
        });
        if (known == hosts_.end()) known = hosts_.insert(known, {host, made.listens, {}});
        known->rules.push_back(made);
        known->rules.back().host = host;
        known->rules.back().rule = std::move(rule);
    }

    const Catalogue& catalogue_;
    const ProxyIdentity& proxy_;
    std::vector<HostRules> hosts_;  ///< In order of appearance.
};

}  // namespace

bool selects(const Gateway& gateway, std::string_view ns, const Labels& labels) {
    if (gateway.kind == Gateway::Kind::gateway_api && gateway.meta.ns != ns) return false;
    return !gateway.selector.empty() && has_labels(labels, gateway.selector);
}

std::vector<const Gateway*> gateways_of(const Catalogue& catalogue, const ProxyIdentity& proxy) {
    std::vector<const Gateway*> found;
    for (const Gateway& gateway : catalogue.gateways()) {
        if (selects(gateway, proxy.ns, proxy.labels)) found.push_back(&gateway);
    }
    return found;
}

std::uint16_t listening_port(const Catalogue& catalogue,
                             const ProxyIdentity& proxy,
                             std::uint16_t server_port) {
    for (const KnownHost* const host : catalogue.selecting(proxy.ns, proxy.labels)) {
        const ServicePort* const port = host->find_port(server_port);
        if (port == nullptr) continue;
        if (const auto target = target_port(*port, proxy.ports)) return *target;
    }
    return server_port;
}

ServedHost served_host(const std::string& written, const std::string& ns) {
    const std::size_t slash = written.find('/');
    if (slash == std::string::npos) return {.host = lower_case(written)};
    const std::string of = written.substr(0, slash);
    return {.host = lower_case(written.substr(slash + 1)), .ns = of == "." ? ns : of};
}

std::optional<std::string> common_host(std::string_view a, std::string_view b) {
    if (a == b || a == "*" || wildcard_covers(a, b)) return std::string{b};
    if (b == "*" || wildcard_covers(b, a)) return std::string{a};
    return std::nullopt;
}

std::optional<NotAttached> why_not_attached(const GatewayRoute& route,
                                            const ParentGateway& parent,
                                            const GatewayServer& server,
                                            const Catalogue& catalogue) {
    if (!parent.listener.empty() && parent.listener != server.name) return NotAttached::listener;
    if (parent.port && *parent.port != server.port) return NotAttached::port;
    if (!takes_kind(server, route.kind)) return NotAttached::kind;
    const bool takes_namespace =
        !server.namespaces ||
        has_labels(catalogue.labels_of_namespace(route.meta.ns), *server.namespaces);
    if (!takes_namespace) return NotAttached::route_namespace;
    if (hosts_of(route, server).empty()) return NotAttached::hostnames;
    return std::nullopt;
}

std::vector<BoundRule> bound_rules(const Catalogue& catalogue, const ProxyIdentity& proxy) {
    BoundRuleCollector collector{catalogue, proxy};
    for (const Gateway* const gateway : gateways_of(catalogue, proxy)) {
        for (const GatewayServer& server : gateway->servers) {
            if (server.forwards)
                collector.add(*gateway, server, listening_port(catalogue, proxy, server.port));
        }
    }
    return collector.take();
}

std::map<std::uint16_t, std::vector<VirtualHost>> translate_gateways(const Catalogue& catalogue,
                                                                     const MeshDefaults& defaults,
                                                                     const ProxyIdentity& proxy,
                                                                     Registry& registry) {
    std::map<std::uint16_t, std::vector<VirtualHost>> ports;
    for (const Gateway* const gateway : gateways_of(catalogue, proxy)) {
        for (const GatewayServer& server : gateway->servers) {
            if (server.forwards) ports[listening_port(catalogue, proxy, server.port)];
        }
    }
    for (const BoundRule& bound : bound_rules(catalogue, proxy)) {
        auto& hosts = ports[bound.listens];
        if (hosts.empty() || hosts.back().domains.front() != bound.host) {
            hosts.push_back({.name = bound.host + ":" + std::to_string(bound.listens),
                             .domains = {bound.host},
                             .routes = {}});
        }
        const Scene scene{catalogue, defaults, proxy, registry, bound.entrance};
        auto route = translate_rule(scene, bound.rule, bound.ns, bound.port);
        if (route) hosts.back().routes.push_back(std::move(*route));
    }
    return ports;
}

}  // namespace weft::mesh::control
