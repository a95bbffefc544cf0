#pragma once

#include "gui/source/run_source.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <tuple>
#include <vector>

namespace weft::gui {

/// How the pods did over the run: a row for each, a cell for each stretch of time. It is read bit
/// by bit, so that nobody waits for a long run, and of a run that goes on what came since.
class PodGrid {
public:
    struct Cell {
        std::uint64_t attempts = 0;  ///< That ended in it.
        std::uint64_t failed = 0;
        mesh::Duration time_sum{};
        bool is_down = false;     ///< Crashed or gone at some moment of it,
        bool is_ejected = false;  ///< or ejected by a proxy.

        double failed_share() const {
            return attempts > 0 ? static_cast<double>(failed) / static_cast<double>(attempts) : 0;
        }
        mesh::Duration mean() const {
            return attempts > 0 ? time_sum / static_cast<std::int64_t>(attempts) : mesh::Duration{};
        }
    };

    static constexpr Range all_times{{}, mesh::never};

    /// At most so many cells a row; as many intervals go into each, a power of two.
    explicit PodGrid(std::size_t most_cells) : most_cells_(most_cells) {}

    /// Reads on, some so many rows of the file; false if there is no more.
    bool read(RunSource& run, std::size_t most_rows);

    const std::vector<mesh::Instant>& begins() const { return begins_; }  ///< Of the cells.
    /// Of the last cell, as far as the run was read.
    mesh::Instant end(const RunSource& run) const { return run.intervals()[read_ - 1].end; }
    const std::vector<Cell>& cells_of(std::uint32_t pod) const { return rows_[pod]; }
    mesh::Duration longest_mean(const Range& within = all_times) const;

    /// Pods of which anything is known; those that failed first in this time come first.
    std::vector<std::uint32_t> pods(const Range& within = all_times) const;

private:
    /// Who is down, and who ejected whom, as far as the run was read.
    struct Troubles {
        void see(const sim::observe::Change& change);

        std::set<std::uint32_t> down;
        std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> ejections;  ///< By pod.
    };

    std::span<const Cell> cells_within(std::uint32_t pod, const Range& range) const;
    void make_room(std::size_t pods, std::size_t intervals);
    void halve();
    void add_troubles(const std::vector<Event>& events, const Range& time, std::size_t cell);

    std::size_t most_cells_;
    std::size_t each_ = 1;  ///< Intervals in a cell.
    std::size_t read_ = 0;  ///< Intervals.
    std::size_t events_read_ = 0;
    Troubles troubles_;
    std::vector<mesh::Instant> begins_;
    std::vector<std::vector<Cell>> rows_;  ///< By pod.
};

}  // namespace weft::gui
