#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/metadata.hpp"
#include "mesh/control/resources/placement.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh::control {

/// A number, or a share of the replicas.
struct CountOrPercent {
    std::uint32_t amount = 0;
    bool is_percent = false;

    friend bool operator==(const CountOrPercent&, const CountOrPercent&) = default;
};

/// How a Deployment goes from one kind of pods to another.
struct RolloutRules {
    bool recreate = false;  ///< All old ones end before new ones begin.
    CountOrPercent max_surge{25, true};
    CountOrPercent max_unavailable{25, true};
    Duration min_ready{};  ///< A pod counts as available once it has been ready for so long.
    Duration progress_deadline = std::chrono::seconds{600};  ///< Without progress it has stalled.
    bool is_paused = false;  ///< Its pods keep their templates; it may be scaled.

    friend bool operator==(const RolloutRules&, const RolloutRules&) = default;
};

/// How a StatefulSet or a DaemonSet goes from one kind of pods to another.
struct SetUpdateRules {
    bool on_delete = false;       ///< Somebody else has to end the old ones.
    std::uint32_t partition = 0;  ///< Of a StatefulSet: pods before this one stay as they are.
    CountOrPercent max_unavailable{1, false};
    CountOrPercent max_surge{0, false};  ///< Of a DaemonSet: new pods beside old ones.

    friend bool operator==(const SetUpdateRules&, const SetUpdateRules&) = default;
};

/// What a Job is done with.
struct JobRules {
    std::uint32_t completions = 1;    ///< Pods that must end well.
    std::uint32_t backoff_limit = 6;  ///< More pods that failed, and the job has; so it has with so
                                      ///< many restarts in its pods, of one at least.
    bool is_queue = false;      ///< No completions are said: when one pod has ended well, no more
                                ///< begin, and the job is done once all have ended.
    bool is_suspended = false;  ///< It has no pods.
    Duration deadline = Duration::max();  ///< From its begin, or going on, to its failure.
    Duration kept = Duration::max();      ///< From its end until nobody knows of it any more.

    friend bool operator==(const JobRules&, const JobRules&) = default;
};

/// How many pods must be left alone by those who empty nodes; crashes and rollouts do not ask.
struct PodDisruptionBudget {
    Metadata meta = {};
    std::optional<std::vector<LabelRule>> selector{};  ///< Absent: no pod. Empty: every pod.
    std::optional<CountOrPercent> min_available{};     ///< One of these two, if any.
    std::optional<CountOrPercent> max_unavailable{};
};

}  // namespace weft::mesh::control
