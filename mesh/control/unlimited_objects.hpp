#pragma once

#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/control/security_policies.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace weft::mesh::control {

/// What neither exportTo nor a Sidecar keeps from a view, copied once for all of them; who looks at
/// rules of a gateway asks of each whether it is exported.
struct UnlimitedObjects {
    explicit UnlimitedObjects(const Registry& registry);

    std::vector<Gateway> gateways;                          ///< Oldest first.
    std::vector<VirtualService> bound_to_gateways;          ///< See Catalogue.
    std::map<std::string, Labels, std::less<>> namespaces;  ///< By name.
    std::vector<GatewayRoute> gateway_routes;               ///< Oldest first.
    std::vector<ReferenceGrant> reference_grants;
    SecurityPolicies security;
};

}  // namespace weft::mesh::control
