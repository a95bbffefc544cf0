#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>

namespace weft::mesh {

/// Requests that a service lets all proxies together send in each unit of time.
struct RateQuota {
    std::uint32_t requests = 0;  ///< A unit; 0 denies every request.
    Duration unit{};             ///< Above 0: a second, a minute, an hour, a day.

    friend bool operator==(const RateQuota&, const RateQuota&) = default;
};

/// The counter that the rate limit service keeps for one descriptor. Units begin at multiples of
/// their length, so that up to twice the quota may pass around a boundary.
/// Source: the fixed windows of the reference rate limit service.
///
/// Sans-I/O: the caller says what time it is, which never goes back.
class RateWindow {
public:
    struct Answer {
        bool admitted;
        std::uint32_t left;  ///< In this unit, after this request.
        Duration resets_in;  ///< Until the next unit begins.
    };

    explicit RateWindow(const RateQuota& quota) : quota_(quota) {}

    /// Counts a request that costs `hits`, also if it is denied.
    Answer ask(std::uint32_t hits, Instant now);

private:
    RateQuota quota_;
    std::int64_t unit_ = 0;  ///< Since the run began.
    std::uint64_t used_ = 0;
};

/// What a proxy does when the service did not answer in time.
enum class LimiterFailure : std::uint8_t { open, deny };

/// Whether the request goes on. `answered` is that an answer came in time.
inline bool may_go_on(LimiterFailure failure, bool answered, bool admitted) {
    return answered ? admitted : failure == LimiterFailure::open;
}

}  // namespace weft::mesh
