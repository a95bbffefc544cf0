#pragma once

#include "mesh/control/resources/resource.hpp"

#include <cstdint>
#include <span>

namespace weft::sim {

/// The pods of one of a Deployment's templates, as a ReplicaSet keeps them: one that is lost is
/// replaced from the same template.
struct PodSet {
    std::uint32_t replicas = 0;     ///< Wanted.
    std::uint32_t available = 0;    ///< Pods that have been ready for long enough; at most as many.
    bool has_pods = false;          ///< Also such as are ending.
    std::uint32_t scaled_for = 0;   ///< The Deployment's replicas when its own were chosen last,
    std::uint32_t scaled_most = 0;  ///< and with the surge.

    friend bool operator==(const PodSet&, const PodSet&) = default;
};

/// Chooses how many pods each set wants now. It is asked again whenever a pod becomes available or
/// is gone.
///
/// `sets` are in the order in which they were made; `newest` is the one of the template that holds
/// now, null while a rollout is paused that has not begun. Percentages are of the replicas; the
/// surge is rounded up, the unavailable ones down, and if both come to 0, one may be unavailable.
/// Of old sets the oldest shrinks first, and all lose first what is not available. A Deployment
/// that is scaled while it is rolled out, or paused, has its sets scaled as their sizes are.
/// Source: the Deployment controller of Kubernetes.
void resize_sets(const mesh::control::RolloutRules& rules,
                 std::uint32_t replicas,
                 std::span<PodSet> sets,
                 PodSet* newest);

}  // namespace weft::sim
