#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weft::sim {

/// The machines. Pods are spread over them in turn, a workload's replicas zone by zone.
struct ClusterPlan {
    struct NodeGroup {
        std::string zone;
        std::uint32_t nodes = 1;
    };

    std::vector<NodeGroup> zones;
    mesh::Duration
        crash_noticed_after{};  ///< From the crash of a container to its pod not being ready.
};

}  // namespace weft::sim
