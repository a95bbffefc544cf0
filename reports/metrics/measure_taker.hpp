#pragma once

#include "reports/metrics/edge_index.hpp"
#include "reports/metrics/measure.hpp"
#include "reports/metrics/measure_reading.hpp"
#include "reports/metrics/names.hpp"
#include "sim/observe/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace weft::reports {

/// Takes measures while a run goes on. It is told of them before the run, and of names before the
/// first fact that uses them.
///
/// attempts(LOAD) counts the attempts of all calls that the load's requests led to, for each such
/// call.
class MeasureTaker {
public:
    explicit MeasureTaker(std::vector<Measure> measures);

    /// Whether some measure is taken from InboundEnd.
    bool wants_inbound() const { return wants_inbound_; }

    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name);
    void name_workload(std::uint32_t number, const sim::observe::Workload& workload);
    void name_pod(std::uint32_t pod, std::uint32_t workload);

    void add(const sim::observe::RequestEnd& end) {
        if (end.load >= of_load_.size()) return;
        for (const std::uint32_t measure : of_load_[end.load]) {
            take(measure, end.sent,
                 MeasuredEnd{end.sent, end.ended, end.flags, sim::observe::nobody, end.status, 0});
        }
    }

    void add(const sim::observe::CallEnd& end) {
        if (of_calls_.empty()) return;
        add_call(end);
    }

    void add(const sim::observe::InboundEnd& end);
    void add(const sim::observe::Change& change);
    void add(const sim::observe::OpenRequest& request);

    /// All facts of the interval have been told.
    void end_interval(mesh::Instant start, mesh::Instant end);

    /// The value of a measure, by its place in the list, in the measure's unit. `run_end`: when the
    /// run ended, which is the end of windows that have none. Nothing if the run did not reach the
    /// window; nothing for success, latency, share and attempts if no request fell into it. A count
    /// is then 0.
    std::optional<double> value(std::size_t measure, mesh::Instant run_end) const;

    /// Why it has no value, where a step is to blame; else "".
    std::string why(std::size_t measure) const;

    /// The values of the intervals that have ended: their own of what ended in them and falls into
    /// the window, or for a count that of the run so far. Nothing before the window.
    const std::vector<std::optional<double>>& by_interval(std::size_t measure) const {
        return readings_[measure].by_interval;
    }

private:
    /// The number of a pod that got a request.
    struct PodNumber {
        std::uint32_t number;
    };
    using Fact =
        std::variant<MeasuredEnd, PodNumber, sim::observe::Change, sim::observe::OpenRequest>;

    /// A fact of which nobody knows yet whether the window has it.
    struct HeldFact {
        mesh::Instant at;
        Fact fact;
    };

    struct Reading {
        MeasureReading before;         ///< Of the intervals that have ended,
        MeasureReading this_interval;  ///< and of the one that goes on.
        std::vector<std::optional<double>> by_interval;
        std::uint32_t load = sim::observe::nobody;     ///< The number of the measure's load,
        std::uint32_t version = sim::observe::nobody;  ///< and of its version.
        std::vector<std::uint32_t> pods;               ///< Of its service.
        bool knows_start = true;
        bool knows_end = true;
        bool holds_back = false;  ///< Facts wait for an edge of the window.
        std::vector<HeldFact> held{};
    };

    void add_call(const sim::observe::CallEnd& end);
    void take(std::uint32_t measure, mesh::Instant at, const Fact& fact);
    void count(std::uint32_t measure, const Fact& fact);
    void learn_edges(const sim::observe::Change& change);
    void settle(std::uint32_t measure, mesh::Instant now);
    std::vector<std::uint32_t> measures_of(const Edge& edge) const;
    bool is_in_window(std::uint32_t measure, mesh::Instant at) const {
        return measures_[measure].start <= at && at < measures_[measure].end;
    }

    std::vector<Measure> measures_;
    std::vector<Reading> readings_;
    bool wants_inbound_ = false;
    std::vector<std::uint32_t> of_calls_;                  ///< Measures that look at calls;
    std::vector<std::uint32_t> of_mesh_;                   ///< at changes of no cluster.
    std::vector<std::vector<std::uint32_t>> of_load_;      ///< Measures by the load's number;
    std::vector<std::vector<std::uint32_t>> of_edge_;      ///< by the edge's;
    std::vector<std::vector<std::uint32_t>> of_cluster_;   ///< by the cluster's;
    std::vector<std::vector<std::uint32_t>> of_service_;   ///< of changes, by the service's;
    std::vector<std::vector<std::uint32_t>> of_workload_;  ///< by the workload's.
    EdgeIndex index_;
    Names names_;
};

}  // namespace weft::reports
