#include "mesh/resilience/retry_hosts.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

constexpr std::uint32_t all_percent = 100;  // Percent.

void exclude(PriorityAvailability& available, const std::vector<std::uint32_t>& priorities) {
    for (const std::uint32_t priority : priorities) {
        if (priority < available.healthy.size()) available.healthy[priority] = 0;
        if (priority < available.degraded.size()) available.degraded[priority] = 0;
    }
}

void hand_out_retries(std::uint32_t& left,
                      const std::vector<std::uint32_t>& available,
                      std::uint32_t sum,
                      std::vector<std::uint32_t>& loads) {
    for (std::size_t i = 0; i < available.size(); ++i) {
        const std::uint32_t part = std::min(left, available[i] * all_percent / sum);
        loads[i] += part;
        left -= part;
    }
}

/// Goes round until rounding has left nothing. Requires a sum above 0, so that each round gives.
RetryPriorities::Loads spread(const PriorityAvailability& available, std::uint32_t sum) {
    RetryPriorities::Loads loads{std::vector<std::uint32_t>(available.healthy.size(), 0),
                                 std::vector<std::uint32_t>(available.degraded.size(), 0)};
    std::uint32_t left = all_percent;
    while (left > 0) {
        hand_out_retries(left, available.healthy, sum, loads.healthy);
        hand_out_retries(left, available.degraded, sum, loads.degraded);
    }
    return loads;
}

}  // namespace

bool suits_retry(const RetryHostRules& rules, bool was_tried, const SubsetLabels& labels) {
    if (rules.omit_previous && was_tried) return false;
    return rules.omit_labels.empty() || !std::ranges::includes(labels, rules.omit_labels);
}

std::optional<RetryPriorities::Loads> RetryPriorities::loads(
    const PriorityAvailability& available) {
    if (attempted_.size() < update_frequency_) {
        const bool holds = last_ && last_->healthy.size() == available.healthy.size();
        return holds ? last_ : std::nullopt;
    }
    excluded_.insert(excluded_.end(), attempted_.begin(), attempted_.end());
    attempted_.clear();

    PriorityAvailability untried = available;
    exclude(untried, excluded_);
    if (untried.sum() == 0) {
        excluded_.clear();
        untried = available;
    }
    const std::uint32_t sum = untried.sum();
    last_.reset();
    if (sum > 0) last_ = spread(untried, sum);
    return last_;
}

}  // namespace weft::mesh
