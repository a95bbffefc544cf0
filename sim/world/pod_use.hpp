#pragma once

#include "sim/service/cpu_quota.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace weft::sim {

/// What came to an app that stands still, and waits until it goes on.
struct ParkedStep {
    Handle work = 0;
    bool is_call = false;  ///< A call of the script ended; if not, a sleep is over.
    std::uint32_t number = 0;
    std::uint32_t tries = 0;
    std::uint16_t status = 0;
};

/// What a pod's app has of CPU and memory, and what it has used.
struct PodUse {
    CpuQuota cpu;
    Instant wake_at = never;                  ///< Of the event that looks at `cpu` next.
    Instant up_since{};                       ///< It is cold at first;
    bool starts_cold = false;                 ///< one that the run began with is not.
    std::optional<Instant> sampled{};         ///< By the autoscaler, last;
    Duration used_then{};                     ///< what it had used of CPU by then,
    std::optional<std::uint64_t> measured{};  ///< what was known then, in thousandths of a core,
    std::uint64_t came_then = 0;              ///< and how many requests had come.
    bool counts_requests = false;      ///< As the next three do; they are for memory and rates.
    std::uint32_t in_hand = 0;         ///< Requests,
    std::uint64_t had = 0;             ///< those that its app has had before,
    std::uint64_t came = 0;            ///< and all, whatever became of its app.
    bool is_dying = false;             ///< It has no memory left.
    Instant memory_at = never;         ///< Of the event that looks whether it has.
    bool is_frozen = false;            ///< A fault makes it stand still;
    std::vector<ParkedStep> parked{};  ///< then this waits, in the order in which it came.
    std::vector<Handle> uncounted{};   ///< Works that computed when a fault had `cpu` counted.
};

}  // namespace weft::sim
