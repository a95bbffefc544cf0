#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

/// What the proxies of one service ask the rate limit service before a request reaches the app.
struct GlobalRateLimit {
    std::string service{};  ///< The host name under which all of them are counted together.
    RateQuota quota{};      ///< Of each descriptor.
    std::vector<std::string> per{};  ///< Request headers whose values count apart, in lower case.
    LimiterFailure failure = LimiterFailure::open;
    Duration timeout = std::chrono::milliseconds{20};  ///< Above 0.

    friend bool operator==(const GlobalRateLimit&, const GlobalRateLimit&) = default;
};

/// Why the limit cannot be used; nothing if it can.
std::optional<std::string> mistake_in(const GlobalRateLimit& limit);

/// The descriptor under which a request is counted, written as a head so that it is interned as
/// one: the service, and the headers that count apart. Nothing if the request lacks one of them:
/// then the service is not asked about it.
/// Source: the reference proxy's `request_headers` action.
std::optional<RequestHead> descriptor_of(const GlobalRateLimit& limit, const RequestHead& head);

}  // namespace weft::mesh
