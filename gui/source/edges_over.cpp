#include "gui/source/edges_over.hpp"

#include "gui/source/pair_run.hpp"
#include "gui/source/time_range.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace weft::gui {
namespace {

std::vector<Flow> edges_of_range(RunSource& run, const Range& range) {
    const Stretch stretch = intervals_within(run.intervals(), range);
    std::vector<Flow> all(run.topology().edges.size());
    double seconds = 0;
    for (std::size_t interval = stretch.begin; interval < stretch.end; ++interval) {
        const reports::Interval when = run.intervals()[interval];
        seconds += std::chrono::duration<double>(when.end - when.start).count();
        const Snapshot snapshot = run.snapshot(when.start);
        const std::size_t known = std::min(all.size(), snapshot.edges.size());
        for (std::size_t edge = 0; edge < known; ++edge)
            all[edge].add(snapshot.edges[edge]);
    }
    for (Flow& flow : all)
        flow.seconds = seconds;
    return all;
}

}  // namespace

EdgesOver edges_over(RunSource& run, const Range& range) {
    auto* const pair = dynamic_cast<PairRun*>(&run);
    if (pair == nullptr) return {edges_of_range(run, range), {}};
    EdgesOver both{edges_of_range(pair->b(), range), {}};
    both.now.resize(run.topology().edges.size());
    // Of its own intervals: it may have ended earlier.
    const std::vector<Flow> of_a = edges_of_range(pair->a(), range);
    for (const std::uint32_t edge : pair->edges_in_a())
        both.before.push_back(edge == none ? Flow{} : of_a[edge]);
    return both;
}

}  // namespace weft::gui
