#pragma once

#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <cstdint>

namespace weft::sim {

/// The pod that a workload's controller asks the cluster for: named by its ordinal among the
/// workload's pods, ready at once, on no node yet. `number` counts the cluster's pods from 1 and
/// becomes the address.
mesh::control::Pod pod_object(const mesh::control::Workload& workload,
                              std::uint32_t ordinal,
                              std::uint32_t number);

/// Puts it on a node: replicas go from zone to zone; where a workload begins is its name's affair
/// alone. Requires a zone.
void place_pod(mesh::control::Pod& pod, std::uint32_t ordinal, const ClusterPlan& cluster);

}  // namespace weft::sim
