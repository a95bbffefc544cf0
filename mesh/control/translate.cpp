#include "mesh/control/translate.hpp"

#include "mesh/base/quantity.hpp"
#include "mesh/control/translate_clusters.hpp"
#include "mesh/control/translate_endpoints.hpp"
#include "mesh/control/translate_gateways.hpp"
#include "mesh/control/translate_routes.hpp"
#include "mesh/control/workload_rules.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace weft::mesh::control {
namespace {

Caller caller_of(const ProxyIdentity& proxy) {
    return {.locality = proxy.zone, .labels = with_place(proxy.labels, proxy.zone, proxy.node)};
}

/// What a request gets for a host that nobody declared.
constexpr std::uint16_t refused_host_status = 502;

/// What a rule makes of places: of the host and of each subset, at each port that it sets apart and
/// at any other.
void add_labels_of(const DestinationRule& rule,
                   const MeshDefaults& defaults,
                   std::vector<std::string>& labels) {
    std::vector<std::uint16_t> ports{0};
    const auto add_ports = [&](const std::optional<TrafficPolicy>& policy) {
        if (!policy) return;
        for (const auto& [port, own] : policy->port_level)
            ports.push_back(port);
    };
    std::vector<const Subset*> subsets{nullptr};
    add_ports(rule.policy);
    for (const Subset& subset : rule.subsets) {
        add_ports(subset.policy);
        subsets.push_back(&subset);
    }
    for (const Subset* const subset : subsets) {
        for (const std::uint16_t port : ports) {
            const TrafficPolicy policy = effective_policy(&rule, subset, port);
            const auto more = deciding_labels(
                locality_policy(policy, TrafficDistribution::any, defaults.locality));
            labels.insert(labels.end(), more.begin(), more.end());
        }
    }
}

}  // namespace

std::vector<std::string> labels_of_place(const Catalogue& catalogue, const MeshDefaults& defaults) {
    std::vector<std::string> labels;
    for (const KnownHost& host : catalogue.hosts()) {
        const auto more =
            deciding_labels(locality_policy({}, host.distribution, defaults.locality));
        labels.insert(labels.end(), more.begin(), more.end());
    }
    for (const auto& of_host : catalogue.destination_rules()) {
        for (const DestinationRule& rule : of_host)
            add_labels_of(rule, defaults, labels);
    }
    std::ranges::sort(labels);
    const auto twice = std::ranges::unique(labels);
    labels.erase(twice.begin(), twice.end());
    return labels;
}

std::string protecting_service(const Catalogue& catalogue,
                               const MeshDefaults& defaults,
                               const ProxyIdentity& proxy) {
    for (const auto& [name, policy] : defaults.service_policies) {
        if (!policy.protects_its_pods()) continue;
        const auto hosts = catalogue.selecting(proxy.ns, proxy.labels);
        if (std::ranges::find(hosts, name, &KnownHost::host) != hosts.end()) return name;
    }
    return {};
}

ClusterId Translation::Part::number(Registry& registry) const {
    const std::string_view of_subset = subset == nullptr ? std::string_view{} : subset->name;
    return registry.cluster(cluster_name(port.port, of_subset, host.host));
}

std::vector<Translation::Part> Translation::parts_of(const KnownHost& host,
                                                     const DestinationRule* rule) const {
    std::vector<Part> parts;
    if (!host.has_clusters) return parts;
    for (const ServicePort& port : host.ports) {
        parts.push_back({host, port, nullptr});
        if (rule == nullptr) continue;
        for (const Subset& subset : rule->subsets) {
            parts.push_back({host, port, &subset});
        }
    }
    return parts;
}

std::shared_ptr<const ClusterConfig> Translation::cluster(const Part& part,
                                                          ClusterId id,
                                                          const TrafficPolicy& policy,
                                                          const LocalityPolicy& locality,
                                                          const ProxyIdentity& proxy) {
    ClusterConfig config = translate_policy(policy, part.port, defaults_);
    const auto own = defaults_.service_policies.find(part.host.host);
    if (own != defaults_.service_policies.end()) overrule(config, own->second);
    config.id = id;
    config.name = registry_.cluster_name(id);
    config.selection.locality_weighted = locality.is_weighted();
    if (locality.kind == LocalityPolicy::Kind::zone_aware) {
        config.selection.zone_aware.emplace().min_cluster_size =
            defaults_.locality.min_cluster_size;
        config.selection.own_zone = proxy.zone;
    }
    // A gateway's clients never saw the pods, so that it has to choose one. Source: Istio.
    if (part.host.is_headless && proxy.kind != ProxyIdentity::Kind::gateway) {
        config.to_original_destination = true;
        config.connects = false;  // Those of the app are what counts.
        config.binds_connections = false;
    }
    const bool is_of_mesh = !part.host.selector.empty();
    if (!is_of_mesh && !policy.tls) {
        config.pool.round_trips = handshake_round_trips(TransportSecurity::plain);
        config.tls = ClientTls::disable;
    }
    return sharing_.cluster(std::move(config));
}

std::shared_ptr<const Endpoints> Translation::endpoints(const Part& part, ClusterId id) {
    const Labels labels = part.subset == nullptr ? Labels{} : part.subset->labels;
    auto& known = endpoints_[{id, labels}];
    if (known != nullptr) return known;
    Endpoints list = translate_endpoints(registry_, part.host, part.port, labels,
                                         defaults_.falls_back_on_terminating);
    const auto own = defaults_.service_policies.find(part.host.host);
    if (own != defaults_.service_policies.end() && own->second.looks_at_labels()) {
        for (Endpoint& endpoint : list)
            endpoint.labels = labels_of(registry_, part.host, endpoint);
    }
    note_plain_pods(catalogue_.security(), registry_, list);
    known = sharing_.endpoints(id, std::move(list));
    return known;
}

/// The endpoints as this caller is told of them.
std::shared_ptr<const Endpoints> Translation::endpoints_for(const Part& part,
                                                            ClusterId id,
                                                            const LocalityPolicy& locality,
                                                            const Caller& caller) {
    auto all = endpoints(part, id);
    const bool differs = locality.kind == LocalityPolicy::Kind::distribute ||
                         locality.kind == LocalityPolicy::Kind::failover;
    if (!differs) return all;
    const auto labels = [&](const Endpoint& endpoint) {
        return labels_of(registry_, part.host, endpoint);
    };
    return sharing_.endpoints(id, arrange_endpoints(*all, locality, caller, labels));
}

LocalityPolicy Translation::locality_of(const Part& part, const TrafficPolicy& policy) const {
    return locality_policy(policy, part.host.distribution, defaults_.locality);
}

/// Who sends beside this proxy: the pods of the first host that it answers for itself. Null if it
/// answers for none, or if nobody looks at them.
std::shared_ptr<const Endpoints> Translation::peers_of(const ProxyIdentity& proxy) {
    if (defaults_.locality.mode != LocalityDefaults::Mode::zone_aware) return nullptr;
    const auto own = catalogue_.selecting(proxy.ns, proxy.labels);
    if (own.empty()) return nullptr;
    const Part part{*own.front(), own.front()->ports.front(), nullptr};
    return endpoints(part, part.number(registry_));
}

ProxyConfig Translation::config(const ProxyIdentity& proxy,
                                const std::string& client_ns,
                                const WorkloadRules* asked_of_callers) {
    if (proxy.kind == ProxyIdentity::Kind::outside) return config_outside(proxy);
    if (proxy.kind == ProxyIdentity::Kind::none) return config_without_proxy(proxy, client_ns);
    const Caller caller = caller_of(proxy);
    const auto peers = peers_of(proxy);
    ProxyConfig config;
    for (const KnownHost& host : seen_.hosts()) {
        const DestinationRule* rule = seen_.destination_rule(host, client_ns, proxy.labels);
        for (const Part& part : parts_of(host, rule)) {
            const ClusterId id = part.number(registry_);
            const TrafficPolicy policy = effective_policy(rule, part.subset, part.port.port);
            const LocalityPolicy locality = locality_of(part, policy);
            ClusterEntry entry{.config = cluster(part, id, policy, locality, proxy),
                               .endpoints = endpoints_for(part, id, locality, caller)};
            if (entry.config->selection.zone_aware) entry.peers = peers;
            config.clusters[id] = std::move(entry);
        }
    }
    const auto own =
        defaults_.service_policies.find(protecting_service(catalogue_, defaults_, proxy));
    if (own != defaults_.service_policies.end()) {
        InboundPolicy inbound = own->second.inbound;
        if (inbound.global_rate_limit) inbound.global_rate_limit->service = own->first;
        config.inbound = sharing_.inbound(std::move(inbound));
    }
    if (asked_of_callers != nullptr)
        config.security = sharing_.security(*asked_of_callers, defaults_);
    add_routes(proxy, client_ns, config);
    return config;
}

void Translation::add_short_names(ProxyIdentity::Kind kind,
                                  const std::string& ns,
                                  ProxyConfig& config) {
    const bool calls_services =
        kind == ProxyIdentity::Kind::sidecar || kind == ProxyIdentity::Kind::none;
    if (calls_services) config.routes = sharing_.routes(config.routes, short_names(seen_, ns));
}

std::vector<VirtualHost> Translation::routes_in(const std::string& client_ns,
                                                const ProxyIdentity& proxy) {
    ProxyIdentity client = proxy;
    client.ns = client_ns;
    return translate_routes(seen_, defaults_, client, registry_);
}

void Translation::add_routes(const ProxyIdentity& proxy,
                             const std::string& client_ns,
                             ProxyConfig& config) {
    if (proxy.kind == ProxyIdentity::Kind::gateway) {
        config.routes = sharing_.routes({});
        for (auto& [port, hosts] : translate_gateways(catalogue_, defaults_, proxy, registry_))
            config.listeners[port] = sharing_.routes(std::move(hosts), RouteTable::Ports::ignored);
        return;
    }
    auto hosts = routes_in(client_ns, proxy);
    add_unknown_hosts(hosts, config);
    config.routes = sharing_.routes(std::move(hosts));
}

/// The mesh's choice, unless the proxy's Sidecar has one. Source: Istio's outboundTrafficPolicy.
UnknownHosts Translation::unknown_hosts() const {
    if (sidecar_ == nullptr || !sidecar_->registry_only) return defaults_.unknown_hosts;
    return *sidecar_->registry_only ? UnknownHosts::refuse : UnknownHosts::pass;
}

/// What holds for every host that has no rules.
void Translation::add_unknown_hosts(std::vector<VirtualHost>& hosts, ProxyConfig& config) {
    const auto takes_all = [](const VirtualHost& host) {
        return std::ranges::find(host.domains, "*") != host.domains.end();
    };
    const UnknownHosts chosen = unknown_hosts();
    if (chosen == UnknownHosts::no_route || std::ranges::any_of(hosts, takes_all)) return;
    Route route;
    if (chosen == UnknownHosts::refuse) {
        route.name = "block_all";
        route.direct_response = {refused_host_status};
    } else {
        const ClusterId id = registry_.cluster(passthrough_cluster);
        ClusterConfig cluster = translate_policy({}, {}, defaults_);
        cluster.id = id;
        cluster.name = passthrough_cluster;
        cluster.to_original_destination = true;
        cluster.tls = ClientTls::disable;  // Nobody knows who is there.
        cluster.connects = false;
        cluster.binds_connections = false;
        cluster.selection.priority.panic_percent = 0;  // It has no hosts of its own.
        config.clusters[id] = {.config = sharing_.cluster(std::move(cluster)),
                               .endpoints = sharing_.endpoints(id, {})};
        route.name = "allow_any";
        route.clusters = {{.cluster = id}};
        route.timeout = defaults_.request_timeout;
    }
    hosts.push_back({.name = route.name, .domains = {"*"}, .routes = {route}});
}

ProxyConfig Translation::renew_endpoints(const ProxyConfig& config,
                                         const ProxyIdentity& proxy,
                                         const std::vector<const KnownHost*>& hosts) {
    const Caller caller = caller_of(proxy);
    ProxyConfig renewed = config;
    renewed.mistake.reset();  // It may have been one of these endpoints.
    for (const KnownHost* host : hosts) {
        const DestinationRule* rule = seen_.destination_rule(*host, proxy.ns, proxy.labels);
        for (const Part& part : parts_of(*host, rule)) {
            const ClusterId id = part.number(registry_);
            const auto entry = renewed.clusters.find(id);
            if (entry == renewed.clusters.end()) continue;  // One outside knows its own alone.
            if (!proxy.obeys_rules()) {
                entry->second.endpoints = endpoints(part, id);
                continue;
            }
            const LocalityPolicy locality =
                locality_of(part, effective_policy(rule, part.subset, part.port.port));
            entry->second.endpoints = endpoints_for(part, id, locality, caller);
        }
    }
    const auto peers = peers_of(proxy);
    for (auto& [id, entry] : renewed.clusters) {
        if (entry.config->selection.zone_aware) entry.peers = peers;
    }
    return renewed;
}

}  // namespace weft::mesh::control
