#include "sim/cluster/ordered_pods.hpp"

#include "sim/cluster/count_or_percent.hpp"

#include <algorithm>
#include <ranges>

namespace weft::sim {
namespace {

/// Those that should be there. Whether the next ones have to wait.
bool start_missing(std::uint32_t replicas,
                   bool is_parallel,
                   std::span<const OrderedPod> pods,
                   OrderedStep& step) {
    auto pod = pods.begin();
    for (std::uint32_t ordinal = 0; ordinal < replicas; ++ordinal) {
        while (pod != pods.end() && pod->ordinal < ordinal)
            ++pod;
        const bool is_missing = pod == pods.end() || pod->ordinal != ordinal;
        if (is_missing) step.start.push_back(ordinal);
        if (is_parallel) continue;
        if (is_missing || pod->is_ending || !pod->is_available) return true;
    }
    return false;
}

/// Those beyond the number wanted. Whether the next ones have to wait.
bool stop_surplus(std::uint32_t replicas,
                  bool is_parallel,
                  std::span<const OrderedPod> pods,
                  OrderedStep& step) {
    for (const OrderedPod& pod : pods | std::views::reverse) {
        if (pod.ordinal < replicas) continue;
        if (!pod.is_ending) step.stop.push_back(pod.ordinal);
        if (!is_parallel) return true;
    }
    return false;
}

/// The last old pod ends, unless one behind it is not available yet.
void replace_last(std::uint32_t replicas,
                  std::uint32_t from,
                  std::span<const OrderedPod> pods,
                  OrderedStep& step) {
    for (const OrderedPod& pod : pods | std::views::reverse) {
        if (pod.ordinal >= replicas) continue;
        if (pod.ordinal < from) return;
        if (!pod.is_new && !pod.is_ending) {
            step.stop.push_back(pod.ordinal);
            return;
        }
        if (pod.is_ending || !pod.is_available) return;
    }
}

/// The last old pods end, until so many of all are not available.
void replace_several(std::uint32_t replicas,
                     std::uint32_t from,
                     std::uint32_t most,
                     std::span<const OrderedPod> pods,
                     OrderedStep& step) {
    const auto available = std::ranges::count_if(pods, [&](const OrderedPod& pod) {
        return pod.ordinal < replicas && pod.is_available && !pod.is_ending;
    });
    std::uint32_t away = replicas - static_cast<std::uint32_t>(available);
    for (const OrderedPod& pod : pods | std::views::reverse) {
        if (pod.ordinal >= replicas || pod.ordinal < from) continue;
        if (away >= most) return;
        if (pod.is_new || pod.is_ending) continue;
        step.stop.push_back(pod.ordinal);
        ++away;
    }
}

}  // namespace

OrderedStep next_ordered_step(std::uint32_t replicas,
                              bool is_parallel,
                              std::span<const OrderedPod> pods,
                              const mesh::control::SetUpdateRules& rules) {
    OrderedStep step;
    if (start_missing(replicas, is_parallel, pods, step)) return step;
    if (stop_surplus(replicas, is_parallel, pods, step)) return step;
    if (rules.on_delete) return step;
    const std::uint32_t most = rounded_down(rules.max_unavailable, replicas);
    if (most <= 1) {
        replace_last(replicas, rules.partition, pods, step);
    } else {
        replace_several(replicas, rules.partition, most, pods, step);
    }
    return step;
}

}  // namespace weft::sim
