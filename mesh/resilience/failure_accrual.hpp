#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

struct FailureAccrualSettings {
    std::uint32_t failures_to_open = 0;  ///< In a row; above 0.
    Duration min_penalty{};              ///< How long it is open at first; doubles with each probe
                                         ///< that fails.
    Duration max_penalty{};              ///< Not less than the smallest.
    double jitter = 0;                   ///< Largest part of a penalty added by chance, 0 to 1.
    std::uint32_t probes = 1;            ///< At a time while half open; above 0.

    friend bool operator==(const FailureAccrualSettings&, const FailureAccrualSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const FailureAccrualSettings& settings);

/// The time that a circuit stays open for the `opened`-th time in a row (1 is the first); `unit` is
/// drawn from [0, 1). Never above the largest.
Duration open_penalty(const FailureAccrualSettings& settings, std::uint32_t opened, double unit);

/// Keeps calls away from an endpoint that fails, then lets probes through to see it healed.
///
///     closed --enough failures--> open --penalty passes--> half open --probe succeeds--> closed
///                                  ^                          |
///                                  '------ probe fails -------'
///
/// Source: the failure accrual of Linkerd's proxy (consecutive failures, one probe).
///
/// Sans-I/O: the caller says what time it is, and reports each permitted request exactly once.
class FailureAccrual {
public:
    enum class State : std::uint8_t { closed, open, half_open };

    /// Leave to send one request. The epoch tells a late answer from a fresh one.
    struct Permit {
        std::uint32_t epoch;
    };

    explicit FailureAccrual(const FailureAccrualSettings& settings) : settings_(settings) {}

    State state(Instant now) const;

    /// When the circuit turns half open, or did; nothing while it is closed.
    std::optional<Instant> open_until() const { return open_until_; }

    std::uint32_t failures_in_a_row() const { return failures_in_a_row_; }

    /// Not while the circuit is open, or half open with its probes still out.
    bool permits(Instant now) const;

    /// Nothing where permits() says no.
    std::optional<Permit> request_permit(Instant now);

    /// How a permitted request ended. Draws once if the circuit opens and there is a jitter.
    void report(Permit permit, bool success, Instant now, Draws& draws);

    /// A permitted request was given up and tells nothing.
    void abandon(Permit permit);

private:
    void open(Instant now, Draws& draws);

    FailureAccrualSettings settings_;
    std::uint32_t failures_in_a_row_ = 0;
    std::uint32_t opened_in_a_row_ = 0;
    std::uint32_t epoch_ = 0;  ///< Grows as the circuit opens and closes.
    std::uint32_t probes_out_ = 0;
    std::optional<Instant> open_until_;
};

}  // namespace weft::mesh
