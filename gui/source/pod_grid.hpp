#pragma once

#include "gui/source/run_source.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::gui {

/// How the pods did over the run: a row for each, a cell for each stretch of time.
struct PodGrid {
    struct Cell {
        std::uint64_t attempts = 0;  ///< Sampled ones that ended in it.
        std::uint64_t failed = 0;
        mesh::Duration time_sum{};
        bool is_down = false;     ///< Crashed or gone at its end,
        bool is_ejected = false;  ///< or ejected by a proxy.

        double failed_share() const {
            return attempts > 0 ? static_cast<double>(failed) / static_cast<double>(attempts) : 0;
        }
        mesh::Duration mean() const {
            return attempts > 0 ? time_sum / static_cast<std::int64_t>(attempts) : mesh::Duration{};
        }
    };
    struct Row {
        std::uint32_t pod = 0;
        std::vector<Cell> cells;
    };

    std::vector<mesh::Instant> begins;  ///< Of the cells.
    std::vector<Row> rows;              ///< Those that failed first come first.
    mesh::Duration longest_mean{};
};

/// At most so many cells a row; as many intervals go into each.
PodGrid pod_grid(RunSource& run, std::size_t most_cells);

}  // namespace weft::gui
