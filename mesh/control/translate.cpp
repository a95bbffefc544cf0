#include "mesh/control/translate.hpp"

#include "mesh/control/translate_clusters.hpp"
#include "mesh/control/translate_endpoints.hpp"
#include "mesh/control/translate_routes.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace weft::mesh::control {

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
                                                          const DestinationRule* rule) {
    ClusterConfig config =
        translate_policy(effective_policy(rule, part.subset, part.port.port), defaults_);
    const auto policy = defaults_.service_policies.find(part.host.host);
    if (policy != defaults_.service_policies.end()) overrule(config, policy->second);
    config.id = id;
    config.name = registry_.cluster_name(id);
    return sharing_.cluster(std::move(config));
}

std::shared_ptr<const Endpoints> Translation::endpoints(const Part& part, ClusterId id) {
    const Labels labels = part.subset == nullptr ? Labels{} : part.subset->labels;
    auto& known = endpoints_[{id, labels}];
    if (known == nullptr) {
        known =
            sharing_.endpoints(id, translate_endpoints(registry_, part.host, part.port, labels));
    }
    return known;
}

ProxyConfig Translation::config(const ProxyIdentity& proxy) {
    ProxyConfig config;
    for (const KnownHost& host : catalogue_.hosts()) {
        const DestinationRule* rule = catalogue_.destination_rule(host, proxy.ns);
        for (const Part& part : parts_of(host, rule)) {
            const ClusterId id = part.number(registry_);
            config.clusters[id] = {.config = cluster(part, id, rule),
                                   .endpoints = endpoints(part, id)};
        }
    }
    const auto own =
        defaults_.service_policies.find(protecting_service(catalogue_, defaults_, proxy));
    if (own != defaults_.service_policies.end()) {
        config.inbound = sharing_.inbound(own->second.inbound);
    }
    config.routes = sharing_.routes(translate_routes(catalogue_, defaults_, proxy, registry_));
    return config;
}

ProxyConfig Translation::renew_endpoints(const ProxyConfig& config,
                                         std::string_view client_ns,
                                         const std::vector<const KnownHost*>& hosts) {
    ProxyConfig renewed = config;
    for (const KnownHost* host : hosts) {
        for (const Part& part : parts_of(*host, catalogue_.destination_rule(*host, client_ns))) {
            const ClusterId id = part.number(registry_);
            renewed.clusters.at(id).endpoints = endpoints(part, id);
        }
    }
    return renewed;
}

}  // namespace weft::mesh::control
