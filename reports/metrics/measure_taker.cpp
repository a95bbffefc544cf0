#include "reports/metrics/measure_taker.hpp"

#include "sim/observe/served_by.hpp"

#include <algorithm>
#include <utility>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::NameKind;
using sim::observe::serves;

namespace {

/// Whether a measure of changes counts this one.
bool is_counted_by(const Measure& measure, Change::Kind kind) {
    switch (measure.kind) {
        case Measure::Kind::limited:
            return kind == Change::Kind::limit_reached;
        case Measure::Kind::opened:
            return kind == Change::Kind::circuit_opened;
        case Measure::Kind::convergence:
            return kind == Change::Kind::config_converged;
        case Measure::Kind::time_to_detect:
            return kind == Change::Kind::host_ejected || kind == Change::Kind::host_unhealthy ||
                   kind == Change::Kind::circuit_opened;
        default:
            return kind == Change::Kind::host_ejected;
    }
}

/// Room for the number of a name that is new.
void make_room(std::vector<std::vector<std::uint32_t>>& by_number, std::uint32_t number) {
    if (number >= by_number.size()) by_number.resize(std::size_t{number} + 1);
}

}  // namespace

MeasureTaker::MeasureTaker(std::vector<Measure> measures)
    : measures_(std::move(measures)), readings_(measures_.size()) {
    for (std::uint32_t number = 0; number < measures_.size(); ++number) {
        const MeasuredFrom from = measured_from(measures_[number]);
        if (from == MeasuredFrom::calls) of_calls_.push_back(number);
        if (from == MeasuredFrom::inbound) wants_inbound_ = true;
        Reading& reading = readings_[number];
        reading.knows_start = measures_[number].start_at.step.empty();
        reading.knows_end = measures_[number].end_at.step.empty();
        reading.holds_back = !reading.knows_start || !reading.knows_end;
        if (measures_[number].kind == Measure::Kind::convergence) of_mesh_.push_back(number);
    }
}

void MeasureTaker::named(NameKind kind, std::uint32_t number, std::string_view name) {
    names_.add(kind, number, name);
    if (kind == NameKind::load) make_room(of_load_, number);
    if (kind == NameKind::cluster) make_room(of_cluster_, number);
    if (kind == NameKind::service) make_room(of_service_, number);
    for (std::uint32_t measure = 0; measure < measures_.size(); ++measure) {
        const Measure& wanted = measures_[measure];
        const MeasuredFrom from = measured_from(wanted);
        if (kind == NameKind::load && wanted.load == name) {
            readings_[measure].load = number;
            if (from == MeasuredFrom::requests) of_load_[number].push_back(measure);
        }
        if (kind == NameKind::version && wanted.version == name)
            readings_[measure].version = number;
        const bool of_service =
            from == MeasuredFrom::changes && wanted.kind != Measure::Kind::convergence;
        if (kind == NameKind::cluster && of_service && serves(name, wanted.destination)) {
            of_cluster_[number].push_back(measure);
        }
        if (kind == NameKind::service && wanted.kind == Measure::Kind::limited &&
            (serves(name, wanted.destination) || serves(wanted.destination, name))) {
            of_service_[number].push_back(measure);
        }
    }
}

void MeasureTaker::name_workload(std::uint32_t number, const sim::observe::Workload& workload) {
    if (!wants_inbound_) return;
    make_room(of_workload_, number);
    const std::string& host = workload.host.empty() ? workload.service : workload.host;
    for (std::uint32_t measure = 0; measure < measures_.size(); ++measure) {
        const Measure& wanted = measures_[measure];
        const bool is_meant = serves(host, wanted.destination);
        if (measured_from(wanted) == MeasuredFrom::inbound && is_meant)
            of_workload_[number].push_back(measure);
    }
}

void MeasureTaker::name_pod(std::uint32_t pod, std::uint32_t workload) {
    if (workload >= of_workload_.size()) return;
    for (const std::uint32_t measure : of_workload_[workload])
        readings_[measure].pods.push_back(pod);
}

void MeasureTaker::add_call(const sim::observe::CallEnd& end) {
    const Edge edge{end.source, end.destination, end.version};
    const std::uint32_t number = index_.of(edge);
    if (number >= of_edge_.size()) of_edge_.push_back(measures_of(edge));
    for (const std::uint32_t measure : of_edge_[number]) {
        if (!measures_[measure].load.empty() && readings_[measure].load != end.load) continue;
        take(measure, end.sent,
             MeasuredEnd{end.sent, end.ended, end.flags, end.version, end.status, end.attempts});
    }
}

std::vector<std::uint32_t> MeasureTaker::measures_of(const Edge& edge) const {
    const auto fits = [this](const std::string& wanted, NameKind kind, std::uint32_t number) {
        return wanted.empty() || wanted == names_.of(kind, number);
    };
    std::vector<std::uint32_t> found;
    for (const std::uint32_t number : of_calls_) {
        const Measure& measure = measures_[number];
        if (!fits(measure.source, NameKind::service, edge.source)) continue;
        if (!fits(measure.destination, NameKind::service, edge.destination)) continue;
        const bool any_version = measure.kind == Measure::Kind::share;
        if (!any_version && !fits(measure.version, NameKind::version, edge.version)) continue;
        found.push_back(number);
    }
    return found;
}

void MeasureTaker::take(std::uint32_t number, mesh::Instant at, const Fact& fact) {
    if (readings_[number].holds_back) {
        readings_[number].held.push_back({at, fact});
    } else if (is_in_window(number, at)) {
        count(number, fact);
    }
}

void MeasureTaker::count(std::uint32_t number, const Fact& fact) {
    const Measure& measure = measures_[number];
    Reading& reading = readings_[number];
    if (const auto* const end = std::get_if<MeasuredEnd>(&fact)) {
        reading.this_interval.add(measure, *end, reading.version);
    } else if (const auto* const pod = std::get_if<PodNumber>(&fact)) {
        reading.this_interval.add_request_of(pod->number);
    } else if (const auto* const change = std::get_if<Change>(&fact)) {
        reading.this_interval.add(measure, *change);
    } else {
        reading.this_interval.add_open_request();
    }
}

void MeasureTaker::add(const sim::observe::InboundEnd& end) {
    if (end.workload >= of_workload_.size()) return;
    for (const std::uint32_t number : of_workload_[end.workload])
        take(number, end.came, PodNumber{end.pod});
}

void MeasureTaker::add(const Change& change) {
    const auto take_for = [&](const std::vector<std::uint32_t>& measures) {
        for (const std::uint32_t number : measures) {
            if (is_counted_by(measures_[number], change.kind)) take(number, change.at, change);
        }
    };
    if (change.service < of_service_.size()) return take_for(of_service_[change.service]);
    if (change.cluster < of_cluster_.size()) return take_for(of_cluster_[change.cluster]);
    learn_edges(change);
    take_for(of_mesh_);
}

/// A step begins or ends, and so do windows.
void MeasureTaker::learn_edges(const Change& change) {
    const bool is_end = change.kind == Change::Kind::step_ended;
    if (!is_end && change.kind != Change::Kind::step_started) return;
    const std::string& step = names_.of(NameKind::step, change.step);
    const auto learn = [&](const StepEdge& edge, mesh::Instant& at, bool& is_known) {
        if (is_known || edge.step != step || edge.is_end != is_end) return;
        at = change.at + edge.offset;
        is_known = true;
    };
    for (std::size_t number = 0; number < measures_.size(); ++number) {
        Measure& measure = measures_[number];
        learn(measure.start_at, measure.start, readings_[number].knows_start);
        learn(measure.end_at, measure.end, readings_[number].knows_end);
    }
}

/// Counts what is now known to be in the window, and forgets what is known not to be. A step that
/// has not begun or ended does not do so before `now`.
void MeasureTaker::settle(std::uint32_t number, mesh::Instant now) {
    const Measure& measure = measures_[number];
    Reading& reading = readings_[number];
    const mesh::Instant start = reading.knows_start ? measure.start : now + measure.start_at.offset;
    const mesh::Instant end = reading.knows_end ? measure.end : now + measure.end_at.offset;
    std::vector<HeldFact> kept;
    for (const HeldFact& held : reading.held) {
        if (held.at < start || (reading.knows_end && held.at >= end)) continue;
        if (reading.knows_start && held.at < end) {
            count(number, held.fact);
        } else {
            kept.push_back(held);
        }
    }
    reading.held = std::move(kept);
    reading.holds_back = !reading.knows_start || !reading.knows_end;
}

void MeasureTaker::add(const sim::observe::OpenRequest& request) {
    for (std::uint32_t number = 0; number < measures_.size(); ++number) {
        const Measure& measure = measures_[number];
        if (measure.kind != Measure::Kind::lost) continue;
        const bool is_meant = measure.load.empty() || readings_[number].load == request.load;
        if (is_meant) take(number, request.sent, request);
    }
}

void MeasureTaker::end_interval(mesh::Instant start, mesh::Instant end) {
    for (std::uint32_t number = 0; number < measures_.size(); ++number) {
        const Measure& measure = measures_[number];
        Reading& reading = readings_[number];
        if (reading.holds_back) settle(number, end);
        const mesh::Instant from = std::max(start, measure.start);
        const mesh::Instant to = std::min(end, measure.end);
        const bool has_own = is_of_interval(measure.kind);
        std::optional<double> value;
        if (has_own && reading.knows_start && from < to)
            value = reading.this_interval.value(measure, from, to, reading.pods);
        reading.before.merge(reading.this_interval);
        reading.this_interval.clear();
        if (!has_own && reading.knows_start && measure.start < end)
            value = reading.before.value(measure, measure.start, to, reading.pods);
        reading.by_interval.push_back(value);
    }
}

std::optional<double> MeasureTaker::value(std::size_t number, mesh::Instant run_end) const {
    const Measure& measure = measures_[number];
    const Reading& reading = readings_[number];
    const mesh::Instant end = std::min(measure.end, run_end);
    if (!reading.knows_start || !reading.knows_end || end <= measure.start) return std::nullopt;
    MeasureReading all = reading.before;
    all.merge(reading.this_interval);
    return all.value(measure, measure.start, end, reading.pods);
}

std::string MeasureTaker::why(std::size_t number) const {
    const Measure& measure = measures_[number];
    const bool no_start = !readings_[number].knows_start;
    if (!no_start && readings_[number].knows_end) return "";
    const StepEdge& edge = no_start ? measure.start_at : measure.end_at;
    std::string why = "step '";
    why += edge.step;
    why += edge.is_end ? "' did not end" : "' did not begin";
    return why;
}

}  // namespace weft::reports
