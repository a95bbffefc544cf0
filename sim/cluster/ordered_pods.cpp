#include "sim/cluster/ordered_pods.hpp"

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

}  // namespace

OrderedStep next_ordered_step(std::uint32_t replicas,
                              bool is_parallel,
                              std::span<const OrderedPod> pods) {
    OrderedStep step;
    if (start_missing(replicas, is_parallel, pods, step)) return step;
    if (stop_surplus(replicas, is_parallel, pods, step)) return step;
    for (const OrderedPod& pod : pods | std::views::reverse) {
        if (pod.ordinal >= replicas) continue;
        if (!pod.is_new && !pod.is_ending) {
            step.stop.push_back(pod.ordinal);
            return step;
        }
        if (pod.is_ending || !pod.is_available) return step;
    }
    return step;
}

}  // namespace weft::sim
