#include "scenarios/read/read_node_failure.hpp"

#include "scenarios/read/limits.hpp"

#include <limits>

namespace weft::scenarios {

using namespace std::chrono_literals;

/// Source: the defaults of Kubernetes' kubelet (a lease of 40 s, renewed four times in that) and of
/// its controllers: --node-monitor-grace-period (50 s since 1.32), the admission controller
/// DefaultTolerationSeconds, --node-eviction-rate 0.1, --secondary-node-eviction-rate 0.01,
/// --unhealthy-zone-threshold 0.55 of more than two nodes, --large-cluster-size-threshold 50.
sim::NodeFailurePlan read_node_failure(const std::optional<YamlMap>& section) {
    constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
    sim::NodeFailurePlan plan{.lease = 10s,
                              .grace = 40s,
                              .toleration = 300s,
                              .between_nodes = 10s,
                              .between_nodes_slow = 100s,
                              .unhealthy_zone = {550'000},
                              .unhealthy_least = 3,
                              .large_zone = 50};
    if (!section) return plan;
    YamlMap map = *section;
    plan.lease = map.duration("lease", pause_between(plan.lease));
    plan.grace = map.duration("grace", any_duration(plan.grace));
    plan.toleration = map.duration("toleration", any_duration(plan.toleration));
    plan.between_nodes = map.duration("between_nodes", any_duration(plan.between_nodes));
    plan.between_nodes_slow =
        map.duration("between_nodes_slow", any_duration(plan.between_nodes_slow));
    plan.unhealthy_zone = map.ratio("unhealthy_zone", any_ratio(plan.unhealthy_zone));
    plan.unhealthy_least =
        map.count("unhealthy_least", {.fallback = plan.unhealthy_least, .min = 1, .max = most});
    plan.large_zone = map.count("large_zone", {.fallback = plan.large_zone, .min = 0, .max = most});
    map.require(plan.grace >= plan.lease, "grace", "must not be shorter than lease");
    map.reject_unknown_keys();
    return plan;
}

/// Source: Kubernetes' kubelet: 10 s, doubled up to 5 min, forgotten after twice that.
sim::CrashBackoffPlan read_crash_backoff(const std::optional<YamlMap>& section) {
    sim::CrashBackoffPlan plan{.first = 10s, .longest = 5min, .reset_after = 10min};
    if (!section) return plan;
    YamlMap map = *section;
    plan.first = map.duration("first", pause_between(plan.first));
    plan.longest = map.duration("longest", pause_between(plan.longest));
    plan.reset_after = map.duration("reset_after", any_duration(plan.reset_after));
    map.require(plan.first <= plan.longest, "longest", "must not be shorter than first");
    map.reject_unknown_keys();
    return plan;
}

}  // namespace weft::scenarios
