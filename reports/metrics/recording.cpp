#include "reports/metrics/recording.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>

namespace weft::reports {

using sim::observe::nobody;

namespace {

/// A batch this large goes to the file before its interval has ended.
constexpr std::size_t rows_of_a_large_batch = 16'384;

mesh::Duration quantile(const Histogram& latency, double share) {
    return mesh::Duration{std::llround(latency.quantile(share))};
}

std::uint64_t with_flags(const Tally& tally, std::initializer_list<mesh::Flag> flags) {
    std::uint64_t count = 0;
    for (const mesh::Flag flag : flags)
        count += tally.flags[static_cast<std::size_t>(
            std::countr_zero(static_cast<std::uint32_t>(flag)))];
    return count;
}

/// Of those that failed: nobody answered, or too late. One may have several of these flags.
std::uint64_t unanswered(const Tally& tally) {
    using mesh::Flag;
    std::uint64_t count = with_flags(tally, {Flag::UT, Flag::UF, Flag::UC, Flag::UR});
    for (const StatusCount& status : tally.not_200)
        if (status.status == 0) count += status.count;
    return std::min(count, tally.failed);
}

SeriesRow series_row(std::uint32_t load, std::uint32_t edge, const Tally& tally) {
    return {
        .load = load,
        .edge = edge,
        .requests = tally.requests(),
        .attempts = tally.attempts,
        .failed = tally.failed,
        .latency_sum = mesh::Duration{static_cast<std::int64_t>(tally.latency.sum())},
        .p50 = quantile(tally.latency, 0.5),
        .p90 = quantile(tally.latency, 0.9),
        .p99 = quantile(tally.latency, 0.99),
        .max = tally.latency.max(),
        .rejected = std::min(with_flags(tally, {mesh::Flag::UO, mesh::Flag::RL}), tally.requests()),
        .unanswered = unanswered(tally),
    };
}

}  // namespace

void Recording::named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) {
    names_.add(kind, number, name);
    measures_.named(kind, number, name);
    if (file_ != nullptr) batch_.names.push_back({kind, number, std::string{name}});
}

void Recording::workload(std::uint32_t number, const sim::observe::Workload& labels) {
    mesh_.name_workload(number, labels);
    measures_.name_workload(number, labels);
    if (with_details_) batch_.workloads.push_back({number, labels});
}

void Recording::requests(std::span<const sim::observe::RequestEnd> ended) {
    Summary& counted = with_details_ ? this_interval_ : counted_;
    for (const sim::observe::RequestEnd& end : ended) {
        counted.add(end);
        measures_.add(end);
    }
}

void Recording::calls(std::span<const sim::observe::CallEnd> ended) {
    Summary& counted = with_details_ ? this_interval_ : counted_;
    for (const sim::observe::CallEnd& end : ended) {
        counted.add(end);
        measures_.add(end);
        // A caller without a proxy has nobody who would say so.
        if (with_details_ && end.source_workload != nobody) mesh_.add(end);
    }
}

void Recording::inbound(std::span<const sim::observe::InboundEnd> ended) {
    for (const sim::observe::InboundEnd& end : ended) {
        measures_.add(end);
        if (!with_details_) continue;
        // A pod without a proxy has nobody who would measure it for the mesh.
        if (end.workload != nobody) mesh_.add(end);
        if (end.pod == nobody) continue;
        if (end.pod >= pods_.size()) pods_.resize(std::size_t{end.pod} + 1);
        PodRow& row = pods_[end.pod];
        ++row.attempts;
        row.failed += mesh::is_failure(end.status) ? 1 : 0;
        row.time_sum += end.ended - end.came;
    }
}

void Recording::spans(std::span<const sim::observe::Span> spans) {
    if (!with_details_) return;
    batch_.spans.insert(batch_.spans.end(), spans.begin(), spans.end());
    if (batch_.rows() >= rows_of_a_large_batch) hand_over();
}

void Recording::decisions(std::span<const sim::observe::Decision> decisions) {
    if (!with_details_) return;
    batch_.decisions.insert(batch_.decisions.end(), decisions.begin(), decisions.end());
    if (batch_.rows() >= rows_of_a_large_batch) hand_over();
}

void Recording::changes(std::span<const sim::observe::Change> changes) {
    for (const sim::observe::Change& change : changes) {
        counted_.add(change);
        measures_.add(change);
    }
    if (!with_details_) return;
    batch_.changes.insert(batch_.changes.end(), changes.begin(), changes.end());
    if (batch_.rows() >= rows_of_a_large_batch) hand_over();
}

void Recording::interval(const sim::observe::IntervalEnd& interval) {
    measures_.end_interval(interval.start, interval.end);
    intervals_.push_back(interval.start);
    ended_ = interval.end;
    fingerprint_ += interval.fingerprint;
    events_ += interval.events;
    if (file_ == nullptr) return;
    if (with_details_) {
        add_series();
        add_pods();
    }
    batch_.interval = interval;
    hand_over();
}

void Recording::open_requests(std::span<const sim::observe::OpenRequest> open) {
    for (const sim::observe::OpenRequest& request : open) {
        measures_.add(request);
        if (request.load >= open_.size()) open_.resize(request.load + 1);
        ++open_[request.load];
    }
}

void Recording::add_series() {
    const auto add = [this](std::uint32_t load, std::uint32_t edge, const Tally& tally) {
        if (tally.requests() != 0) batch_.series.push_back(series_row(load, edge, tally));
    };
    const std::vector<Tally>& loads = this_interval_.loads();
    for (std::uint32_t load = 0; load < loads.size(); ++load) {
        add(load, nobody, loads[load]);
    }
    const std::vector<Tally>& edges = this_interval_.edge_tallies();
    for (std::uint32_t edge = 0; edge < edges.size(); ++edge) {
        add(nobody, edge, edges[edge]);
    }
    counted_.merge(this_interval_);  // Numbers the edges as the interval's summary does.
    this_interval_.clear();
}

void Recording::add_pods() {
    for (std::uint32_t pod = 0; pod < pods_.size(); ++pod) {
        if (pods_[pod].attempts == 0) continue;
        batch_.pods.push_back(std::exchange(pods_[pod], {}));
        batch_.pods.back().pod = pod;
    }
}

void Recording::hand_over() {
    const std::vector<Edge>& edges = counted_.edges();
    batch_.edges.assign(edges.begin() + static_cast<std::ptrdiff_t>(edges_handed_), edges.end());
    edges_handed_ = edges.size();
    if (witness_) witness_(batch_);
    file_->add(std::exchange(batch_, {}));
}

RunSummary Recording::finish() {
    counted_.merge(this_interval_);
    this_interval_.clear();
    if (file_ != nullptr && batch_.rows() != 0) hand_over();

    RunSummary run;
    run.fingerprint = fingerprint_;
    run.simulated_s = static_cast<double>(ended_.time_since_epoch().count()) / 1e9;
    run.events = events_;
    run.counted = std::move(counted_);
    run.names = std::move(names_);
    run.mesh = std::move(mesh_);
    run.open = std::move(open_);
    return run;
}

}  // namespace weft::reports
