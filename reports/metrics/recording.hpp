#pragma once

#include "reports/metrics/measure_taker.hpp"
#include "reports/metrics/run_summary.hpp"
#include "reports/metrics/summary.hpp"
#include "reports/store/batch.hpp"
#include "reports/store/run_file.hpp"
#include "sim/observe/recorder.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace weft::reports {

/// Takes down a run: counts in memory for its summary, takes its measures, and hands what belongs
/// there to the run file. A StoreError of the file comes out of interval() or of spans().
class Recording final : public sim::observe::Recorder {
public:
    /// In memory only.
    explicit Recording(std::vector<Measure> measures) : measures_(std::move(measures)) {}

    /// Into `file`, which outlives this; `level` says how much, and is not none.
    Recording(std::vector<Measure> measures, RunFile& file, RecordLevel level)
        : measures_(std::move(measures)),
          file_(&file),
          with_details_(level == RecordLevel::automatic) {}

    /// Shows each batch to somebody else before the file has it, on the thread of the run. Only of
    /// a recording into a file.
    void show_batches_to(std::function<void(const Batch&)> witness) {
        witness_ = std::move(witness);
    }

    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) override;
    void workload(std::uint32_t number, const sim::observe::Workload& labels) override;
    void pod(std::uint32_t number, std::uint32_t workload) override {
        measures_.name_pod(number, workload);
    }
    void host(std::uint32_t service, std::string_view host) override {
        mesh_.name_host(service, host);
    }
    bool wants_inbound() const override { return with_details_ || measures_.wants_inbound(); }
    void inbound(std::span<const sim::observe::InboundEnd> ended) override;
    void requests(std::span<const sim::observe::RequestEnd> ended) override;
    void calls(std::span<const sim::observe::CallEnd> ended) override;
    void spans(std::span<const sim::observe::Span> spans) override;
    void decisions(std::span<const sim::observe::Decision> decisions) override;
    void changes(std::span<const sim::observe::Change> changes) override;
    void interval(const sim::observe::IntervalEnd& interval) override;
    void open_requests(std::span<const sim::observe::OpenRequest> open) override;

    /// The value of a measure, by its place in the list: see MeasureTaker::value().
    std::optional<double> value(std::size_t measure) const {
        return measures_.value(measure, ended_);
    }

    /// Why it has no value: see MeasureTaker::why().
    std::string why(std::size_t measure) const { return measures_.why(measure); }

    /// Its values in the intervals that have ended: see MeasureTaker::by_interval().
    const std::vector<std::optional<double>>& by_interval(std::size_t measure) const {
        return measures_.by_interval(measure);
    }

    /// When the intervals began.
    const std::vector<mesh::Instant>& intervals() const { return intervals_; }

    /// When the last interval ended.
    mesh::Instant ended() const { return ended_; }

    /// Of the run so far: the wrapping sum of the intervals'.
    std::uint64_t fingerprint() const { return fingerprint_; }
    std::uint64_t events() const { return events_; }

    /// Ends the recording and gives the file what it still lacks of the facts. Of the summary, the
    /// scenario, its seed, the wall time, the status, the expectations and the warnings are the
    /// caller's.
    RunSummary finish();

private:
    void hand_over();
    void add_series();
    void add_pods();

    MeasureTaker measures_;
    RunFile* file_ = nullptr;
    bool with_details_ = false;  ///< Series, changes and spans.

    Names names_;
    Summary counted_;           ///< Without the interval that goes on, where there are series.
    Summary this_interval_;     ///< Only where there are series.
    MeshMetrics mesh_;          ///< The same.
    std::vector<PodRow> pods_;  ///< By number, of this interval; only where there are series.
    std::vector<std::uint64_t> open_;  ///< By load: requests without an end.
    Batch batch_;
    std::size_t edges_handed_ = 0;
    std::vector<mesh::Instant> intervals_;
    mesh::Instant ended_{};
    std::uint64_t fingerprint_ = 0;
    std::uint64_t events_ = 0;
    std::function<void(const Batch&)> witness_;
};

}  // namespace weft::reports
