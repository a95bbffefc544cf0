#pragma once

#include "mesh/control/registry.hpp"
#include "mesh/control/resources/security.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weft::mesh::control {

/// Which security policies hold for a workload. Policies of the root namespace are for all
/// namespaces. Holds a copy of what the registry has, so build a new one when a policy changes.
/// Source: Istio.
class SecurityPolicies {
public:
    SecurityPolicies(const Registry& registry, std::string root);

    /// Of each level the oldest counts. In the root namespace one with a selector counts for
    /// nobody.
    ServerModes server_modes(const std::string& ns, const Labels& labels, std::uint16_t port) const;

    /// The ports of a workload whose modes somebody sets apart.
    std::vector<std::uint16_t> ports_apart(const std::string& ns, const Labels& labels) const;

    /// Those of the root namespace first, the oldest of each first. Dry runs are left out.
    std::vector<AccessPolicy> access_policies(const std::string& ns, const Labels& labels) const;

    /// In the same order, those of all policies.
    std::vector<TokenRule> token_rules(const std::string& ns, const Labels& labels) const;

    /// Whether any policy says what servers take.
    bool has_modes() const { return !peers_.empty(); }

    /// Whether there is no policy at all.
    bool empty() const { return peers_.empty() && access_.empty() && tokens_.empty(); }

private:
    /// Of each level the policy that counts; null if there is none.
    struct Peers {
        const PeerAuthentication* of_workload = nullptr;
        const PeerAuthentication* of_namespace = nullptr;
        const PeerAuthentication* of_mesh = nullptr;
    };
    Peers peers_of(const std::string& ns, const Labels& labels) const;

    std::string root_;
    // Oldest first.
    std::vector<PeerAuthentication> peers_;
    std::vector<AuthorizationPolicy> access_;
    std::vector<RequestAuthentication> tokens_;
};

}  // namespace weft::mesh::control
