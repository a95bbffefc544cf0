#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/registry.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/security/workload_security.hpp"

#include <set>
#include <string>

namespace weft::mesh::control {

/// What the security policies ask of those who call the workload beside a proxy. PeerAuthentication
/// is not for gateways. `missing_keys`: addresses from which no keys of issuers could be fetched.
WorkloadRules workload_rules(const Catalogue& catalogue,
                             const ProxyIdentity& proxy,
                             const std::set<std::string>& missing_keys = {});

/// Notes which pods among the endpoints take no mutual TLS, since a policy disables it.
void note_plain_pods(const SecurityPolicies& policies, const Registry& registry, Endpoints& list);

}  // namespace weft::mesh::control
