#pragma once

#include "mesh/base/time.hpp"
#include "sim/service/distribution.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weft::sim {

/// How long news take on their way to the proxies, hop by hop. Zero where nobody says more.
struct PropagationPlan {
    Distribution pod_status;       ///< From a pod's state to the API server, by its node's agent.
    Distribution endpoint_slices;  ///< From there into the list of endpoints, by its controller.
    Distribution watch;            ///< From the API server to the control plane.
    Distribution push;             ///< The control plane's work for one proxy.
    Distribution apply;            ///< From there to the proxy acting on it.
};

/// The machines. Pods are spread over them in turn, a workload's replicas zone by zone.
struct ClusterPlan {
    struct NodeGroup {
        std::string zone;
        std::uint32_t nodes = 1;
    };

    std::vector<NodeGroup> zones;
    mesh::Duration
        crash_noticed_after{};  ///< From the crash of a container to its pod not being ready.
    PropagationPlan propagation = {};
    Distribution pod_start = {};  ///< From a pod's creation to its containers running.
};

}  // namespace weft::sim
