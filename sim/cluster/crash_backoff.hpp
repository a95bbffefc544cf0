#pragma once

#include "mesh/base/time.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <algorithm>

namespace weft::sim {

/// When the container of a pod that keeps ending is started again.
/// Source: Kubernetes' kubelet.
class CrashBackoff {
public:
    /// Of a container that ended at `ended`. Requires that it was not before the last restart.
    mesh::Instant restart_at(mesh::Instant ended, const CrashBackoffPlan& plan) {
        const bool is_anew =
            delay_ == mesh::Duration::zero() || ended - started_ > plan.reset_after;
        started_ = is_anew ? ended : ended + delay_;
        delay_ = is_anew ? plan.first : std::min(2 * delay_, plan.longest);
        return started_;
    }

private:
    mesh::Duration delay_{};  ///< Before the next restart; 0: there was none.
    mesh::Instant started_{};
};

}  // namespace weft::sim
