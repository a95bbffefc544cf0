#pragma once

#include "scenarios/read/yaml_map.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <optional>

namespace weft::scenarios {

/// What becomes of nodes that are lost: `node_failure` of the section `cluster`; what is absent is
/// as Kubernetes has it.
sim::NodeFailurePlan read_node_failure(const std::optional<YamlMap>& section);

/// When containers that end start again: `crash_backoff`, with Kubernetes' defaults.
sim::CrashBackoffPlan read_crash_backoff(const std::optional<YamlMap>& section);

}  // namespace weft::scenarios
