#include "mesh/resilience/retry_hosts.hpp"

#include <numeric>

namespace weft::mesh {
namespace {

constexpr std::uint32_t whole = 100;  // Percent.

void exclude(PriorityAvailability& available, const std::vector<std::uint32_t>& priorities) {
    for (const std::uint32_t priority : priorities) {
        if (priority < available.healthy.size()) available.healthy[priority] = 0;
        if (priority < available.degraded.size()) available.degraded[priority] = 0;
    }
}

std::uint32_t sum_of(const PriorityAvailability& available) {
    const auto sum = [](const std::vector<std::uint32_t>& parts, std::uint64_t start) {
        return std::accumulate(parts.begin(), parts.end(), start);
    };
    const std::uint64_t both = sum(available.degraded, sum(available.healthy, 0));
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(whole, both));
}

void hand_out(std::uint32_t& left,
              const std::vector<std::uint32_t>& available,
              std::uint32_t sum,
              std::vector<std::uint32_t>& loads) {
    for (std::size_t i = 0; i < available.size(); ++i) {
        const std::uint32_t part = std::min(left, available[i] * whole / sum);
        loads[i] += part;
        left -= part;
    }
}

/// Goes round until rounding has left nothing. Requires a sum above 0, so that each round gives.
RetryPriorities::Loads spread(const PriorityAvailability& available, std::uint32_t sum) {
    RetryPriorities::Loads loads{std::vector<std::uint32_t>(available.healthy.size(), 0),
                                 std::vector<std::uint32_t>(available.degraded.size(), 0)};
    std::uint32_t left = whole;
    while (left > 0) {
        hand_out(left, available.healthy, sum, loads.healthy);
        hand_out(left, available.degraded, sum, loads.degraded);
    }
    return loads;
}

}  // namespace

bool suits_retry(const RetryHostRules& rules,
                 HostId host,
                 bool is_canary,
                 std::span<const HostId> tried) {
    if (rules.omit_canary && is_canary) return false;
    return !rules.omit_previous || std::ranges::find(tried, host) == tried.end();
}

std::optional<RetryPriorities::Loads> RetryPriorities::loads(
    const PriorityAvailability& available) {
    if (attempted_.size() < update_frequency_) return last_;
    excluded_.insert(excluded_.end(), attempted_.begin(), attempted_.end());
    attempted_.clear();

    PriorityAvailability untried = available;
    exclude(untried, excluded_);
    if (sum_of(untried) == 0) {
        excluded_.clear();
        untried = available;
    }
    const std::uint32_t sum = sum_of(untried);
    last_.reset();
    if (sum > 0) last_ = spread(untried, sum);
    return last_;
}

}  // namespace weft::mesh
