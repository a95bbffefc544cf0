#include "mesh/resilience/retry_deposits.hpp"

#include <cassert>
#include <chrono>
#include <numeric>

namespace weft::mesh {
namespace {

using std::chrono::seconds;

constexpr std::int64_t deposit = 1000;

}  // namespace

std::optional<std::string> mistake_in(const RetryDepositSettings& settings) {
    if (!(settings.ratio > 0 && settings.ratio <= 1000)) {
        return "the ratio must be above 0 and at most 1000";
    }
    if (settings.ttl < seconds{1}) return "the time to live must be at least a second";
    return std::nullopt;
}

RetryDeposits::RetryDeposits(const RetryDepositSettings& settings)
    : slot_length_(settings.ttl / slots),
      price_(static_cast<std::int64_t>(deposit / settings.ratio)),
      reserve_(price_ * settings.min_per_second * (settings.ttl / seconds{1})) {
    assert(!mistake_in(settings));
}

void RetryDeposits::request(Instant now) {
    advance_to(now);
    paid_[static_cast<std::size_t>(slot_ % slots)] += deposit;
}

bool RetryDeposits::withdraw(Instant now) {
    advance_to(now);
    if (std::accumulate(paid_.begin(), paid_.end(), reserve_) < price_) return false;
    paid_[static_cast<std::size_t>(slot_ % slots)] -= price_;
    return true;
}

void RetryDeposits::advance_to(Instant now) {
    const std::int64_t slot = now.time_since_epoch() / slot_length_;
    assert(slot >= slot_);
    if (slot - slot_ >= slots) {
        paid_.fill(0);
    } else {
        for (std::int64_t passed = slot_ + 1; passed <= slot; ++passed) {
            paid_[static_cast<std::size_t>(passed % slots)] = 0;
        }
    }
    slot_ = slot;
}

}  // namespace weft::mesh
