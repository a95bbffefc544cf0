#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// Conditions that ask for a retry; they add up.
enum class RetryOn : std::uint32_t {
    server_error = 1U << 0,   ///< "5xx": 500 to 599 or any reset but overflow.
    gateway_error = 1U << 1,  ///< 502, 503, 504 or any reset but overflow.
    reset = 1U << 2,
    connect_failure = 1U << 3,
    refused_stream = 1U << 4,
    retriable_4xx = 1U << 5,           ///< 409.
    retriable_status_codes = 1U << 6,  ///< Those listed.
    reset_before_request = 1U << 7,
    cancelled = 1U << 8,  ///< The rest are gRPC statuses.
    deadline_exceeded = 1U << 9,
    resource_exhausted = 1U << 10,
    unavailable = 1U << 11,
    internal = 1U << 12,
    rate_limited = 1U << 13,  ///< "envoy-ratelimited": an answer that says it was rate limited.
};

struct BackoffPolicy {
    Duration base{};
    Duration max{};  ///< Not less than base.

    friend bool operator==(const BackoffPolicy&, const BackoffPolicy&) = default;
};

struct RetryPolicy {
    std::uint32_t retries = 0;                ///< Beside the first attempt.
    std::uint32_t on = 0;                     ///< Bits of RetryOn.
    std::vector<std::uint16_t> status_codes;  ///< For retriable_status_codes.
    std::optional<Duration> per_try_timeout;
    BackoffPolicy backoff;
    std::uint32_t host_selection_attempts =
        0;  ///< More picks that avoid the hosts already tried; 0 is off.

    friend bool operator==(const RetryPolicy&, const RetryPolicy&) = default;
};

/// The bits of a list such as "connect-failure,refused-stream,503"; status codes go to `codes` and
/// set retriable_status_codes. Unknown words are appended to `unknown`.
std::uint32_t parse_retry_on(std::string_view list,
                             std::vector<std::uint16_t>& codes,
                             std::vector<std::string_view>& unknown);

/// The same the other way round: the words of the policy's conditions and its status codes, such as
/// "connect-failure,503"; empty if it has none.
std::string retry_on_text(const RetryPolicy& policy);

/// How an attempt ended: an answer's status, or a reset.
struct AttemptOutcome {
    std::uint16_t status = 0;  ///< 0: reset.
    ResetReason reset = ResetReason::remote_reset;
    bool upstream_started = true;  ///< A byte of the request was sent.
    std::uint8_t grpc_status = 0;  ///< Of a gRPC answer; 0 if all is well or it is none.
    bool rate_limited = false;     ///< The answer carries x-envoy-ratelimited.
};

/// Whether the policy wants another attempt; how many are left and what limits say comes later. An
/// answer that was rate limited is retried by rate_limited alone, whatever else it meets.
/// Source: the reference proxy's retry conditions.
bool wants_retry(const RetryPolicy& policy, const AttemptOutcome& outcome);

/// How long to wait before retry number `retry` (1 is the first): uniform in [0, ceiling) at whole
/// milliseconds, the ceiling doubling from base to max, so that clients do not retry in step.
/// Source: the reference proxy's jittered exponential back-off.
Duration backoff_delay(const BackoffPolicy& policy, std::uint32_t retry, std::uint64_t draw);

/// Why the policy cannot be used: a back-off below a millisecond or whose max is below its base.
/// Nothing if it can.
std::optional<std::string> mistake_in(const RetryPolicy& policy);

}  // namespace weft::mesh
