#pragma once

#include "mesh/base/time.hpp"
#include "sim/observe/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace weft::scenarios {

/// What brings a run that is played again to a stop, whichever comes first. All events before
/// `time` are played.
struct MomentUntil {
    mesh::Instant time = mesh::never;
    bool failure = false;  ///< A root request that fails.
    std::optional<sim::observe::Change::Kind> change{};
    bool conditions = false;  ///< One of those that are watched becomes true.
};

/// Why it stopped.
struct MomentStop {
    enum class Why : std::uint8_t { time, failure, change, condition, stopped, end };

    Why why = Why::time;
    std::size_t condition = 0;  ///< Which one.
};

}  // namespace weft::scenarios
