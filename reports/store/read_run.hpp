#pragma once

#include "reports/metrics/run_summary.hpp"
#include "reports/store/new_run_file.hpp"
#include "sim/observe/facts.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace weft::reports {

/// A run file read back.
struct RecordedRun {
    RunHead head;
    std::string started;  ///< Wall time, UTC, ISO 8601.

    /// What its summary said. Of a run that is not finished: its names, the intervals that were
    /// committed and nothing counted.
    RunSummary summary;

    std::vector<sim::observe::IntervalEnd> intervals;  ///< In order of time, without a gap.
};

/// Reads the head and the summary of a run file; its series, changes and spans are left where they
/// are. Throws NotARunFile if the file is something else, StoreError if it cannot be read or was
/// written by a later version.
RecordedRun read_run(const std::filesystem::path& path);

}  // namespace weft::reports
