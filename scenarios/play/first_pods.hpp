#pragma once

#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <cstdint>
#include <vector>

namespace weft::scenarios {

/// The pod of this workload with this ordinal, at its place.
mesh::control::Pod pod_of(const mesh::control::Workload& workload,
                          std::uint32_t ordinal,
                          std::uint32_t number,
                          const sim::ClusterPlan& cluster);

/// Those that each workload starts with.
std::vector<mesh::control::Pod> first_pods(const std::vector<mesh::control::Resource>& resources,
                                           const sim::ClusterPlan& cluster);

}  // namespace weft::scenarios
