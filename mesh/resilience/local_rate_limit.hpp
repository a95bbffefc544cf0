#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

struct TokenBucketSettings {
    std::uint32_t max_tokens = 0;       ///< 0 denies every request.
    std::uint32_t tokens_per_fill = 1;  ///< Above 0.
    Duration fill_interval{};           ///< At least 50 ms.

    friend bool operator==(const TokenBucketSettings&, const TokenBucketSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const TokenBucketSettings& settings);

/// Lets requests through at a rate. It starts full and fills continuously, not in steps, and its
/// arithmetic is exact: a third of three tokens an interval never goes missing.
/// Source: the reference proxy's local rate limit.
///
/// Sans-I/O: the caller says what time it is, which never goes back.
class TokenBucket {
public:
    /// Requires a fill interval above 0.
    TokenBucket(const TokenBucketSettings& settings, Instant now);

    /// Whether a request may go on; it takes 1 / share tokens, or none if it may not. `share` is
    /// this proxy's part of a limit that several share, above 0 and at most 1.
    bool admits(Instant now, double share = 1);

    /// How long until there is a whole token; nothing if there never is.
    std::optional<Duration> next_token_in(Instant now) const;

    /// What is in it, in tokens.
    double tokens(Instant now) const;

private:
    __extension__ using Wide = unsigned __int128;

    Wide level_at(Instant now) const;

    TokenBucketSettings settings_;
    Instant filled_;  ///< When level_ was true.
    Wide level_;      ///< In tokens, each fill_interval units: a nanosecond brings tokens_per_fill.
};

}  // namespace weft::mesh
