#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/autoscaler.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

namespace weft::sim {

/// What an autoscaler knows of one pod of its workload; those that are ending it does not see.
struct PodMeasure {
    std::optional<std::uint64_t> used{};  ///< In the metric's unit; none: not measured.
    std::uint64_t request = 0;            ///< The same unit.
    bool counts = true;  ///< If not, it is not there yet, or of CPU: it has just become ready.
};

/// When a pod came to be what it is.
struct PodTimes {
    mesh::Instant created{};
    mesh::Instant changed{};  ///< Its readiness, last; if never, when it was created.
    bool is_ready = false;
};

/// Whether what a pod used in the last look's period counts. A young pod's start is not taken for
/// load: it counts once it has been ready for a whole period. Later a pod is left out only if it
/// has never been ready.
bool cpu_counts(const PodTimes& pod, mesh::Instant now, const AutoscalerPlan& plan);

/// How many pods a metric asks for: ceil(pods × usage / target), or `current` where the ratio is
/// within the tolerance. Pods that do not count are taken for idle when it would grow, and left out
/// when it would shrink; those without a measure are taken for idle when it would grow, and for
/// using all that they request (or the target, if that is higher) when it would shrink. Nothing if
/// there is nothing to go by.
/// Source: replica_calculator.go of Kubernetes.
std::optional<std::uint32_t> wanted_replicas(
    const mesh::control::HorizontalPodAutoscaler::Metric& metric,
    std::uint32_t current,
    std::span<const PodMeasure> pods,
    double tolerance);

/// Decides how many pods a workload shall have, from what its metrics want now and wanted lately.
///
/// Sans-I/O: it is asked once in each period. Where the object has a behavior, its windows and
/// policies rule. Without, the controller's own do, which are not the same as the defaults of a
/// behavior: shrinking waits for a window, and growing is to twice as many at a time.
/// Source: horizontal.go of Kubernetes.
class Autoscaler {
public:
    explicit Autoscaler(const AutoscalerPlan& plan) : plan_(plan) {}

    /// `wanted` is the most that any metric wants; nothing: none can be computed.
    std::uint32_t decide(const mesh::control::HorizontalPodAutoscaler& object,
                         std::uint32_t current,
                         std::optional<std::uint32_t> wanted,
                         mesh::Instant now);

private:
    struct Dated {
        mesh::Instant at;
        std::uint32_t count;
    };

    std::uint32_t normal(const mesh::control::HorizontalPodAutoscaler& object,
                         std::uint32_t current,
                         std::uint32_t wanted,
                         mesh::Instant now);
    std::uint32_t stabilised(const mesh::control::ScalingBehavior& behavior,
                             std::uint32_t current,
                             std::uint32_t wanted,
                             mesh::Instant now) const;
    std::uint32_t most_allowed(const mesh::control::ScalingRules& rules,
                               std::uint32_t current,
                               mesh::Instant now) const;
    std::uint32_t least_allowed(const mesh::control::ScalingRules& rules,
                                std::uint32_t current,
                                mesh::Instant now) const;
    std::int64_t at_start_of(mesh::Duration period, std::uint32_t current, mesh::Instant now) const;
    void forget_old(const mesh::control::HorizontalPodAutoscaler& object, mesh::Instant now);

    AutoscalerPlan plan_;
    bool has_begun_ = false;
    std::deque<Dated> wanted_;  // What metrics wanted, oldest first.
    std::deque<Dated> added_;   // Pods, by what was decided.
    std::deque<Dated> removed_;
};

}  // namespace weft::sim
