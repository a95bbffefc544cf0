#include "mesh/resilience/retry_breaker.hpp"

#include <cassert>

namespace weft::mesh {

std::optional<std::string> mistake_in(const RetryBreakerSettings& settings) {
    if (settings.failures > 0 && settings.failures < 1) return std::nullopt;
    return "the share of failures must be above 0% and below 100%";
}

RetryBreaker::RetryBreaker(const RetryBreakerSettings& settings) : failures_(settings.failures) {
    assert(!mistake_in(settings));
}

bool RetryBreaker::permits() {
    ++failed_;
    if (static_cast<double>(failed_) > failures_ * static_cast<double>(attempts_)) return false;
    ++attempts_;
    return true;
}

}  // namespace weft::mesh
