#pragma once

#include "reports/metrics/edge_index.hpp"
#include "reports/metrics/names.hpp"
#include "reports/store/batch.hpp"
#include "reports/store/read_details.hpp"
#include "sim/observe/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace weft::reports {

/// What a run file says of its run, without its counts.
struct RunLabel {
    std::string scenario;
    std::string seed;
    std::string status;  ///< "done", "running" …
    std::string why;     ///< Of a failed one.
    std::string fingerprint;
    std::string version;  ///< Of weft,
    std::string build;    ///< and its compiler and options.
};

/// A stretch of simulated time for which there are series, and what was played in it.
using Interval = sim::observe::IntervalEnd;

/// A row of the series with the interval that it is of.
struct SeriesPoint {
    std::uint32_t interval = 0;
    SeriesRow row;
};

/// A sampled root request, as its client saw it.
struct SampledRequest {
    std::string load;
    std::uint64_t number = 0;
    std::uint16_t status = 0;
    mesh::Flags flags;
    mesh::Instant sent;
    mesh::Instant ended;
};

/// A row of the pods' series with the interval that it is of.
struct PodPoint {
    std::uint32_t interval = 0;
    PodRow row;

    friend bool operator==(const PodPoint&, const PodPoint&) = default;
};

/// An expectation that did not hold, and when the first interval began that broke it.
struct BrokenExpectation {
    std::string text;
    mesh::Instant at{};
};

/// How often one limit of a cluster was reached in one interval, or from it on in its block.
struct LimitCount {
    std::uint32_t interval = 0;
    std::uint32_t cluster = sim::observe::nobody;  ///< nobody: of requests to a pod.
    std::uint64_t limit = 0;                       ///< mesh::Limit
    std::uint64_t count = 0;

    friend bool operator==(const LimitCount&, const LimitCount&) = default;
};

/// Changes of state, not of single requests, in order of time, and where to go on reading.
struct RecordedChanges {
    std::vector<sim::observe::Change> of_state;
    std::int64_t rows_read = 0;  ///< Of the file's, from the first one on.
};

/// Limits that were reached, by interval, and where to go on reading.
struct RecordedLimits {
    std::vector<LimitCount> counts;
    std::int64_t rows_read = 0;
    std::size_t blocks_end = 0;  ///< Intervals before this one are told by blocks.
};

/// An open run file, to be looked at again and again at any moment of its run.
///
/// What is asked for one moment is found by its place: the tables that grow with the run are in
/// order of time, so a moment costs the same in a long run as in a short one. Of a run that goes
/// on, refresh() finds what came meanwhile. Throws NotARunFile or StoreError, as all readers do.
class RunReader {
public:
    explicit RunReader(const std::filesystem::path& path);
    ~RunReader();
    RunReader(const RunReader&) = delete;
    RunReader& operator=(const RunReader&) = delete;

    const std::filesystem::path& path() const { return path_; }
    const RunLabel& label() const { return label_; }
    const Names& names() const { return names_; }
    const std::vector<Edge>& edges() const { return edges_; }  ///< By number.
    const std::vector<sim::observe::Workload>& workloads() const { return workloads_; }
    const std::vector<Interval>& intervals() const { return intervals_; }  ///< In order of time.

    /// Reads again what may have grown.
    void refresh();

    /// What ended in an interval: of each load, then of each edge, that had any.
    std::vector<SeriesRow> series_of_interval(std::size_t interval);

    /// Of each edge that had any, the sums over the intervals from one to before another, and of
    /// quantiles the greatest of any.
    std::vector<SeriesRow> edges_of_intervals(std::size_t from, std::size_t to);

    /// The series of all loads together from an interval on: of each that had any the sums, and of
    /// quantiles the greatest of any load.
    std::vector<SeriesPoint> series_of_loads(std::size_t from);
    /// The series of an edge over the whole run.
    std::vector<SeriesPoint> series_of_edge(std::uint32_t edge);

    /// Changes from one moment to before another, at most so many.
    std::vector<sim::observe::Change> changes(mesh::Instant from,
                                              mesh::Instant to,
                                              std::size_t most);

    /// All after so many rows that were read before. Of a run that goes on, those of the intervals
    /// that are known.
    RecordedChanges changes_after(std::int64_t rows_read);
    /// The same, of intervals that have ended. Where none was read before and there are more rows
    /// than `few`, blocks are told as one, in the interval in which a limit was first reached.
    RecordedLimits limits_after(std::int64_t rows_read, std::int64_t few = 50'000);
    /// Those of one interval.
    std::vector<LimitCount> limits_of_interval(std::size_t interval);

    /// Sampled requests that ended from one moment to before another, at most so many.
    std::vector<SampledRequest> requests(mesh::Instant from, mesh::Instant to, std::size_t most);

    /// All spans of one, in order of their end.
    std::vector<RecordedSpan> spans(const std::string& load, std::uint64_t request);

    /// What pods answered from one interval to before another, in order of time. Where as many
    /// intervals as `each`, from a multiple of it on, are wanted as one, a point may be of several
    /// of them, of which its own is the first.
    std::vector<PodPoint> pods_of_intervals(std::size_t from, std::size_t to, std::size_t each = 1);

    /// What a pod answered over the whole run, in order of time.
    std::vector<PodPoint> series_of_pod(std::uint32_t pod);

    /// In order of time; none before the run has ended.
    std::vector<BrokenExpectation> broken_expectations();

private:
    struct Tables;

    void read_label();
    void read_names();
    void read_workloads();
    void read_intervals();
    std::int64_t rows_of_known_intervals();

    std::filesystem::path path_;
    std::unique_ptr<Tables> tables_;
    RunLabel label_;
    Names names_;
    std::vector<Edge> edges_;
    std::vector<sim::observe::Workload> workloads_;
    std::vector<Interval> intervals_;
};

}  // namespace weft::reports
