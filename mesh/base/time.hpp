#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>

namespace weft::mesh {

/// The clock of every timestamp. It has no now(): code is told the time, it never asks.
struct Clock {
    using rep = std::int64_t;
    using period = std::nano;
    using duration = std::chrono::duration<rep, period>;
    using time_point = std::chrono::time_point<Clock>;
    static constexpr bool is_steady = true;
};

using Duration = Clock::duration;   ///< Nanoseconds. Write 250ms, never 0.25.
using Instant = Clock::time_point;  ///< Nanoseconds since the run began.

/// Later than anything that happens.
inline constexpr Instant never = Instant::max();

}  // namespace weft::mesh
