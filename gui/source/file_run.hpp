#pragma once

#include "gui/source/run_source.hpp"
#include "reports/store/run_reader.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace weft::gui {

/// The run of a run file, be it finished or still written.
///
/// Throws NotARunFile or StoreError, as reports::RunReader does, and StoreError for a file that
/// holds no series: there is nothing to look at.
class FileRun : public RunSource {
public:
    explicit FileRun(const std::filesystem::path& path);

    const reports::RunLabel& label() const override { return reader_.label(); }
    const Topology& topology() const override { return topology_; }
    const std::vector<reports::Interval>& intervals() const override { return reader_.intervals(); }
    Snapshot snapshot(mesh::Instant at) override;
    std::vector<Flow> curve(CurveOf what) override;
    const std::vector<Event>& events() const override { return events_; }
    std::vector<reports::SampledRequest> requests(mesh::Instant from,
                                                  mesh::Instant to,
                                                  std::size_t most) override {
        return reader_.requests(from, to, most);
    }
    std::vector<reports::RecordedSpan> spans(const std::string& load,
                                             std::uint64_t request) override {
        return reader_.spans(load, request);
    }
    std::vector<reports::PodPoint> pods(std::size_t from, std::size_t to) override {
        return reader_.pods_of_intervals(from, to);
    }
    std::string file() const override { return reader_.path().string(); }

    /// Reads what was written since.
    void refresh();

private:
    bool has_grown();
    void read_topology();
    void read_events();
    void add_flows(Snapshot& snapshot, std::size_t interval);
    void add_states(Snapshot& snapshot) const;
    Flow flow_of(const reports::SeriesRow& row, std::size_t interval) const;

    reports::RunReader reader_;
    Topology topology_;
    std::size_t known_ = 0;  ///< So many names, edges and workloads are in the topology.
    std::vector<Event> events_;
    std::vector<mesh::Instant> begins_;  ///< By pod: before, it is not there.
    std::int64_t changes_read_ = 0;
};

}  // namespace weft::gui
