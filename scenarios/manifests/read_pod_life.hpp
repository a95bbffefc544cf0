#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <string_view>

namespace weft::scenarios {

/// Reads what a container says of its own life into the pod: probes and the hook before its end.
void read_container_life(YamlMap& container, mesh::control::PodTemplate& pod);

/// 2 or "25%"; the fallback if the key is absent.
mesh::control::CountOrPercent read_count_or_percent(YamlMap& map,
                                                    std::string_view key,
                                                    mesh::control::CountOrPercent fallback);

/// How a Deployment replaces its pods: `strategy`, `minReadySeconds` and `progressDeadlineSeconds`
/// of its spec.
mesh::control::RolloutRules read_rollout(YamlMap& spec);

}  // namespace weft::scenarios
