#pragma once

#include "mesh/control/resources/metadata.hpp"
#include "mesh/security/access_rules.hpp"
#include "mesh/security/mutual_tls.hpp"
#include "mesh/security/token_rules.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// Istio's security resources: who may call a workload, and how callers prove who they are.
namespace weft::mesh::control {

/// Istio PeerAuthentication.
struct PeerAuthentication {
    Metadata meta{};
    Labels selector{};  ///< Empty: every workload of the namespace, or of the mesh.
    MutualTlsMode mode = MutualTlsMode::unset;
    std::map<std::uint16_t, MutualTlsMode> ports{};  ///< Of the workload, not of a Service.
    std::string origin{};                            ///< Where it was written, for people.
};

/// Istio AuthorizationPolicy.
struct AuthorizationPolicy {
    Metadata meta{};
    Labels selector{};         ///< Empty: every workload of the namespace, or of the mesh.
    bool has_targets = false;  ///< It is for what it names, which may be `gateways`.
    AccessAction action = AccessAction::allow;
    std::string provider{};               ///< Of `custom`.
    std::vector<AccessRule> rules{};      ///< None: matches nothing.
    bool is_dry_run = false;              ///< It is watched, and decides nothing.
    std::string origin{};                 ///< Where it was written, for people.
    std::vector<std::string> gateways{};  ///< Of the Gateway API, in its namespace.
};

/// Istio RequestAuthentication.
struct RequestAuthentication {
    Metadata meta{};
    Labels selector{};         ///< Empty: every workload of the namespace, or of the mesh.
    bool has_targets = false;  ///< It is for what it names, which may be `gateways`.
    std::vector<TokenRule> rules{};
    std::string origin{};                 ///< Where it was written, for people.
    std::vector<std::string> gateways{};  ///< Of the Gateway API, in its namespace.
};

}  // namespace weft::mesh::control
