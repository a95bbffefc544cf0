#pragma once

#include "gui/source/run_source.hpp"
#include "gui/source/states.hpp"
#include "reports/store/run_reader.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
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
    Played played(mesh::Instant at) const override;
    std::vector<Flow> curve(CurveOf what) override;
    std::vector<Flow> edges(std::size_t from, std::size_t to) override;
    const std::vector<Event>& events() const override { return events_; }
    std::size_t limits_by_blocks_to() const override { return limit_blocks_end_; }
    std::vector<reports::SampledRequest> requests(mesh::Instant from,
                                                  mesh::Instant to,
                                                  std::size_t most) override {
        return careful([&] { return reader_.requests(from, to, most); });
    }
    std::vector<reports::RecordedSpan> spans(const std::string& load,
                                             std::uint64_t request) override {
        return careful([&] { return reader_.spans(load, request); });
    }
    std::vector<reports::PodPoint> pods(std::size_t from,
                                        std::size_t to,
                                        std::size_t each) override {
        return careful([&] { return reader_.pods_of_intervals(from, to, each); });
    }
    void tell_failures_to(std::function<void(const std::string& why)> told) override {
        told_ = std::move(told);
    }
    std::vector<reports::BrokenExpectation> broken_expectations() override {
        return careful([&] { return reader_.broken_expectations(); });
    }
    std::string file() const override { return reader_.path().string(); }

    /// Reads what was written since.
    void refresh();

private:
    /// What is read, or nothing if it cannot be and somebody is told why.
    template <class Read>
    auto careful(Read read) -> decltype(read()) {
        try {
            return read();
        } catch (const std::runtime_error& failure) {
            if (!told_) throw;
            told_(failure.what());
            return decltype(read())();
        }
    }

    struct Start {
        std::optional<mesh::Instant> at;  ///< The first one. Before, the pod is not there.
        std::uint32_t zone = none;        ///< The number of its name.
    };

    /// The one that was asked for last: of a run that goes on it will be asked for again.
    struct Curve {
        CurveOf what;
        std::vector<std::uint32_t> edges;  ///< That it is of.
        std::vector<Flow> flows;           ///< By interval.
    };

    void read_news();
    bool has_grown();
    void read_events();
    void see(const sim::observe::Change& change);
    void read_loads();
    void read_curve();
    void read_pod();
    std::vector<std::uint32_t> edges_of(const CurveOf& what) const;
    void add_flows(Snapshot& snapshot, std::size_t interval);
    void add_limits(Snapshot& snapshot, std::size_t interval);
    States states_at_start() const;
    States states_after(std::size_t count);
    Flow flow_of(const reports::SeriesRow& row, std::size_t interval) const;

    std::function<void(const std::string& why)> told_;
    reports::RunReader reader_;
    Topology topology_;
    std::size_t known_ = 0;  ///< So many names, edges and workloads are in the topology.
    std::vector<std::uint64_t> played_;  ///< So many events before each interval, and in all.
    std::vector<Event> events_;
    std::vector<Start> starts_;   ///< By pod.
    std::vector<States> passed_;  ///< How all stood after each so many events, from the first on.
    bool has_control_ = false;
    std::int64_t changes_read_ = 0;  ///< Rows of them,
    std::int64_t limits_read_ = 0;   ///< and of the counts of limits.
    std::size_t limit_blocks_end_ = 0;
    std::vector<Flow> loads_;  ///< Of all together, by interval.
    Curve curve_;
};

}  // namespace weft::gui
