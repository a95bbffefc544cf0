#pragma once

#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <optional>
#include <vector>

namespace weft::scenarios {

/// The section `cluster`. What is absent: one node in zone-a, and a crash that is noticed after 1s.
sim::ClusterPlan read_cluster(const std::optional<YamlMap>& section);

/// Reports every reference to a node that the cluster does not have.
void check_nodes(const std::vector<Reference>& nodes,
                 const sim::ClusterPlan& cluster,
                 Diagnostics& diagnostics);

/// Reports every reference to a zone that the cluster does not have.
void check_zones(const std::vector<Reference>& zones,
                 const sim::ClusterPlan& cluster,
                 Diagnostics& diagnostics);

}  // namespace weft::scenarios
