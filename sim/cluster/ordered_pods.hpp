#pragma once

#include "mesh/control/resources/workload_rules.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace weft::sim {

/// A pod of a StatefulSet, whose name is its place.
struct OrderedPod {
    std::uint32_t ordinal = 0;
    bool is_new = true;  ///< Made from the template that holds now.
    bool is_available = false;
    bool is_ending = false;  ///< Its place is taken until it is gone.
};

/// What the controller does now, by ordinal. It is asked again whenever a pod becomes available or
/// is gone.
struct OrderedStep {
    std::vector<std::uint32_t> start{};
    std::vector<std::uint32_t> stop{};

    friend bool operator==(const OrderedStep&, const OrderedStep&) = default;
};

/// Pods start from the first to the last, each once those before it are available, and end from the
/// last to the first, also in a rolling update; if the set is parallel, it starts and ends them all
/// at once, but for an update. A pod that never gets ready holds all of it up. `rules` may let an
/// update take several at a time (percentages are rounded down, but to one), or stop before some.
/// `pods` by ordinal, those that are gone left out.
/// Source: the StatefulSet controller of Kubernetes.
OrderedStep next_ordered_step(std::uint32_t replicas,
                              bool is_parallel,
                              std::span<const OrderedPod> pods,
                              const mesh::control::SetUpdateRules& rules = {});

}  // namespace weft::sim
