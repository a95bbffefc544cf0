#pragma once

#include "mesh/control/resources/resource.hpp"

#include <cstdint>

namespace weft::sim {

/// The pods of a workload, those that are ending left out.
struct WorkloadPods {
    std::uint32_t new_pods = 0;       ///< Made from the template that holds now;
    std::uint32_t new_available = 0;  ///< those of them that have been ready for long enough.
    std::uint32_t old_pods = 0;
    std::uint32_t old_available = 0;
    std::uint32_t ending = 0;  ///< Counts only where old ones must be gone before new ones begin.
};

/// What the controller does now. It is asked again whenever a pod becomes available or is gone.
struct RolloutStep {
    std::uint32_t start_new = 0;
    std::uint32_t stop_new = 0;
    std::uint32_t stop_old = 0;  ///< Those first that are not available.

    friend bool operator==(const RolloutStep&, const RolloutStep&) = default;
};

/// The next step of a rolling update, or of a change of the number of replicas. Percentages are of
/// the replicas; the surge is rounded up, the unavailable ones down, and if both come to 0, one may
/// be unavailable.
/// Source: the Deployment controller of Kubernetes.
RolloutStep next_step(const mesh::control::RolloutRules& rules,
                      std::uint32_t replicas,
                      const WorkloadPods& pods);

}  // namespace weft::sim
