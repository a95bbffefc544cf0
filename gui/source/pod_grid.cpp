#include "gui/source/pod_grid.hpp"

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

/// The first cell in which a pod was not well; past the last if there is none.
std::size_t first_trouble(const PodGrid::Row& row) {
    const auto is_bad = [](const PodGrid::Cell& cell) {
        return cell.failed > 0 || cell.is_down || cell.is_ejected;
    };
    return static_cast<std::size_t>(std::ranges::find_if(row.cells, is_bad) - row.cells.begin());
}

void add_states(PodGrid& grid, RunSource& run) {
    for (std::size_t cell = 0; cell < grid.begins.size(); ++cell) {
        const mesh::Instant end =
            cell + 1 < grid.begins.size() ? grid.begins[cell + 1] : run.range().end;
        const Snapshot snapshot = run.snapshot(end - mesh::Duration{1});
        for (PodGrid::Row& row : grid.rows) {
            row.cells[cell].is_down = snapshot.pods[row.pod].is_down();
            row.cells[cell].is_ejected = snapshot.pods[row.pod].ejected_by > 0;
        }
    }
}

}  // namespace

PodGrid pod_grid(RunSource& run, std::size_t most_cells) {
    PodGrid grid;
    const auto& intervals = run.intervals();
    if (intervals.empty() || most_cells == 0) return grid;
    const std::size_t each = (intervals.size() + most_cells - 1) / most_cells;
    for (std::size_t interval = 0; interval < intervals.size(); interval += each)
        grid.begins.push_back(intervals[interval].start);

    for (std::uint32_t pod = 0; pod < run.topology().pods.size(); ++pod)
        grid.rows.push_back({pod, std::vector<PodGrid::Cell>(grid.begins.size())});
    for (const reports::PodSample& sample : run.pod_samples()) {
        if (sample.pod >= grid.rows.size()) continue;
        PodGrid::Cell& cell = grid.rows[sample.pod].cells[sample.interval / each];
        cell.attempts += sample.attempts;
        cell.failed += sample.failed;
        cell.time_sum += sample.time_sum;
    }
    add_states(grid, run);
    std::erase_if(grid.rows, [](const PodGrid::Row& row) {
        return std::ranges::all_of(row.cells, [](const PodGrid::Cell& cell) {
            return cell.attempts == 0 && !cell.is_down && !cell.is_ejected;
        });
    });
    std::ranges::stable_sort(grid.rows, {}, first_trouble);
    for (const PodGrid::Row& row : grid.rows)
        for (const PodGrid::Cell& cell : row.cells)
            grid.longest_mean = std::max(grid.longest_mean, cell.mean());
    return grid;
}

}  // namespace weft::gui
