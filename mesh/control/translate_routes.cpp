#include "mesh/control/translate_routes.hpp"

#include "mesh/control/gateway_rules.hpp"
#include "mesh/control/same_routes.hpp"
#include "mesh/control/translate_clusters.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace weft::mesh::control {
namespace {

/// What a weight is where there is nothing to share.
constexpr std::uint32_t whole_weight = 100;

/// What a request gets that is sent to a cluster which does not exist.
constexpr std::uint16_t unknown_cluster_status = 503;

/// A destination of a rule, resolved.
struct Target {
    ClusterId cluster;
    std::optional<HashKey> hash;  ///< If its balancer hashes.
};

const Subset* find_subset(const DestinationRule* rule, std::string_view name) {
    if (rule == nullptr || name.empty()) return nullptr;
    const auto found = std::find_if(rule->subsets.begin(), rule->subsets.end(),
                                    [&](const Subset& subset) { return subset.name == name; });
    return found == rule->subsets.end() ? nullptr : &*found;
}

std::optional<HashKey> hash_key(const Scene& scene,
                                const KnownHost& host,
                                std::string_view subset,
                                std::uint16_t port) {
    const DestinationRule* rule =
        scene.catalogue.destination_rule(host, scene.proxy.ns, scene.proxy.labels);
    const TrafficPolicy policy = effective_policy(rule, find_subset(rule, subset), port);
    if (!policy.load_balancer) return std::nullopt;
    return policy.load_balancer->consistent_hash;
}

/// The destination without a port means the host's only port, or that of the request.
Target resolve(const Scene& scene,
               const Destination& destination,
               std::string_view ns,
               std::uint16_t request_port) {
    std::string host = resolve_host(destination.host, ns);
    const KnownHost* known = scene.catalogue.find(host);
    if (known != nullptr) host = known->host;
    std::uint16_t port = destination.port.value_or(request_port);
    if (!destination.port && known != nullptr && known->ports.size() == 1) {
        port = known->ports.front().port;
    }
    Target target{.cluster = scene.registry.cluster(cluster_name(port, destination.subset, host)),
                  .hash = {}};
    if (known != nullptr) target.hash = hash_key(scene, *known, destination.subset, port);
    return target;
}

void add_hash(Route& route, const std::optional<HashKey>& hash) {
    if (!hash) return;
    route.retry.host_selection_attempts = 0;  // Avoiding hosts would break the hash's promise.
    const bool known = std::any_of(route.hash.begin(), route.hash.end(), [&](const auto& policy) {
        return same_hash_policy(policy, hash->policy);
    });
    if (!known) route.hash.push_back(hash->policy);
}

void add_clusters(const Scene& scene,
                  const HttpRoute& rule,
                  std::string_view ns,
                  std::uint16_t port,
                  Route& route) {
    const bool alone = rule.route.size() == 1;
    for (const RouteDestination& share : rule.route) {
        const std::uint32_t weight = alone ? whole_weight : share.weight.value_or(0);
        if (weight == 0) continue;
        const Target target = resolve(scene, share.destination, ns, port);
        route.clusters.push_back(
            {.cluster = target.cluster,
             .weight = weight,
             .request_headers = alone ? HeaderEdits{} : share.request_headers});
        add_hash(route, target.hash);
    }
}

void append(HeaderEdits& edits, const HeaderEdits& more) {
    edits.set.insert(edits.set.end(), more.set.begin(), more.set.end());
    edits.add.insert(edits.add.end(), more.add.begin(), more.add.end());
    edits.remove.insert(edits.remove.end(), more.remove.begin(), more.remove.end());
}

/// A block that does not say how many attempts it wants wants none, as in the reference mesh.
RetryPolicy translate_retry(const std::optional<HttpRetry>& of_route,
                            const MeshDefaults& defaults) {
    const std::optional<HttpRetry>& rule = of_route ? of_route : defaults.http_retry;
    if (!rule) return defaults.retry;
    if (rule->attempts.value_or(0) == 0) return {};
    RetryPolicy retry = defaults.retry;
    retry.retries = *rule->attempts;
    if (rule->retry_on) {
        std::vector<std::string_view> unknown;  // The reader of the manifest reports them.
        retry.status_codes.clear();
        retry.on = parse_retry_on(*rule->retry_on, retry.status_codes, unknown);
    }
    if (rule->per_try_timeout) retry.per_try_timeout = rule->per_try_timeout;
    if (rule->backoff) {
        retry.backoff = {.base = *rule->backoff, .max = *rule->backoff * defaults.backoff_growth};
    }
    return retry;
}

/// A port that the scheme stands for anyway is not written into a Location.
std::optional<Redirect> translate_redirect(const std::optional<HttpRedirect>& rule,
                                           std::uint16_t request_port,
                                           std::string_view request_scheme) {
    if (!rule) return std::nullopt;
    Redirect redirect = rule->to;
    if (rule->port_of_request) redirect.port = request_port;
    const std::string_view scheme =
        redirect.scheme ? std::string_view{*redirect.scheme} : request_scheme;
    if (redirect.port == 80 && scheme == "http") redirect.port.reset();
    if (redirect.port == 443 && scheme == "https") redirect.port.reset();
    return redirect;
}

void add_mirrors(const Scene& scene,
                 const HttpRoute& rule,
                 std::string_view ns,
                 std::uint16_t port,
                 Route& route) {
    for (const auto& [destination, share] : rule.mirrors) {
        const Target target = resolve(scene, destination, ns, port);
        route.mirrors.push_back({.cluster = target.cluster, .share = share});
    }
}

}  // namespace

std::optional<Route> translate_rule(const Scene& scene,
                                    const HttpRoute& rule,
                                    std::string_view ns,
                                    std::uint16_t port) {
    Route route;
    for (const HttpMatch& match : rule.matches) {
        if (!why_not_concerned(match, scene.proxy, port, scene.entrance))
            route.matches.push_back(match.match);
    }
    if (route.matches.empty() && !rule.matches.empty()) return std::nullopt;

    route.name = rule.name;
    route.retry = translate_retry(rule.retries, scene.defaults);
    if (rule.attempt_timeout) route.retry.per_try_timeout = rule.attempt_timeout;
    add_clusters(scene, rule, ns, port, route);
    route.direct_response = rule.direct_response;
    route.redirect = translate_redirect(rule.redirect, port, scene.entrance.scheme);
    if (route.clusters.empty() && !route.own_answer()) return std::nullopt;

    route.unknown_cluster_status = rule.unknown_cluster_status.value_or(unknown_cluster_status);
    route.rewrite = rule.rewrite;
    route.request_headers = rule.request_headers;
    if (rule.route.size() == 1) append(route.request_headers, rule.route[0].request_headers);
    route.timeout = rule.timeout.value_or(scene.defaults.request_timeout);
    route.delay = rule.delay;
    route.abort = rule.abort;
    add_mirrors(scene, rule, ns, port, route);
    return route;
}

namespace {

std::vector<Route> virtual_service_routes(const Scene& scene,
                                          const VirtualService& rules,
                                          std::uint16_t port) {
    std::vector<Route> routes;
    for (std::size_t index = 0; index < rules.http.size(); ++index) {
        auto route = translate_rule(scene, rules.http[index], rules.meta.ns, port);
        if (!route) continue;
        route->name = route_name(rules, index);
        routes.push_back(std::move(*route));
    }
    return routes;
}

std::vector<Route> gateway_routes(const Scene& scene, const KnownHost& host, std::uint16_t port) {
    std::vector<Route> routes;
    for (const HttpRoute& rule : gateway_rules(scene.catalogue, host, port, scene.proxy.ns)) {
        auto route = translate_rule(scene, rule, host.ns, port);
        if (route) routes.push_back(std::move(*route));
    }
    return routes;
}

Route default_route(const Scene& scene, const KnownHost& host, std::uint16_t port) {
    Route route;
    route.name = "default";
    route.timeout = scene.defaults.request_timeout;
    route.retry = translate_retry(std::nullopt, scene.defaults);
    const ClusterId cluster = scene.registry.cluster(cluster_name(port, {}, host.host));
    route.clusters.push_back({.cluster = cluster, .weight = whole_weight});
    add_hash(route, hash_key(scene, host, {}, port));
    return route;
}

/// What an app without a proxy sends goes to the host's pods as it is, once.
std::vector<Route> route_without_proxy(const Scene& scene,
                                       const KnownHost& host,
                                       std::uint16_t port) {
    if (!host.has_clusters) return {};
    const ClusterId cluster = scene.registry.cluster(cluster_name(port, {}, host.host));
    return {Route{.name = "default", .clusters = {{.cluster = cluster, .weight = whole_weight}}}};
}

/// Rules of a VirtualService hide those of the Gateway API for the same host.
std::vector<Route> translate_host(const Scene& scene, const KnownHost& host, std::uint16_t port) {
    if (scene.proxy.kind == ProxyIdentity::Kind::none)
        return route_without_proxy(scene, host, port);
    const VirtualService* rules = scene.catalogue.virtual_service(host.host);
    std::vector<Route> routes = rules != nullptr ? virtual_service_routes(scene, *rules, port)
                                                 : gateway_routes(scene, host, port);
    if (routes.empty() && host.has_clusters) routes.push_back(default_route(scene, host, port));
    return routes;
}

/// The names that hold in every namespace.
std::vector<std::string> names_of(const KnownHost& host) {
    std::vector<std::string> names{host.host};
    const auto add = [&](const ServiceName& service) {
        const std::string in_namespace = lower_case(service.name + "." + service.ns);
        names.push_back(in_namespace + ".svc");
        names.push_back(in_namespace);
    };
    if (!host.service.empty()) add({.name = host.service, .ns = host.ns});
    for (const ServiceName& alias : host.aliases) {
        names.push_back(service_host(alias.name, alias.ns));
        add(alias);
    }
    return names;
}

/// Short names in this namespace, each with the full one.
std::vector<RouteTable::OtherName> short_names_of(const KnownHost& host, std::string_view ns) {
    std::vector<RouteTable::OtherName> names;
    if (!host.service.empty() && host.ns == ns) {
        names.push_back({lower_case(host.service), host.host});
    }
    for (const ServiceName& alias : host.aliases) {
        if (alias.ns == ns) {
            names.push_back({lower_case(alias.name), service_host(alias.name, alias.ns)});
        }
    }
    return names;
}

std::string name_at_port(const std::string& name, const ServicePort& port) {
    return name + ":" + std::to_string(port.port);
}

/// The names that nobody claimed yet; claims them.
std::vector<std::string> domains_of(const KnownHost& host,
                                    const ServicePort& port,
                                    std::set<std::string, std::less<>>& claimed) {
    std::vector<std::string> domains;
    for (const std::string& name : names_of(host)) {
        if (port.port == host.default_port() && claimed.insert(name).second)
            domains.push_back(name);
        std::string with_port = name_at_port(name, port);
        if (claimed.insert(with_port).second) domains.push_back(std::move(with_port));
    }
    return domains;
}

}  // namespace

std::string route_name(const VirtualService& rules, std::size_t index) {
    const std::string& own = rules.http[index].name;
    const std::string rule = own.empty() ? "http[" + std::to_string(index) + "]" : own;
    return rules.meta.name + "." + rules.meta.ns + "/" + rule;
}

std::optional<NotConcerned> why_not_concerned(const HttpMatch& match,
                                              const ProxyIdentity& proxy,
                                              std::uint16_t port,
                                              const Entrance& entrance) {
    if (match.scheme && !match.scheme->matches(entrance.scheme)) return NotConcerned::scheme;
    if (match.port && *match.port != port) return NotConcerned::port;
    if (!match.source_namespace.empty() && match.source_namespace != proxy.ns) {
        return NotConcerned::source_namespace;
    }
    if (!has_labels(proxy.labels, match.source_labels)) return NotConcerned::source_labels;
    const auto& gateways = match.gateways;
    const bool is_meant = entrance.gateway.empty()
                              ? is_of_mesh(gateways)
                              : gateways.empty() || std::find(gateways.begin(), gateways.end(),
                                                              entrance.gateway) != gateways.end();
    return is_meant ? std::nullopt : std::optional{NotConcerned::gateways};
}

std::vector<VirtualHost> translate_routes(const Catalogue& catalogue,
                                          const MeshDefaults& defaults,
                                          const ProxyIdentity& proxy,
                                          Registry& registry) {
    const Scene scene{catalogue, defaults, proxy, registry};
    std::set<std::string, std::less<>> claimed;
    std::vector<VirtualHost> hosts;
    for (const KnownHost& host : catalogue.hosts()) {
        for (const ServicePort& port : host.ports) {
            auto domains = domains_of(host, port, claimed);
            if (domains.empty()) continue;
            hosts.push_back({.name = name_at_port(host.host, port),
                             .domains = std::move(domains),
                             .routes = translate_host(scene, host, port.port)});
        }
    }
    return hosts;
}

std::vector<RouteTable::OtherName> short_names(const Catalogue& catalogue, std::string_view ns) {
    std::vector<RouteTable::OtherName> more;
    for (const KnownHost& host : catalogue.hosts()) {
        const auto names = short_names_of(host, ns);
        if (names.empty()) continue;
        for (const ServicePort& port : host.ports) {
            for (const auto& [name, full] : names) {
                const std::string of = name_at_port(full, port);
                if (port.port == host.default_port()) more.push_back({name, of});
                more.push_back({name_at_port(name, port), of});
            }
        }
    }
    return more;
}

}  // namespace weft::mesh::control
