#include "sim/cluster/autoscaler.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace weft::sim {
namespace {

using mesh::Duration;
using mesh::Instant;
using mesh::control::HorizontalPodAutoscaler;
using mesh::control::ScalingBehavior;
using mesh::control::ScalingPolicy;
using mesh::control::ScalingRules;

using Metric = HorizontalPodAutoscaler::Metric;

/// What some pods use, and how many they are.
struct Usage {
    std::uint64_t used = 0;
    std::uint64_t request = 0;
    std::uint32_t pods = 0;

    void add(std::uint64_t by_pod, std::uint64_t requested) {
        used += by_pod;
        request += requested;
        ++pods;
    }
};

/// Of usage to target; the controller rounds averages down to whole numbers first.
std::optional<double> ratio(const Metric& metric, const Usage& usage) {
    if (usage.pods == 0) return std::nullopt;
    if (metric.utilization == 0) {
        return static_cast<double>(usage.used / usage.pods) / static_cast<double>(metric.average);
    }
    if (usage.request == 0) return std::nullopt;
    return static_cast<double>(usage.used * 100 / usage.request) / metric.utilization;
}

bool is_within(double tolerance, double ratio) {
    return 1 - tolerance <= ratio && ratio <= 1 + tolerance;
}

std::uint32_t pods_for(double ratio, std::uint32_t pods) {
    return static_cast<std::uint32_t>(std::ceil(ratio * pods));
}

/// What a pod without a measure is taken to use when the workload would shrink.
std::uint64_t cautious(const Metric& metric, const PodMeasure& pod) {
    if (metric.utilization == 0) return metric.average;
    return pod.request * std::max<std::uint32_t>(100, metric.utilization) / 100;
}

}  // namespace

bool cpu_counts(const PodTimes& pod, Instant now, const AutoscalerPlan& plan) {
    if (pod.created + plan.cpu_initialization > now) {
        return pod.is_ready && now >= pod.changed + plan.sync;
    }
    return pod.is_ready || pod.created + plan.initial_readiness <= pod.changed;
}

std::optional<std::uint32_t> wanted_replicas(const Metric& metric,
                                             std::uint32_t current,
                                             std::span<const PodMeasure> pods,
                                             double tolerance) {
    const bool all_request =
        std::ranges::all_of(pods, [](const PodMeasure& pod) { return pod.request > 0; });
    if (metric.utilization > 0 && !all_request) return std::nullopt;
    Usage usage;
    for (const PodMeasure& pod : pods) {
        if (pod.counts && pod.used) usage.add(*pod.used, pod.request);
    }
    const auto first = ratio(metric, usage);
    if (!first) return std::nullopt;

    const bool grows = *first > 1;
    const std::uint32_t measured = usage.pods;
    for (const PodMeasure& pod : pods) {
        if (!pod.counts) {
            if (grows) usage.add(0, pod.request);
        } else if (!pod.used && *first != 1) {
            usage.add(grows ? 0 : cautious(metric, pod), pod.request);
        }
    }
    const double second = *ratio(metric, usage);
    if (is_within(tolerance, second)) return current;
    const std::uint32_t wanted = pods_for(second, usage.pods);
    if (usage.pods == measured) return wanted;
    // Guesses must not turn the direction.
    if ((*first < 1 && second > 1) || (*first > 1 && second < 1)) return current;
    if ((second < 1 && wanted > current) || (second > 1 && wanted < current)) return current;
    return wanted;
}

std::uint32_t Autoscaler::decide(const HorizontalPodAutoscaler& object,
                                 std::uint32_t current,
                                 std::optional<std::uint32_t> wanted,
                                 Instant now) {
    if (current == 0) return 0;  // Somebody has switched it off.
    if (!std::exchange(has_begun_, true)) wanted_.push_back({now, current});
    std::uint32_t decided = std::clamp(current, object.min_replicas, object.max_replicas);
    if (decided == current && wanted) decided = normal(object, current, *wanted, now);
    if (decided > current) added_.push_back({now, decided - current});
    if (decided < current) removed_.push_back({now, current - decided});
    forget_old(object, now);
    return decided;
}

/// What is wanted, within windows and rates.
std::uint32_t Autoscaler::normal(const HorizontalPodAutoscaler& object,
                                 std::uint32_t current,
                                 std::uint32_t wanted,
                                 Instant now) {
    std::uint32_t stable = wanted;
    std::uint32_t most = std::max(plan_.growth * current, plan_.growth_least);
    std::uint32_t least = 0;
    if (object.behavior) {
        stable = stabilised(*object.behavior, current, wanted, now);
        most = most_allowed(object.behavior->up, current, now);
        least = least_allowed(object.behavior->down, current, now);
    } else {
        for (const Dated& earlier : wanted_) {
            if (earlier.at >= now - plan_.down_stabilization) {
                stable = std::max(stable, earlier.count);
            }
        }
    }
    wanted_.push_back({now, wanted});
    if (stable > current) return std::min({stable, most, object.max_replicas});
    if (stable < current) return std::max({stable, least, object.min_replicas});
    return current;
}

/// Not above the least that was wanted in the window of growing, nor below the most in that of
/// shrinking.
std::uint32_t Autoscaler::stabilised(const ScalingBehavior& behavior,
                                     std::uint32_t current,
                                     std::uint32_t wanted,
                                     Instant now) const {
    const Instant up_from = now - behavior.up.stabilization.value_or(Duration::zero());
    const Instant down_from = now - behavior.down.stabilization.value_or(plan_.down_stabilization);
    std::uint32_t up = wanted;
    std::uint32_t down = wanted;
    for (const Dated& earlier : wanted_) {
        if (earlier.at > up_from) up = std::min(up, earlier.count);
        if (earlier.at > down_from) down = std::max(down, earlier.count);
    }
    return std::min(std::max(current, up), down);
}

/// How many pods there were, before what this controller did within the period.
std::int64_t Autoscaler::at_start_of(Duration period, std::uint32_t current, Instant now) const {
    std::int64_t pods = current;
    for (const Dated& change : added_) {
        if (change.at > now - period) pods -= change.count;
    }
    for (const Dated& change : removed_) {
        if (change.at > now - period) pods += change.count;
    }
    return pods;
}

std::uint32_t Autoscaler::most_allowed(const ScalingRules& rules,
                                       std::uint32_t current,
                                       Instant now) const {
    if (rules.select == ScalingRules::Select::disabled) return current;
    std::optional<std::int64_t> allowed;
    for (const ScalingPolicy& policy : rules.policies) {
        const std::int64_t before = at_start_of(policy.period, current, now);
        // Rounded up, so that any percentage lets a workload grow.
        const std::int64_t here = policy.type == ScalingPolicy::Type::pods
                                      ? before + policy.value
                                      : (before * (100 + std::int64_t{policy.value}) + 99) / 100;
        if (!allowed) allowed = here;
        allowed = rules.select == ScalingRules::Select::least ? std::min(*allowed, here)
                                                              : std::max(*allowed, here);
    }
    return static_cast<std::uint32_t>(std::max<std::int64_t>(allowed.value_or(0), current));
}

std::uint32_t Autoscaler::least_allowed(const ScalingRules& rules,
                                        std::uint32_t current,
                                        Instant now) const {
    if (rules.select == ScalingRules::Select::disabled) return current;
    std::optional<std::int64_t> allowed;
    for (const ScalingPolicy& policy : rules.policies) {
        const std::int64_t before = at_start_of(policy.period, current, now);
        const std::int64_t here = policy.type == ScalingPolicy::Type::pods
                                      ? before - policy.value
                                      : before * (100 - std::int64_t{policy.value}) / 100;
        if (!allowed) allowed = here;
        allowed = rules.select == ScalingRules::Select::least ? std::max(*allowed, here)
                                                              : std::min(*allowed, here);
    }
    const std::int64_t least = std::min<std::int64_t>(allowed.value_or(current), current);
    return static_cast<std::uint32_t>(std::max<std::int64_t>(least, 0));
}

/// Drops what no window and no period reaches back to.
void Autoscaler::forget_old(const HorizontalPodAutoscaler& object, Instant now) {
    Duration longest = plan_.down_stabilization;
    if (object.behavior) {
        for (const ScalingRules* rules : {&object.behavior->up, &object.behavior->down}) {
            longest = std::max(longest, rules->stabilization.value_or(Duration::zero()));
            for (const ScalingPolicy& policy : rules->policies)
                longest = std::max(longest, policy.period);
        }
    }
    for (std::deque<Dated>* kept : {&wanted_, &added_, &removed_}) {
        while (!kept->empty() && kept->front().at < now - longest)
            kept->pop_front();
    }
}

}  // namespace weft::sim
