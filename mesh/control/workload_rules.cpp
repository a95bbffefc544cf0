#include "mesh/control/workload_rules.hpp"

#include "mesh/control/port_protocol.hpp"
#include "mesh/control/translate_endpoints.hpp"

#include <algorithm>

namespace weft::mesh::control {
namespace {

/// The ports where some Service says that it is not HTTP that is spoken.
std::vector<std::uint16_t> stream_ports(const Catalogue& catalogue, const ProxyIdentity& proxy) {
    std::vector<std::uint16_t> ports;
    for (const KnownHost* const host : catalogue.selecting(proxy.ns, proxy.labels)) {
        for (const ServicePort& port : host->ports) {
            const auto target = target_port(port, proxy.ports);
            if (target && is_stream(port)) ports.push_back(*target);
        }
    }
    std::ranges::sort(ports);
    const auto twice = std::ranges::unique(ports);
    ports.erase(twice.begin(), twice.end());
    return ports;
}

}  // namespace

WorkloadRules workload_rules(const Catalogue& catalogue,
                             const ProxyIdentity& proxy,
                             const std::set<std::string>& missing_keys) {
    const SecurityPolicies& policies = catalogue.security();
    WorkloadRules rules;
    if (policies.empty()) return rules;
    rules.access = policies.access_policies(proxy.ns, proxy.labels);
    rules.tokens = policies.token_rules(proxy.ns, proxy.labels);
    for (const std::string& address : missing_keys) {
        if (std::ranges::find(rules.tokens, address, &TokenRule::keys_address) !=
            rules.tokens.end())
            rules.missing_keys.push_back(address);
    }
    if (!rules.access.empty()) rules.stream_ports = stream_ports(catalogue, proxy);
    // What a gateway takes is said by the servers of its Gateways. Source: Istio.
    if (proxy.kind == ProxyIdentity::Kind::gateway) return rules;
    rules.mode = effective_mode(policies.server_modes(proxy.ns, proxy.labels, 0));
    for (const std::uint16_t port : policies.ports_apart(proxy.ns, proxy.labels)) {
        const auto mode = effective_mode(policies.server_modes(proxy.ns, proxy.labels, port));
        if (mode != rules.mode) rules.port_modes[port] = mode;
    }
    return rules;
}

void note_plain_pods(const SecurityPolicies& policies, const Registry& registry, Endpoints& list) {
    if (!policies.has_modes()) return;
    for (Endpoint& endpoint : list) {
        const EndpointOwner& owner = registry.owner(endpoint.id);
        const auto object = registry.objects().find({"Pod", owner.ns, owner.pod});
        if (object == registry.objects().end()) continue;
        const Labels& labels = metadata_of(object->second).labels;
        const ServerModes modes =
            policies.server_modes(owner.ns, labels, port_of(endpoint.address));
        if (effective_mode(modes) == MutualTlsMode::disable) endpoint.takes_mutual_tls = false;
    }
}

}  // namespace weft::mesh::control
