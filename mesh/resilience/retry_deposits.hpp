#pragma once

#include "mesh/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

struct RetryDepositSettings {
    double ratio = 0;                  ///< Retries for each request, above 0 and at most 1000.
    std::uint32_t min_per_second = 0;  ///< Retries that are always allowed.
    Duration ttl{};                    ///< How long a request counts; at least a second.

    friend bool operator==(const RetryDepositSettings&, const RetryDepositSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const RetryDepositSettings& settings);

/// A retry budget by deposits: each request pays in, each retry takes out what 1 / ratio requests
/// paid in, and beside them stands a reserve of retries. Both are forgotten after the time to live,
/// in ten slots.
/// Source: Linkerd's retry budget, which is that of the tower library.
///
/// Sans-I/O: the caller says what time it is, which never goes back.
class RetryDeposits {
public:
    /// Requires settings without a mistake.
    explicit RetryDeposits(const RetryDepositSettings& settings);

    void request(Instant now);

    /// Whether a retry may be sent; if so it is paid for.
    bool withdraw(Instant now);

private:
    static constexpr std::int64_t slots = 10;

    void advance_to(Instant now);

    Duration slot_length_;
    std::int64_t price_;    ///< Of a retry, in thousandths of a request.
    std::int64_t reserve_;  ///< The same unit.
    std::int64_t slot_ = 0;
    std::array<std::int64_t, slots> paid_{};
};

}  // namespace weft::mesh
