#include "mesh/balance/priority_load.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace weft::mesh {
namespace {

constexpr std::uint32_t whole_load = 100;  // Percent.

std::uint32_t judged_hosts(const PriorityHealth& priority) {
    return priority.hosts - priority.excluded;
}

std::uint32_t overprovisioned(std::uint32_t able, std::uint32_t of, std::uint32_t percent) {
    if (of == 0) return 0;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(whole_load, std::uint64_t{percent} * able / of));
}

/// Gives each priority its part of what is left, first come first served.
std::vector<std::uint32_t> shares_of_load(std::uint32_t& left,
                                          const std::vector<std::uint32_t>& available,
                                          std::uint32_t sum) {
    std::vector<std::uint32_t> loads;
    loads.reserve(available.size());
    for (const std::uint32_t part : available) {
        loads.push_back(std::min(left, part * whole_load / sum));
        left -= loads.back();
    }
    return loads;
}

void add_to_first_available(std::vector<std::uint32_t>& loads,
                            const std::vector<std::uint32_t>& available,
                            std::uint32_t& left) {
    for (std::size_t i = 0; i < loads.size(); ++i) {
        if (available[i] == 0) continue;
        loads[i] += left;
        left = 0;
        return;
    }
}

/// The share of available hosts is below the threshold. Each percentage is rounded by itself, as
/// the reference does it: that may decide at the very threshold.
bool is_short_of_hosts(const PriorityHealth& priority, std::uint32_t panic_percent) {
    const std::uint32_t of = judged_hosts(priority);
    const auto percent = [of](std::uint32_t able) {
        return of == 0 ? 0.0 : double{whole_load} * able / of;
    };
    return percent(priority.healthy) + percent(priority.degraded) < panic_percent;
}

/// With every priority in panic load goes by the number of hosts, whatever their health.
std::vector<std::uint32_t> loads_in_total_panic(std::span<const PriorityHealth> priorities) {
    std::uint64_t hosts = 0;
    for (const PriorityHealth& priority : priorities) {
        hosts += priority.hosts;
    }
    std::vector<std::uint32_t> loads(priorities.size(), 0);
    if (hosts == 0) {
        loads[0] = whole_load;
        return loads;
    }
    std::uint32_t left = whole_load;
    std::vector<std::uint32_t> present;
    for (std::size_t i = 0; i < priorities.size(); ++i) {
        present.push_back(priorities[i].hosts);
        loads[i] =
            static_cast<std::uint32_t>(std::uint64_t{whole_load} * priorities[i].hosts / hosts);
        left -= loads[i];
    }
    add_to_first_available(loads, present, left);
    return loads;
}

}  // namespace

std::uint32_t PriorityAvailability::sum() const {
    std::uint64_t both = std::accumulate(healthy.begin(), healthy.end(), std::uint64_t{0});
    both = std::accumulate(degraded.begin(), degraded.end(), both);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(whole_load, both));
}

PriorityAvailability priority_availability(std::span<const PriorityHealth> priorities,
                                           std::uint32_t overprovisioning_percent) {
    PriorityAvailability found;
    for (const PriorityHealth& priority : priorities) {
        const std::uint32_t of = judged_hosts(priority);
        found.healthy.push_back(overprovisioned(priority.healthy, of, overprovisioning_percent));
        found.degraded.push_back(overprovisioned(priority.degraded, of, overprovisioning_percent));
    }
    return found;
}

PriorityLoads priority_loads(std::span<const PriorityHealth> priorities,
                             const PriorityRules& rules) {
    assert(!priorities.empty());
    const std::uint32_t panic_percent = std::min(rules.panic_percent, whole_load);
    const PriorityAvailability available =
        priority_availability(priorities, rules.overprovisioning_percent);
    const std::uint32_t sum = available.sum();
    PriorityLoads loads{.healthy = std::vector<std::uint32_t>(priorities.size(), 0),
                        .degraded = std::vector<std::uint32_t>(priorities.size(), 0),
                        .panic = std::vector<bool>(priorities.size(), false)};

    if (sum > 0) {
        std::uint32_t left = whole_load;
        loads.healthy = shares_of_load(left, available.healthy, sum);
        loads.degraded = shares_of_load(left, available.degraded, sum);
        add_to_first_available(loads.healthy, available.healthy, left);
        add_to_first_available(loads.degraded, available.degraded, left);
    } else {
        loads.healthy[0] = whole_load;  // It must go somewhere, though no host may be found.
    }
    if (sum == whole_load) return loads;  // Enough altogether: nobody panics.

    bool all_panic = true;
    for (std::size_t i = 0; i < priorities.size(); ++i) {
        loads.panic[i] = is_short_of_hosts(priorities[i], panic_percent);
        all_panic = all_panic && loads.panic[i];
    }
    if (all_panic) {
        loads.healthy = loads_in_total_panic(priorities);
        loads.degraded.assign(priorities.size(), 0);
    }
    return loads;
}

PriorityChoice choose_priority(std::uint64_t draw,
                               std::span<const std::uint32_t> healthy_load,
                               std::span<const std::uint32_t> degraded_load) {
    const auto wanted = static_cast<std::uint32_t>(draw % whole_load) + 1;
    std::uint32_t reached = 0;
    for (const bool degraded : {false, true}) {
        const auto loads = degraded ? degraded_load : healthy_load;
        for (std::size_t priority = 0; priority < loads.size(); ++priority) {
            reached += loads[priority];
            if (wanted <= reached) return {priority, degraded};
        }
    }
    assert(false && "loads must sum to 100");
    return {0, false};
}

}  // namespace weft::mesh
