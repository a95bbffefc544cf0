#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

struct RetryBreakerSettings {
    double failures = 0;  ///< Share of all attempts, above 0 and below 1.

    friend bool operator==(const RetryBreakerSettings&, const RetryBreakerSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const RetryBreakerSettings& settings);

/// Stops all retries while more than a share of all attempts since the beginning have failed. It
/// counts as failed what would be tried again: a failure behind the last try of a request is none.
/// The counts never fade, so after a long run it is slow to open, and slow to close.
/// Source: M. Brooker, "Fixing retries with token buckets and circuit breakers", 2022: `breaker`.
class RetryBreaker {
public:
    /// Requires settings without a mistake.
    explicit RetryBreaker(const RetryBreakerSettings& settings);

    void request() { ++attempts_; }

    /// An attempt failed and would be tried again. Whether it may be; if so that is one more.
    bool permits();

private:
    double failures_;
    std::uint64_t attempts_ = 0;
    std::uint64_t failed_ = 0;
};

}  // namespace weft::mesh
