#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <string_view>

namespace weft::scenarios {

/// What a container under `path` says of its own life: probes and the hook before its end.
mesh::control::ContainerLife read_container_life(YamlMap& container, std::string_view path);

/// 2 or "25%"; the fallback if the key is absent.
mesh::control::CountOrPercent read_count_or_percent(YamlMap& map,
                                                    std::string_view key,
                                                    mesh::control::CountOrPercent fallback);

/// How a Deployment replaces its pods: `strategy`, `minReadySeconds` and `progressDeadlineSeconds`
/// of its spec.
mesh::control::RolloutRules read_rollout(YamlMap& spec);

/// How a StatefulSet or a DaemonSet is updated, from its spec.
mesh::control::SetUpdateRules read_update_rules(YamlMap& spec, mesh::control::Workload::Kind kind);

}  // namespace weft::scenarios
