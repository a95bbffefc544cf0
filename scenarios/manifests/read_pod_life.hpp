#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// Reads what a container says of its own life into the pod: probes and the hook before its end.
/// Checks are modelled by when they find an app that starts; that a running app fails them is not.
void read_container_life(YamlMap& container, mesh::control::PodTemplate& pod);

/// How a Deployment replaces its pods: `strategy` and `minReadySeconds` of its spec.
mesh::control::RolloutRules read_rollout(YamlMap& spec);

}  // namespace weft::scenarios
