#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace weft::sim {

/// Requests that ended in the last so-long, in slots of 100 ms: whoever asks at a multiple of that
/// gets just those.
class RecentRequests {
public:
    explicit RecentRequests(mesh::Duration window) : window_(window) {}

    /// In order of time.
    void add(mesh::Instant ended, mesh::Duration latency, bool failed, std::uint32_t attempts);

    /// Forgets those that ended before the window that ends now.
    void pass_to(mesh::Instant now);

    std::uint64_t requests() const { return requests_; }
    std::uint64_t failed() const { return failed_; }
    std::uint64_t attempts() const { return attempts_; }
    std::uint64_t retries() const { return retries_; }

    /// In nanoseconds, exact: 0 is the mean, 1 the maximum; nothing if there are none.
    std::optional<double> latency(double quantile) const;

private:
    static constexpr mesh::Duration slot_length = std::chrono::milliseconds{100};

    struct Slot {
        std::int64_t number = 0;  ///< It begins at so many lengths.
        std::uint64_t failed = 0;
        std::uint64_t attempts = 0;
        std::uint64_t retries = 0;
        std::vector<std::int64_t> latencies{};
    };

    mesh::Duration window_;
    std::deque<Slot> slots_;
    std::uint64_t requests_ = 0;
    std::uint64_t failed_ = 0;
    std::uint64_t attempts_ = 0;
    std::uint64_t retries_ = 0;
};

}  // namespace weft::sim
