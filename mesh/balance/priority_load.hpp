#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// How requests spread over priorities as hosts fail: whole percents, truncated at each step as the
/// reference proxy does, so that one healthy host of three at 140 % is 46, not 46.67.
namespace weft::mesh {

/// The hosts of one priority.
struct PriorityHealth {
    std::uint32_t hosts = 0;
    std::uint32_t healthy = 0;
    std::uint32_t degraded = 0;
    std::uint32_t excluded = 0;  ///< Not yet judged: they count only when all priorities panic.
};

struct PriorityRules {
    std::uint32_t panic_percent = 50;  ///< Fewer available hosts are panic; 0 never.
    std::uint32_t overprovisioning_percent =
        140;  ///< A priority of 1/1.4 healthy hosts counts as whole.

    friend bool operator==(const PriorityRules&, const PriorityRules&) = default;
};

/// What each priority is able to carry, in percent.
struct PriorityAvailability {
    std::vector<std::uint32_t> healthy{};
    std::vector<std::uint32_t> degraded{};

    std::uint32_t sum() const;  ///< Over both and all priorities, at most 100.
};

PriorityAvailability priority_availability(std::span<const PriorityHealth> priorities,
                                           std::uint32_t overprovisioning_percent);

/// Percents by priority; healthy and degraded ones together sum to 100.
struct PriorityLoads {
    std::vector<std::uint32_t> healthy;
    std::vector<std::uint32_t> degraded;
    std::vector<bool> panic;  ///< All hosts of the priority are used, whatever their health.
};

PriorityLoads priority_loads(std::span<const PriorityHealth> priorities,
                             const PriorityRules& rules);

struct PriorityChoice {
    std::size_t priority;
    bool degraded;  ///< Take the degraded hosts, not the healthy ones.

    friend bool operator==(const PriorityChoice&, const PriorityChoice&) = default;
};

/// Requires loads that sum to 100.
PriorityChoice choose_priority(std::uint64_t draw,
                               std::span<const std::uint32_t> healthy_load,
                               std::span<const std::uint32_t> degraded_load);

inline PriorityChoice choose_priority(std::uint64_t draw, const PriorityLoads& loads) {
    return choose_priority(draw, loads.healthy, loads.degraded);
}

}  // namespace weft::mesh
