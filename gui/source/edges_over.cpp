#include "gui/source/edges_over.hpp"

#include "gui/source/pair_run.hpp"
#include "gui/source/time_range.hpp"

#include <algorithm>
#include <cstddef>

namespace weft::gui {
namespace {

std::vector<Flow> within(RunSource& run, const Stretch& stretch) {
    std::vector<Flow> flows = run.edges(stretch.begin, stretch.end);
    // An edge that is newer than the file has carried nothing yet.
    flows.resize(std::max(flows.size(), run.topology().edges.size()));
    return flows;
}

}  // namespace

EdgesOver edges_over(RunSource& run, const Range& range) {
    EdgesOver flows{within(run, intervals_within(run.intervals(), range)), {}};
    if (auto* const pair = dynamic_cast<PairRun*>(&run)) {
        // Of its own intervals: it may have ended earlier.
        const Stretch of_a = intervals_within(pair->a().intervals(), range);
        flows.before = pair->edges_of_a(of_a.begin, of_a.end);
    }
    return flows;
}

void add_intervals(EdgesOver& flows, RunSource& run, const Stretch& stretch) {
    const std::vector<Flow> more = within(run, stretch);
    flows.now.resize(more.size());
    for (std::size_t edge = 0; edge < more.size(); ++edge) {
        const double seconds = flows.now[edge].seconds + more[edge].seconds;
        flows.now[edge].add(more[edge]);
        flows.now[edge].seconds = seconds;
    }
}

}  // namespace weft::gui
