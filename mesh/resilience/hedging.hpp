#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

/// When a request is sent a second time while the first try is still out.
struct HedgePolicy {
    /// A try that runs into its own time-out is left out there, and another one is sent.
    /// Source: the reference proxy's hedge_on_per_try_timeout.
    bool on_try_timeout = false;

    /// Another try is sent if none was answered for so long; nothing: off.
    /// Source: Dean and Barroso, "The Tail at Scale", CACM 56(2), 2013.
    std::optional<Duration> after{};

    std::uint32_t max_at_once = 2;  ///< Tries of one request; 1 never hedges by time.

    friend bool operator==(const HedgePolicy&, const HedgePolicy&) = default;
};

/// Why the policy cannot be used; nothing if it can.
inline std::optional<std::string> mistake_in(const HedgePolicy& policy) {
    if (!policy.after && !policy.on_try_timeout) {
        return "hedging needs a time after which another try is sent, or try timeouts that do so";
    }
    if (policy.after && *policy.after <= Duration::zero()) return "the time must be above 0";
    if (policy.max_at_once == 0) return "at least one try must be out";
    return std::nullopt;
}

/// What becomes of a try whose own time-out struck.
enum class TryTimeout : std::uint8_t {
    reset,  ///< Given up, and retried if the retry policy says so.
    hedge,  ///< Left out there; a retry is asked for, with its conditions, limits and back-off.
};

inline TryTimeout on_try_timeout(const HedgePolicy& policy) {
    return policy.on_try_timeout ? TryTimeout::hedge : TryTimeout::reset;
}

/// How long after the last try another one leaves if no answer has come, `out` being unanswered;
/// nothing if there is none.
inline std::optional<Duration> next_hedge(const HedgePolicy& policy, std::uint32_t out) {
    return out < policy.max_at_once ? policy.after : std::nullopt;
}

/// What becomes of an answer.
enum class HedgedAnswer : std::uint8_t {
    take,  ///< It is the request's; the other tries are reset.
    drop,  ///< Others are out that may do better.
};

/// `good` is that the retry policy would not have it tried again; `others_out` are tries that are
/// unanswered or about to be sent.
inline HedgedAnswer on_hedged_answer(bool good, std::uint32_t others_out) {
    return good || others_out == 0 ? HedgedAnswer::take : HedgedAnswer::drop;
}

}  // namespace weft::mesh
