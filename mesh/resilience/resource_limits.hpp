#pragma once

#include "mesh/base/time.hpp"

#include <array>
#include <cstdint>
#include <limits>

namespace weft::mesh {

/// How much one proxy may have going to one cluster at a time.
struct ResourceLimits {
    static constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t connections = unlimited;
    std::uint32_t pending = unlimited;   ///< Requests that wait for a connection.
    std::uint32_t requests = unlimited;  ///< Requests in flight.
    std::uint32_t retries = unlimited;   ///< Scheduled or in flight; a retry budget replaces it.

    friend bool operator==(const ResourceLimits&, const ResourceLimits&) = default;
};

/// Retries at a time as a share of what is active, or of what was begun lately.
/// Source: the reference proxy's retry budget.
struct RetryBudget {
    double percent = 20;                ///< Of active and pending requests, 0 to 100.
    std::uint32_t min_concurrency = 3;  ///< Always allowed.
    Duration interval{};  ///< If not 0, the share is of the requests begun in this time.

    friend bool operator==(const RetryBudget&, const RetryBudget&) = default;
};

/// How many retries may be scheduled or in flight at once under a budget.
std::uint32_t retries_allowed(const RetryBudget& budget,
                              std::uint32_t active,
                              std::uint32_t pending);

/// The requests begun in the last interval, counted in ten slots: the current one and the nine
/// before it. For a retry budget with an interval.
class RecentRequests {
public:
    /// Requires at least 10 ns.
    explicit RecentRequests(Duration interval);

    /// Time never goes back.
    void begun(Instant now);
    std::uint32_t count(Instant now);

private:
    static constexpr std::int64_t slots = 10;

    void advance_to(Instant now);

    Duration slot_length_;
    std::int64_t slot_ = 0;  ///< Since the run began.
    std::array<std::uint32_t, slots> begun_{};
};

}  // namespace weft::mesh
