#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weft::mesh {

/// Why an attempt ended without an answer.
enum class ResetReason : std::uint8_t {
    connection_failure,      ///< The connection could not be opened: refused, no route.
    connection_timeout,      ///< Nor did anything come back while it was tried.
    connection_termination,  ///< An open connection was lost while the request was out.
    remote_reset,            ///< The upstream reset the stream.
    remote_refused_stream,   ///< The upstream reset it before it had looked at it.
    local_reset,             ///< We gave the attempt up: a per-try timeout.
    overflow,                ///< A resource limit was reached.
};

/// As retries and outlier detection understand it: 502, 503 and 504.
constexpr bool is_gateway_error(std::uint16_t status) {
    return status >= 502 && status <= 504;
}

/// What an access log says of a request beside its status. Flags add up.
enum class Flag : std::uint32_t {
    NR = 1U << 0,     ///< No route.
    NC = 1U << 1,     ///< The route's cluster is unknown.
    UH = 1U << 2,     ///< No healthy host.
    UO = 1U << 3,     ///< A resource limit was reached.
    URX = 1U << 4,    ///< A retry was wanted, but none was left.
    UF = 1U << 5,     ///< The connection failed.
    UC = 1U << 6,     ///< The connection was lost.
    UR = 1U << 7,     ///< The upstream reset the stream.
    LR = 1U << 8,     ///< We reset the stream.
    UT = 1U << 9,     ///< The global or per-try timeout struck.
    DI = 1U << 10,    ///< A delay was injected.
    FI = 1U << 11,    ///< A fault was injected.
    RL = 1U << 12,    ///< Rate limited.
    DC = 1U << 13,    ///< The downstream went away.
    RLSE = 1U << 14,  ///< The rate limit service failed.
    UAEX = 1U << 15,  ///< The authorizer outside refused it.
};

class Flags {
public:
    constexpr Flags() = default;
    constexpr explicit Flags(std::uint32_t bits) : bits_(bits) {}
    constexpr Flags(Flag flag)
        : bits_(static_cast<std::uint32_t>(flag)) {}  // NOLINT: a flag is a set of one.

    constexpr void add(Flag flag) { bits_ |= static_cast<std::uint32_t>(flag); }
    constexpr bool has(Flag flag) const { return (bits_ & static_cast<std::uint32_t>(flag)) != 0; }
    constexpr std::uint32_t bits() const { return bits_; }

    friend constexpr bool operator==(Flags, Flags) = default;

private:
    std::uint32_t bits_ = 0;
};

/// Of an attempt that was reset and is not tried again.
/// Source: the reference proxy's response flags.
Flag flag_of(ResetReason reason);

/// How many flags there are: their bits are 0 to flag_count - 1.
inline constexpr std::size_t flag_count = 16;

/// "UO", for the flag with this bit. Requires bit < flag_count.
std::string_view flag_name(std::size_t bit);

/// "UO,URX"; "" for none.
std::string to_text(Flags flags);

/// A status of 5xx is a failure, as is one that never came (0).
constexpr bool is_failure(std::uint16_t status) {
    return status == 0 || status >= 500;
}

}  // namespace weft::mesh
