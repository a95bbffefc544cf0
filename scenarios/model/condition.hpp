#pragma once

#include "scenarios/expression/formula.hpp"

#include <cstdint>
#include <vector>

namespace weft::sim {
class Signals;
}

namespace weft::scenarios {

/// What a step of the timeline waits for.
struct Condition {
    Formula formula;
    std::vector<std::uint32_t> signals;  ///< Of what the run watches, by the formula's numbers.

    /// What is undefined, as a share of no requests, makes it not hold.
    bool holds(const sim::Signals& watched) const;
};

}  // namespace weft::scenarios
