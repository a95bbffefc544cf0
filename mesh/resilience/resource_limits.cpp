#include "mesh/resilience/resource_limits.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace weft::mesh {

std::uint32_t retries_allowed(const RetryBudget& budget,
                              std::uint32_t active,
                              std::uint32_t pending) {
    const double requests = static_cast<double>(active) + static_cast<double>(pending);
    const auto share = static_cast<std::uint64_t>(budget.percent / 100 * requests);
    const std::uint64_t most = ResourceLimits::unlimited;
    return std::max(budget.min_concurrency, static_cast<std::uint32_t>(std::min(share, most)));
}

RecentRequests::RecentRequests(Duration interval) : slot_length_(interval / slots) {
    assert(slot_length_ > Duration::zero());
}

void RecentRequests::begun(Instant now) {
    advance_to(now);
    ++begun_[static_cast<std::size_t>(slot_ % slots)];
}

std::uint32_t RecentRequests::count(Instant now) {
    advance_to(now);
    return std::accumulate(begun_.begin(), begun_.end(), 0U);
}

void RecentRequests::advance_to(Instant now) {
    const std::int64_t slot = now.time_since_epoch() / slot_length_;
    assert(slot >= slot_);
    if (slot - slot_ >= slots) {
        begun_.fill(0);
    } else {
        for (std::int64_t passed = slot_ + 1; passed <= slot; ++passed) {
            begun_[static_cast<std::size_t>(passed % slots)] = 0;
        }
    }
    slot_ = slot;
}

}  // namespace weft::mesh
