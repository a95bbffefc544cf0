#pragma once

#include "sim/service/cpu_quota.hpp"

#include <cstdint>
#include <optional>

namespace weft::sim {

/// What a pod's app has of CPU and memory, and what it has used.
struct PodUse {
    CpuQuota cpu;
    Instant wake_at = never;           ///< Of the event that looks at `cpu` next.
    Instant up_since{};                ///< It is cold at first;
    bool starts_cold = false;          ///< one that the run began with is not.
    std::optional<Instant> sampled{};  ///< By the autoscaler, last;
    Duration used_then{};              ///< what it had used of CPU by then.
    std::uint32_t in_hand = 0;         ///< Requests, where memory is limited,
    std::uint64_t had = 0;             ///< and those that it has had.
    bool is_dying = false;             ///< It has no memory left.
};

}  // namespace weft::sim
