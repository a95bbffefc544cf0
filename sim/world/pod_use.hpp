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
    Duration used_then{};              ///< what it had used of CPU by then,
    std::uint64_t came_then = 0;       ///< and how many requests had come.
    bool counts_requests = false;      ///< As the next three do; they are for memory and rates.
    std::uint32_t in_hand = 0;         ///< Requests,
    std::uint64_t had = 0;             ///< those that its app has had before,
    std::uint64_t came = 0;            ///< and all, whatever became of its app.
    bool is_dying = false;             ///< It has no memory left.
};

}  // namespace weft::sim
