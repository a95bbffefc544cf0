#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "scenarios/read/yaml_map.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <optional>
#include <vector>

namespace weft::scenarios {

/// `cluster.authorizers`: who is asked by policies of CUSTOM, by the names that these say.
std::vector<sim::AuthorizerPlan> read_authorizers(const std::optional<YamlMap>& section);

/// That policies and authorizers fit: one that no policy of `resources` asks is a mistake, a
/// provider that nobody describes a warning at `scenario`.
void check_authorizers(const std::optional<YamlMap>& section,
                       const std::vector<mesh::control::Resource>& resources,
                       const Place& scenario,
                       Diagnostics& diagnostics);

}  // namespace weft::scenarios
