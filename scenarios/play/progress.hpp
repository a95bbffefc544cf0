#pragma once

#include "mesh/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace weft::scenarios {

/// Says on one line of a terminal how far a run is, how fast, and how long it will take:
///
///     first_steps  42 % of 3m  18.3 k requests/s  2 s left
///
/// Draws at most ten times a second of real time, however often it is told.
class Progress {
public:
    using WallTime = std::chrono::steady_clock::time_point;

    /// The line is drawn on `terminal`; `wall_clock` says the real time.
    Progress(std::ostream& terminal,
             std::string what,
             mesh::Instant horizon,
             std::function<WallTime()> wall_clock = std::chrono::steady_clock::now);

    /// The run has come to `now` and ended `requests` root requests so far.
    void update(mesh::Instant now, std::uint64_t requests);

    /// Takes the line away.
    void clear();

private:
    std::ostream* terminal_;
    std::string what_;
    mesh::Instant horizon_;
    std::function<WallTime()> wall_clock_;
    WallTime began_;
    WallTime drawn_;
    bool visible_ = false;
};

}  // namespace weft::scenarios
