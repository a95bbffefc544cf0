#include "reports/metrics/measure.hpp"

#include <algorithm>
#include <utility>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::NameKind;

namespace {

/// Which facts a measure is taken from.
enum class Source { requests, calls, changes };

Source source_of(const Measure& measure) {
    switch (measure.kind) {
        case Measure::Kind::ejected:
        case Measure::Kind::limited:
            return Source::changes;
        case Measure::Kind::share:
        case Measure::Kind::amplification:
            return Source::calls;
        default:
            return measure.load.empty() ? Source::calls : Source::requests;
    }
}

/// Whether the hosts of the cluster belong to the service: "outbound|9080|v1|reviews.default.svc…"
/// does to "reviews" and to "reviews.default".
bool serves(std::string_view cluster, std::string_view service) {
    const std::string_view host = cluster.substr(cluster.rfind('|') + 1);
    return host.starts_with(service) &&
           (host.size() == service.size() || host[service.size()] == '.');
}

double divided(std::uint64_t part, std::uint64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Unit unit_of(Measure::Kind kind) {
    switch (kind) {
        case Measure::Kind::latency:
            return Unit::nanoseconds;
        case Measure::Kind::success:
        case Measure::Kind::share:
            return Unit::share;
        case Measure::Kind::rate:
            return Unit::per_second;
        case Measure::Kind::amplification:
            return Unit::ratio;
        default:
            return Unit::count;
    }
}

const char* name_of(Unit unit) {
    switch (unit) {
        case Unit::nanoseconds:
            return "ns";
        case Unit::share:
            return "share";
        case Unit::count:
            return "count";
        case Unit::per_second:
            return "per_second";
        case Unit::ratio:
            return "ratio";
    }
    return "";
}

MeasureTaker::MeasureTaker(std::vector<Measure> measures)
    : measures_(std::move(measures)), readings_(measures_.size()) {
    for (std::uint32_t number = 0; number < measures_.size(); ++number) {
        if (source_of(measures_[number]) == Source::calls) of_calls_.push_back(number);
    }
}

void MeasureTaker::named(NameKind kind, std::uint32_t number, std::string_view name) {
    names_.add(kind, number, name);
    if (kind == NameKind::load) of_load_.resize(names_.all(kind).size());
    if (kind == NameKind::cluster) of_cluster_.resize(names_.all(kind).size());
    if (kind == NameKind::service) of_service_.resize(names_.all(kind).size());
    for (std::uint32_t measure = 0; measure < measures_.size(); ++measure) {
        const Measure& wanted = measures_[measure];
        const Source source = source_of(wanted);
        if (kind == NameKind::load && wanted.load == name) {
            readings_[measure].load = number;
            if (source == Source::requests) of_load_[number].push_back(measure);
        }
        if (kind == NameKind::version && wanted.version == name)
            readings_[measure].version = number;
        if (kind == NameKind::cluster && source == Source::changes &&
            serves(name, wanted.destination)) {
            of_cluster_[number].push_back(measure);
        }
        if (kind == NameKind::service && wanted.kind == Measure::Kind::limited &&
            (serves(name, wanted.destination) || serves(wanted.destination, name))) {
            of_service_[number].push_back(measure);
        }
    }
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

void MeasureTaker::take(std::uint32_t number, const Ended& end) {
    const Measure& measure = measures_[number];
    if (end.sent < measure.start || end.sent >= measure.end) return;
    Reading& reading = readings_[number];
    const auto match = [&reading](bool matches) { reading.matched += matches ? 1 : 0; };
    ++reading.requests;
    switch (measure.kind) {
        case Measure::Kind::success:
        case Measure::Kind::rate:
            match(!mesh::is_failure(end.status));
            break;
        case Measure::Kind::latency:
            reading.latency.add(end.ended - end.sent);
            break;
        case Measure::Kind::flagged:
            match(end.flags.has(measure.flag));
            break;
        case Measure::Kind::status:
            match(end.status == measure.status_code);
            break;
        case Measure::Kind::share:
            match(end.version == reading.version);
            break;
        case Measure::Kind::amplification:
            reading.attempts += end.attempts;
            break;
        case Measure::Kind::count:
        case Measure::Kind::ejected:
        case Measure::Kind::limited:
            break;
    }
}

void MeasureTaker::add(const Change& change) {
    const bool of_pod = change.service < of_service_.size();
    if (!of_pod && change.cluster >= of_cluster_.size()) return;
    for (const std::uint32_t number :
         of_pod ? of_service_[change.service] : of_cluster_[change.cluster]) {
        const Measure& measure = measures_[number];
        const Change::Kind wanted = measure.kind == Measure::Kind::ejected
                                        ? Change::Kind::host_ejected
                                        : Change::Kind::limit_reached;
        const bool in_window = measure.start <= change.at && change.at < measure.end;
        if (change.kind == wanted && in_window) ++readings_[number].matched;
    }
}

std::optional<double> MeasureTaker::value(std::size_t number, mesh::Instant run_end) const {
    const Measure& measure = measures_[number];
    const Reading& reading = readings_[number];
    if (run_end <= measure.start) return std::nullopt;
    const bool empty = reading.requests == 0;
    switch (measure.kind) {
        case Measure::Kind::success:
        case Measure::Kind::share:
            if (empty) return std::nullopt;
            return divided(reading.matched, reading.requests);
        case Measure::Kind::latency:
            if (empty) return std::nullopt;
            return measure.quantile == 0 ? reading.latency.mean()
                                         : reading.latency.quantile(measure.quantile);
        case Measure::Kind::amplification:
            if (empty) return std::nullopt;
            return divided(reading.attempts, reading.requests);
        case Measure::Kind::rate: {
            const mesh::Duration window = std::min(measure.end, run_end) - measure.start;
            return static_cast<double>(reading.matched) * 1e9 / static_cast<double>(window.count());
        }
        case Measure::Kind::count:
            return static_cast<double>(reading.requests);
        case Measure::Kind::flagged:
        case Measure::Kind::status:
        case Measure::Kind::ejected:
        case Measure::Kind::limited:
            break;
    }
    return static_cast<double>(reading.matched);
}

}  // namespace weft::reports
