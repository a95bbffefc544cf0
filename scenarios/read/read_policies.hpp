#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "scenarios/model/scenario.hpp"
#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// A balancer under `key`: its name, or {kind: NAME, and its parameters}. Nothing if it is absent
/// or wrong.
std::optional<mesh::BalancerChoice> read_balancer(YamlMap& map,
                                                  std::string_view key,
                                                  const mesh::BalancerRegistry& balancers);

/// The parameters of the balancer of this name, which was written at `place`. Nothing if there is
/// none.
std::optional<mesh::BalancerChoice> read_parameters(const std::string& name,
                                                    const Place& place,
                                                    YamlMap& parameters,
                                                    const mesh::BalancerRegistry& balancers);

/// The section `policies`, over the mesh's defaults. The services that it names are added to the
/// references.
std::vector<PolicyOverride> read_policies(YamlMap policies,
                                          const mesh::BalancerRegistry& balancers,
                                          const mesh::control::MeshDefaults& defaults,
                                          References& references);

}  // namespace weft::scenarios
