#include "reports/metrics/measure_taker.hpp"

#include <algorithm>
#include <utility>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::NameKind;

namespace {

/// Whether the hosts of the cluster belong to the service: "outbound|9080|v1|reviews.default.svc…"
/// does to "reviews" and to "reviews.default".
bool serves(std::string_view cluster, std::string_view service) {
    const std::string_view host = cluster.substr(cluster.rfind('|') + 1);
    return host.starts_with(service) &&
           (host.size() == service.size() || host[service.size()] == '.');
}

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
        take(measure, {end.sent, end.ended, end.flags, end.version, end.status, end.attempts});
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

void MeasureTaker::take(std::uint32_t number, const MeasuredEnd& end) {
    if (!is_in_window(number, end.sent)) return;
    readings_[number].this_interval.add(measures_[number], end, readings_[number].version);
}

void MeasureTaker::add(const sim::observe::InboundEnd& end) {
    if (end.workload >= of_workload_.size()) return;
    for (const std::uint32_t number : of_workload_[end.workload]) {
        if (is_in_window(number, end.came)) readings_[number].this_interval.add_request_of(end.pod);
    }
}

void MeasureTaker::add(const Change& change) {
    const auto count_in = [&](const std::vector<std::uint32_t>& measures) {
        for (const std::uint32_t number : measures) {
            const Measure& measure = measures_[number];
            if (!is_counted_by(measure, change.kind) || !is_in_window(number, change.at)) continue;
            readings_[number].this_interval.add(measure, change);
        }
    };
    if (change.service < of_service_.size()) return count_in(of_service_[change.service]);
    if (change.cluster < of_cluster_.size()) return count_in(of_cluster_[change.cluster]);
    count_in(of_mesh_);
}

void MeasureTaker::add(const sim::observe::OpenRequest& request) {
    for (std::uint32_t number = 0; number < measures_.size(); ++number) {
        const Measure& measure = measures_[number];
        if (measure.kind != Measure::Kind::lost || !is_in_window(number, request.sent)) continue;
        const bool is_meant = measure.load.empty() || readings_[number].load == request.load;
        if (is_meant) readings_[number].this_interval.add_open_request();
    }
}

void MeasureTaker::end_interval(mesh::Instant start, mesh::Instant end) {
    for (std::size_t number = 0; number < measures_.size(); ++number) {
        const Measure& measure = measures_[number];
        Reading& reading = readings_[number];
        const mesh::Instant from = std::max(start, measure.start);
        const mesh::Instant to = std::min(end, measure.end);
        const bool has_own = is_of_interval(measure.kind);
        std::optional<double> value;
        if (has_own && from < to)
            value = reading.this_interval.value(measure, from, to, reading.pods);
        reading.before.merge(reading.this_interval);
        reading.this_interval.clear();
        if (!has_own && measure.start < end)
            value = reading.before.value(measure, measure.start, to, reading.pods);
        reading.by_interval.push_back(value);
    }
}

std::optional<double> MeasureTaker::value(std::size_t number, mesh::Instant run_end) const {
    const Measure& measure = measures_[number];
    if (run_end <= measure.start) return std::nullopt;
    const Reading& reading = readings_[number];
    MeasureReading all = reading.before;
    all.merge(reading.this_interval);
    return all.value(measure, measure.start, std::min(measure.end, run_end), reading.pods);
}

}  // namespace weft::reports
