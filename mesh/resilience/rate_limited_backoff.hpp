#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// By this header a rate limit of the mesh says when it lets another request through.
inline constexpr std::string_view reset_header = "x-ratelimit-reset";

/// What it says of such a wait: whole seconds, rounded up.
constexpr std::uint32_t reset_seconds(Duration wait) {
    return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(wait).count());
}

/// A header by which a server says when to come again.
struct ResetHeader {
    enum class Format { seconds, unix_timestamp };

    std::string name{};  ///< Lower case.
    Format format = Format::seconds;

    friend bool operator==(const ResetHeader&, const ResetHeader&) = default;
};

/// How long to wait before a retry of an answer that names the time, instead of the exponential
/// back-off, whose sequence stays where it is.
/// Source: the reference proxy's rate-limited retry back-off.
struct RateLimitedBackoff {
    std::vector<ResetHeader> headers{};  ///< The first that names a usable time counts.
    Duration max_interval = std::chrono::seconds{300};  ///< A longer time is not believed.

    friend bool operator==(const RateLimitedBackoff&, const RateLimitedBackoff&) = default;
};

/// Why the policy cannot be used; nothing if it can.
std::optional<std::string> mistake_in(const RateLimitedBackoff& policy);

/// The wait that the answer asks for, more than a millisecond and at most the maximum; nothing if
/// none of its headers does. `unix_seconds` is what the wall clock shows.
std::optional<Duration> asked_wait(const RateLimitedBackoff& policy,
                                   const std::vector<Header>& answer,
                                   std::uint64_t unix_seconds);

/// The wait and up to half of it again, in whole milliseconds, so that those who were told the same
/// do not come together. Requires more than a millisecond.
Duration spread_wait(Duration wait, std::uint64_t draw);

}  // namespace weft::mesh
