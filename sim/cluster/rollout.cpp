#include "sim/cluster/rollout.hpp"

#include "sim/cluster/count_or_percent.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

std::uint32_t less(std::uint32_t a, std::uint32_t b) {
    return a > b ? a - b : 0;
}

RolloutStep recreate(std::uint32_t replicas, const WorkloadPods& pods) {
    RolloutStep step{.stop_old = pods.old_pods};
    if (pods.old_pods + pods.ending == 0) step.start_new = less(replicas, pods.new_pods);
    return step;
}

}  // namespace

RolloutStep next_step(const mesh::control::RolloutRules& rules,
                      std::uint32_t replicas,
                      const WorkloadPods& pods) {
    const std::uint32_t too_many = less(pods.new_pods, replicas);
    if (rules.recreate) {
        RolloutStep step = recreate(replicas, pods);
        step.stop_new = too_many;
        return step;
    }
    const std::uint32_t surge = rounded_up(rules.max_surge, replicas);
    std::uint32_t unavailable = rounded_down(rules.max_unavailable, replicas);
    if (surge == 0 && unavailable == 0) unavailable = 1;

    const std::uint32_t all = pods.new_pods + pods.old_pods;
    RolloutStep step{.stop_new = too_many};
    step.start_new = std::min(less(replicas + surge, all), less(replicas, pods.new_pods));

    const std::uint32_t at_least = less(replicas, unavailable);  // Available ones.
    const std::uint32_t new_unavailable = pods.new_pods - pods.new_available;
    const std::uint32_t may_stop = less(all, at_least + new_unavailable);
    const std::uint32_t broken = std::min(pods.old_pods - pods.old_available, may_stop);
    const std::uint32_t spare = less(pods.new_available + pods.old_available, at_least);
    step.stop_old = std::min({pods.old_pods, may_stop, broken + spare});
    return step;
}

}  // namespace weft::sim
