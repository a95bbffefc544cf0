#include "mesh/control/security_policies.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh::control {
namespace {

template <class Policy>
std::vector<Policy> oldest_first(const Registry& registry) {
    std::vector<Policy> policies;
    for (const Policy* policy : registry.oldest_first<Policy>())
        policies.push_back(*policy);
    return policies;
}

/// Pods of a gateway of the Gateway API have its name among their labels.
template <class Policy>
bool is_for(const Policy& policy, const std::string& ns, const Labels& labels) {
    if (!policy.has_targets) return has_labels(labels, policy.selector);
    const auto gateway = labels.find(gateway_name_label);
    return policy.meta.ns == ns && gateway != labels.end() &&
           std::ranges::find(policy.gateways, gateway->second) != policy.gateways.end();
}

/// Calls `take` with each policy that is for such a workload, those of the root namespace first.
template <class Policy, class Take>
void each_for(const std::vector<Policy>& policies,
              const std::string& root,
              const std::string& ns,
              const Labels& labels,
              Take take) {
    const auto take_those_of = [&](const std::string& namespace_) {
        for (const Policy& policy : policies) {
            if (policy.meta.ns == namespace_ && is_for(policy, ns, labels)) take(policy);
        }
    };
    take_those_of(root);
    if (ns != root) take_those_of(ns);
}

}  // namespace

SecurityPolicies::SecurityPolicies(const Registry& registry, std::string root)
    : root_(std::move(root)),
      peers_(oldest_first<PeerAuthentication>(registry)),
      access_(oldest_first<AuthorizationPolicy>(registry)),
      tokens_(oldest_first<RequestAuthentication>(registry)) {}

SecurityPolicies::Peers SecurityPolicies::peers_of(const std::string& ns,
                                                   const Labels& labels) const {
    Peers peers;
    const auto note = [](const PeerAuthentication*& known, const PeerAuthentication& policy) {
        if (known == nullptr) known = &policy;
    };
    for (const PeerAuthentication& policy : peers_) {
        const bool is_of_root = policy.meta.ns == root_;
        const bool is_near = policy.meta.ns == ns && !is_of_root;
        if (policy.selector.empty()) {
            if (is_of_root) note(peers.of_mesh, policy);
            if (is_near) note(peers.of_namespace, policy);
        } else if (is_near && has_labels(labels, policy.selector)) {
            note(peers.of_workload, policy);
        }
    }
    return peers;
}

ServerModes SecurityPolicies::server_modes(const std::string& ns,
                                           const Labels& labels,
                                           std::uint16_t port) const {
    const Peers peers = peers_of(ns, labels);
    ServerModes modes;
    if (peers.of_mesh != nullptr) modes.mesh = peers.of_mesh->mode;
    if (peers.of_namespace != nullptr) modes.ns = peers.of_namespace->mode;
    if (peers.of_workload == nullptr) return modes;
    modes.workload = peers.of_workload->mode;
    const auto own = peers.of_workload->ports.find(port);
    if (own != peers.of_workload->ports.end()) modes.port = own->second;
    return modes;
}

std::vector<std::uint16_t> SecurityPolicies::ports_apart(const std::string& ns,
                                                         const Labels& labels) const {
    std::vector<std::uint16_t> ports;
    const Peers peers = peers_of(ns, labels);
    if (peers.of_workload == nullptr) return ports;
    for (const auto& [port, mode] : peers.of_workload->ports)
        ports.push_back(port);
    return ports;
}

std::vector<AccessPolicy> SecurityPolicies::access_policies(const std::string& ns,
                                                            const Labels& labels) const {
    std::vector<AccessPolicy> policies;
    each_for(access_, root_, ns, labels, [&](const AuthorizationPolicy& policy) {
        if (policy.is_dry_run) return;
        policies.push_back({.ns = policy.meta.ns,
                            .name = policy.meta.name,
                            .action = policy.action,
                            .provider = policy.provider,
                            .rules = policy.rules});
    });
    return policies;
}

std::vector<TokenRule> SecurityPolicies::token_rules(const std::string& ns,
                                                     const Labels& labels) const {
    std::vector<TokenRule> rules;
    each_for(tokens_, root_, ns, labels, [&](const RequestAuthentication& policy) {
        rules.insert(rules.end(), policy.rules.begin(), policy.rules.end());
    });
    return rules;
}

}  // namespace weft::mesh::control
