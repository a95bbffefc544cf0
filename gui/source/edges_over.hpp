#pragma once

#include "gui/source/run_source.hpp"
#include "gui/source/time_range.hpp"

#include <vector>

namespace weft::gui {

/// What passed along each edge, here and in the run that this one is compared with, if there is
/// one.
struct EdgesOver {
    std::vector<Flow> now;
    std::vector<Flow> before;
};

/// That of all intervals that lie in a range: counts add up, of quantiles the worst one stands. It
/// costs as much as the rows of these intervals, and is worth keeping.
EdgesOver edges_over(RunSource& run, const Range& range);

/// Adds what passed here in intervals that came later.
void add_intervals(EdgesOver& flows, RunSource& run, const Stretch& stretch);

}  // namespace weft::gui
