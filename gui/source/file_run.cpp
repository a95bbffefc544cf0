#include "gui/source/file_run.hpp"

#include "gui/source/run_topology.hpp"
#include "reports/store/store_error.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace weft::gui {

using sim::observe::Change;
using sim::observe::NameKind;

namespace {

constexpr std::size_t few_intervals = 100;  ///< To be read one by one.

double seconds_of(const reports::Interval& interval) {
    return std::chrono::duration<double>(interval.end - interval.start).count();
}

mesh::Instant event_time(const Event& event) {
    return event.change.at;
}

}  // namespace

FileRun::FileRun(const std::filesystem::path& path) : reader_(path) {
    refresh();
    if (intervals().empty() && label().status != "running") {
        std::string why = "holds nothing to look at: no interval of its run was recorded";
        if (!label().why.empty()) why.append("; it failed: ").append(label().why);
        throw reports::StoreError{path, why};
    }
}

void FileRun::refresh() {
    careful([&] { read_news(); });
}

void FileRun::read_news() {
    reader_.refresh();
    if (has_grown()) {
        topology_ = topology_of(reader_.names(), reader_.edges(), reader_.workloads());
        passed_.clear();
    }
    if (played_.empty()) played_.push_back(0);
    while (played_.size() <= intervals().size())
        played_.push_back(played_.back() + intervals()[played_.size() - 1].events);
    read_events();
}

/// Whether there is anybody, or a workload that says whose pods are whose, who was not there yet.
bool FileRun::has_grown() {
    const reports::Names& names = reader_.names();
    std::size_t known = reader_.edges().size() + reader_.workloads().size();
    for (const NameKind kind : {NameKind::service, NameKind::pod, NameKind::version,
                                NameKind::cluster, NameKind::load, NameKind::step})
        known += names.all(kind).size();
    return std::exchange(known_, known) != known;
}

void FileRun::read_events() {
    const std::size_t before = events_.size();
    const reports::RecordedChanges news = reader_.changes_after(changes_read_);
    changes_read_ = news.rows_read;
    const reports::RecordedLimits limits = reader_.limits_after(limits_read_);
    limits_read_ = limits.rows_read;
    limit_blocks_end_ = std::max(limit_blocks_end_, limits.blocks_end);
    if (before == 0) events_.reserve(news.of_state.size() + limits.counts.size());
    for (const Change& change : news.of_state)
        events_.push_back({.change = change});
    const auto first_limit = static_cast<std::ptrdiff_t>(events_.size());
    for (const reports::LimitCount& limit : limits.counts) {
        events_.push_back({.change = {.at = intervals()[limit.interval].start,
                                      .kind = Change::Kind::limit_reached,
                                      .cluster = limit.cluster,
                                      .value = limit.limit},
                           .count = limit.count});
    }
    const auto middle = events_.begin() + static_cast<std::ptrdiff_t>(before);
    for (std::size_t event = before; event < events_.size(); ++event)
        see(events_[event].change);
    // Both are in order of time, as what was read before is.
    std::ranges::inplace_merge(middle, events_.begin() + first_limit, events_.end(), {},
                               event_time);
    std::ranges::inplace_merge(events_, middle, {}, event_time);
    if (events_.size() != before) passed_.clear();
    topology_.has_control = has_control_;
    for (std::size_t pod = 0; pod < std::min(topology_.pods.size(), starts_.size()); ++pod)
        topology_.pods[pod].zone = reader_.names().of(NameKind::zone, starts_[pod].zone);
}

/// What a change says of who is there.
void FileRun::see(const Change& change) {
    has_control_ = has_control_ || change.kind == Change::Kind::config_pushed;
    if (change.kind != Change::Kind::pod_started || change.pod == none) return;
    if (change.pod >= starts_.size()) starts_.resize(std::size_t{change.pod} + 1);
    Start& start = starts_[change.pod];
    if (!start.at) start.at = change.at;
    if (change.value > 0) start.zone = static_cast<std::uint32_t>(change.value - 1);
}

Flow FileRun::flow_of(const reports::SeriesRow& row, std::size_t interval) const {
    return flow_of_row(row, intervals()[interval]);
}

void FileRun::add_flows(Snapshot& snapshot, std::size_t interval) {
    snapshot.from = intervals()[interval].start;
    snapshot.to = intervals()[interval].end;
    for (const reports::SeriesRow& row : reader_.series_of_interval(interval)) {
        if (row.load < snapshot.loads.size()) snapshot.loads[row.load] = flow_of(row, interval);
        if (row.edge < snapshot.edges.size()) snapshot.edges[row.edge] = flow_of(row, interval);
    }
}

void FileRun::add_limits(Snapshot& snapshot, std::size_t interval) {
    for (const reports::LimitCount& limit : reader_.limits_of_interval(interval))
        if (limit.cluster < snapshot.limits.size()) snapshot.limits[limit.cluster] += limit.count;
}

/// How all stand before anything happens.
States FileRun::states_at_start() const {
    Snapshot snapshot;
    snapshot.pods.resize(topology_.pods.size());
    snapshot.panics.resize(topology_.clusters.size());
    for (std::size_t pod = 0; pod < std::min(snapshot.pods.size(), starts_.size()); ++pod)
        if (starts_[pod].at.value_or(mesh::Instant{}) > mesh::Instant{})
            snapshot.pods[pod].life = PodState::Life::gone;
    return States{std::move(snapshot)};
}

/// How all stand after so many events. Some states are kept, so that neither a long way from the
/// beginning nor much memory is needed for any.
States FileRun::states_after(std::size_t count) {
    constexpr std::size_t quickly_seen = 4'096;
    constexpr std::size_t most_kept = 64;  // Of a thousand pods one may take a megabyte.
    const std::size_t apart =
        std::max({quickly_seen, 8 * topology_.pods.size(), events_.size() / most_kept + 1});
    const auto see = [this](States& states, std::size_t from, std::size_t to) {
        for (std::size_t event = from; event < to; ++event)
            states.see(events_[event].change);
    };
    if (passed_.empty()) passed_.push_back(states_at_start());
    while (passed_.size() <= count / apart) {
        States next = passed_.back();
        see(next, (passed_.size() - 1) * apart, passed_.size() * apart);
        passed_.push_back(std::move(next));
    }
    States states = passed_[count / apart];
    see(states, count / apart * apart, count);
    return states;
}

Snapshot FileRun::snapshot(mesh::Instant at) {
    const auto seen = std::ranges::upper_bound(events_, at, {}, event_time);
    States states = states_after(static_cast<std::size_t>(seen - events_.begin()));
    Snapshot& now = states.snapshot();
    now.at = at;
    now.edges.resize(topology_.edges.size());
    now.loads.resize(topology_.loads.size());
    now.limits.resize(topology_.clusters.size());
    if (!intervals().empty()) {
        careful([&] {
            add_flows(now, interval_at(at));
            add_limits(now, interval_at(at));
        });
    }
    return states.finished(topology_);
}

Played FileRun::played(mesh::Instant at) const {
    if (intervals().empty()) return {};
    const std::size_t interval = interval_at(at);
    if (interval + 1 >= played_.size()) return {};  // Not all of the newest could be read.
    const reports::Interval& it = intervals()[interval];
    const double seconds = seconds_of(it);
    const auto events = static_cast<double>(it.events);
    if (seconds <= 0) return {.events = played_[interval + 1]};
    const double passed = std::chrono::duration<double>(at - it.start).count();
    const double share = std::clamp(passed / seconds, 0.0, 1.0);
    return {.events = played_[interval] + static_cast<std::uint64_t>(share * events),
            .per_second = events / seconds};
}

void FileRun::read_loads() {
    const std::size_t known = loads_.size();
    for (std::size_t interval = known; interval < intervals().size(); ++interval)
        loads_.push_back({.seconds = seconds_of(intervals()[interval])});
    for (const reports::SeriesPoint& point : reader_.series_of_loads(known))
        if (point.interval < loads_.size())
            loads_[point.interval].add(flow_of(point.row, point.interval));
}

std::vector<Flow> FileRun::edges(std::size_t from, std::size_t to) {
    to = std::min(to, intervals().size());
    std::vector<Flow> flows(topology_.edges.size());
    if (from >= to) return flows;
    const reports::Interval all{intervals()[from].start, intervals()[to - 1].end};
    for (Flow& flow : flows)
        flow.seconds = seconds_of(all);
    for (const reports::SeriesRow& row :
         careful([&] { return reader_.edges_of_intervals(from, to); }))
        if (row.edge < flows.size()) flows[row.edge] = flow_of_row(row, all);
    return flows;
}

/// Of a service all that lead to it; of a client those that it asks along. By number.
std::vector<std::uint32_t> FileRun::edges_of(const CurveOf& what) const {
    std::vector<std::uint32_t> edges;
    if (what.kind == CurveOf::Kind::edge) {
        edges = what.also;
        edges.push_back(what.number);
        std::ranges::sort(edges);
    }
    if (what.kind != CurveOf::Kind::service) return edges;
    const auto leads_there = [&](const Topology::Edge& edge) {
        return edge.destination == what.number;
    };
    const bool is_called = std::ranges::any_of(topology_.edges, leads_there);
    for (std::uint32_t number = 0; number < topology_.edges.size(); ++number) {
        const Topology::Edge& edge = topology_.edges[number];
        if ((is_called ? edge.destination : edge.source) == what.number) edges.push_back(number);
    }
    return edges;
}

/// Of a run that goes on, what is new is read interval by interval: all of it is too much to be
/// read again and again.
void FileRun::read_curve() {
    std::vector<Flow>& flows = curve_.flows;
    const std::size_t known = flows.size();
    for (std::size_t interval = known; interval < intervals().size(); ++interval)
        flows.push_back({.seconds = seconds_of(intervals()[interval])});
    if (known == 0 || flows.size() - known > few_intervals) {
        for (const std::uint32_t edge : curve_.edges)
            for (const reports::SeriesPoint& point : reader_.series_of_edge(edge))
                if (point.interval >= known && point.interval < flows.size())
                    flows[point.interval].add(flow_of(point.row, point.interval));
        return;
    }
    for (std::size_t interval = known; interval < flows.size(); ++interval)
        for (const reports::SeriesRow& row : reader_.series_of_interval(interval))
            if (std::ranges::binary_search(curve_.edges, row.edge))
                flows[interval].add(flow_of(row, interval));
}

/// The same of a pod.
void FileRun::read_pod() {
    std::vector<Flow>& flows = curve_.flows;
    const std::size_t known = flows.size();
    for (std::size_t interval = known; interval < intervals().size(); ++interval)
        flows.push_back({.seconds = seconds_of(intervals()[interval])});
    const bool is_much = known == 0 || flows.size() - known > few_intervals;
    for (const reports::PodPoint& point : is_much
                                              ? reader_.series_of_pod(curve_.what.number)
                                              : reader_.pods_of_intervals(known, flows.size())) {
        const bool is_its = point.row.pod == curve_.what.number;
        if (is_its && point.interval >= known && point.interval < flows.size())
            flows[point.interval] = flow_of_pod(point.row, intervals()[point.interval]);
    }
}

std::vector<Flow> FileRun::curve(CurveOf what) {
    if (what.kind == CurveOf::Kind::all_loads) {
        careful([&] { read_loads(); });
        return loads_;
    }
    const std::vector<std::uint32_t> edges = edges_of(what);
    // Other edges than before: of what was read, some are missing or do not belong there.
    const bool is_same = curve_.what == what && std::ranges::includes(edges, curve_.edges);
    if (!is_same) curve_ = {};
    curve_.what = what;
    curve_.edges = edges;
    careful([&] { what.kind == CurveOf::Kind::pod ? read_pod() : read_curve(); });
    return curve_.flows;
}

}  // namespace weft::gui
