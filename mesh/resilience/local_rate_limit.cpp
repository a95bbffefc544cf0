#include "mesh/resilience/local_rate_limit.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>

namespace weft::mesh {

std::optional<std::string> mistake_in(const TokenBucketSettings& settings) {
    if (settings.tokens_per_fill == 0) return "tokens per fill must be above 0";
    if (settings.fill_interval < std::chrono::milliseconds{50}) {
        return "the fill interval must be at least 50ms";
    }
    return std::nullopt;
}

TokenBucket::TokenBucket(const TokenBucketSettings& settings, Instant now)
    : settings_(settings),
      filled_(now),
      level_(Wide{settings.max_tokens} *
             static_cast<std::uint64_t>(settings.fill_interval.count())) {
    assert(settings.fill_interval > Duration::zero());
}

TokenBucket::Wide TokenBucket::level_at(Instant now) const {
    assert(now >= filled_);
    const auto token = static_cast<std::uint64_t>(settings_.fill_interval.count());
    const auto elapsed = static_cast<std::uint64_t>((now - filled_).count());
    return std::min(level_ + Wide{elapsed} * settings_.tokens_per_fill,
                    Wide{settings_.max_tokens} * token);
}

bool TokenBucket::admits(Instant now, double share) {
    assert(share > 0);
    const auto token = static_cast<double>(settings_.fill_interval.count());
    const auto price = static_cast<Wide>(token / share + 0.5);
    level_ = level_at(now);
    filled_ = now;
    if (level_ < price) return false;
    level_ -= price;
    return true;
}

std::optional<Duration> TokenBucket::next_token_in(Instant now) const {
    if (settings_.max_tokens == 0) return std::nullopt;
    const auto token = static_cast<Wide>(settings_.fill_interval.count());
    const Wide level = level_at(now);
    if (level >= token) return Duration::zero();
    const Wide brought = settings_.tokens_per_fill;  // In each nanosecond.
    return Duration{static_cast<std::int64_t>((token - level + brought - 1) / brought)};
}

double TokenBucket::tokens(Instant now) const {
    return static_cast<double>(level_at(now)) /
           static_cast<double>(settings_.fill_interval.count());
}

}  // namespace weft::mesh
