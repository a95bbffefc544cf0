#pragma once

#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"
#include "sim/failure/fault.hpp"
#include "sim/failure/target.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// The names of nodes under `nodes`, added to the references.
std::vector<std::string> read_nodes(YamlMap& map, References& references);

/// Where the fault of a timeline step acts: `target` for faults of pods and of nodes, `from`, `to`
/// and `one_way` for those of the network. What it names is added to the references.
sim::FaultTarget read_target(YamlMap& step,
                             sim::FaultKind::Acts acts,
                             References& references,
                             std::vector<Reference>& zones);

}  // namespace weft::scenarios
