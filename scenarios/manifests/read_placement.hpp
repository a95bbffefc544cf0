#pragma once

#include "mesh/control/resources/placement.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// A label selector: its matchLabels and matchExpressions, all of which must hold. `path` is where
/// it stands, for warnings.
std::vector<mesh::control::LabelRule> read_label_selector(YamlMap& selector,
                                                          const std::string& path);

/// Where the pods of a template may run: what its spec says of nodes, of other pods and of nodes
/// that are lost.
mesh::control::PlacementRules read_placement(YamlMap& pod_spec);

}  // namespace weft::scenarios
