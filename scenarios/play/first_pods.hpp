#pragma once

#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <vector>

namespace weft::scenarios {

/// The pods that each workload starts with, on the nodes that the scheduler gives them. Those for
/// which there is none are left out; a cluster without zones has no nodes, and all its pods are
/// nowhere.
std::vector<mesh::control::Pod> first_pods(const std::vector<mesh::control::Resource>& resources,
                                           const sim::ClusterPlan& cluster);

}  // namespace weft::scenarios
