#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/service_policy.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// What a scenario says of one service. The defaults are the mesh's; they fill the gaps of a retry
/// budget.
mesh::control::ServicePolicy read_service_policy(YamlMap policy,
                                                 const mesh::BalancerRegistry& balancers,
                                                 const mesh::control::MeshDefaults& defaults);

}  // namespace weft::scenarios
