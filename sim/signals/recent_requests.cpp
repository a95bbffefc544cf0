#include "sim/signals/recent_requests.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace weft::sim {

void RecentRequests::add(mesh::Instant ended,
                         mesh::Duration latency,
                         bool failed,
                         std::uint32_t attempts) {
    const std::int64_t number = ended.time_since_epoch() / slot_length;
    if (slots_.empty() || slots_.back().number != number) slots_.push_back({.number = number});
    Slot& slot = slots_.back();
    const std::uint32_t retries = attempts > 1 ? attempts - 1 : 0;
    slot.latencies.push_back(latency.count());
    slot.failed += failed ? 1U : 0U;
    slot.attempts += attempts;
    slot.retries += retries;
    ++requests_;
    failed_ += failed ? 1U : 0U;
    attempts_ += attempts;
    retries_ += retries;
}

void RecentRequests::pass_to(mesh::Instant now) {
    const mesh::Duration start = now.time_since_epoch() - window_;
    while (!slots_.empty() && slot_length * slots_.front().number < start) {
        const Slot& slot = slots_.front();
        requests_ -= slot.latencies.size();
        failed_ -= slot.failed;
        attempts_ -= slot.attempts;
        retries_ -= slot.retries;
        slots_.pop_front();
    }
}

std::optional<double> RecentRequests::latency(double quantile) const {
    if (requests_ == 0) return std::nullopt;
    std::vector<std::int64_t> all;
    all.reserve(requests_);
    for (const Slot& slot : slots_)
        all.insert(all.end(), slot.latencies.begin(), slot.latencies.end());
    if (quantile == 0) {
        double sum = 0;
        for (const std::int64_t latency : all)
            sum += static_cast<double>(latency);
        return sum / static_cast<double>(all.size());
    }
    // The smallest that so large a share of them does not exceed.
    const double place = std::ceil(quantile * static_cast<double>(all.size()));
    const auto rank = static_cast<std::size_t>(std::max(place, 1.0)) - 1;
    const auto nth = all.begin() + static_cast<std::ptrdiff_t>(std::min(rank, all.size() - 1));
    std::nth_element(all.begin(), nth, all.end());
    return static_cast<double>(*nth);
}

}  // namespace weft::sim
