#include "gui/source/file_run.hpp"

#include "gui/source/run_topology.hpp"
#include "gui/source/states.hpp"
#include "reports/store/store_error.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace weft::gui {

using sim::observe::Change;
using sim::observe::NameKind;

namespace {

double seconds_of(const reports::Interval& interval) {
    return std::chrono::duration<double>(interval.end - interval.start).count();
}

}  // namespace

FileRun::FileRun(const std::filesystem::path& path) : reader_(path) {
    refresh();
    if (intervals().empty() && label().status != "running") {
        throw reports::StoreError{path,
                                  "holds nothing to look at: no interval of its run was recorded"};
    }
}

void FileRun::refresh() {
    careful([&] { read_news(); });
}

void FileRun::read_news() {
    reader_.refresh();
    if (has_grown()) topology_ = topology_of(reader_.names(), reader_.edges(), reader_.workloads());
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
    for (const Change& change : news.of_state)
        events_.push_back({.change = change});
    const reports::RecordedLimits limits = reader_.limits_after(limits_read_);
    limits_read_ = limits.rows_read;
    for (const reports::LimitCount& limit : limits.counts) {
        events_.push_back({.change = {.at = intervals()[limit.interval].start,
                                      .kind = Change::Kind::limit_reached,
                                      .cluster = limit.cluster,
                                      .value = limit.limit},
                           .count = limit.count});
    }
    const auto moment = [](const Event& event) { return event.change.at; };
    const auto middle = events_.begin() + static_cast<std::ptrdiff_t>(before);
    std::ranges::stable_sort(middle, events_.end(), {}, moment);
    std::ranges::inplace_merge(events_, middle, {}, moment);
    topology_.has_control = std::ranges::any_of(events_, [](const Event& event) {
        return event.change.kind == Change::Kind::config_pushed;
    });
    begins_.assign(topology_.pods.size(), mesh::Instant{});
    std::set<std::uint32_t> begun;
    for (const Event& event : events_) {
        const Change& change = event.change;
        if (change.kind != Change::Kind::pod_started || change.pod >= begins_.size()) continue;
        if (begun.insert(change.pod).second) begins_[change.pod] = change.at;
        if (change.value > 0) {
            const auto zone = static_cast<std::uint32_t>(change.value - 1);
            topology_.pods[change.pod].zone = reader_.names().of(NameKind::zone, zone);
        }
    }
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

void FileRun::add_states(Snapshot& snapshot) const {
    for (std::size_t pod = 0; pod < begins_.size(); ++pod)
        if (begins_[pod] > mesh::Instant{}) snapshot.pods[pod].life = PodState::Life::gone;
    States states{std::move(snapshot)};
    Snapshot& now = states.snapshot();
    for (const Event& event : events_) {
        const Change& change = event.change;
        if (change.at > now.at && change.at >= now.to) break;
        if (change.kind == Change::Kind::limit_reached) {
            if (change.at == now.from && change.cluster < now.limits.size())
                now.limits[change.cluster] += event.count;
        } else if (change.at <= now.at) {
            states.see(change);
        }
    }
    snapshot = states.finished(topology_);
}

Snapshot FileRun::snapshot(mesh::Instant at) {
    Snapshot snapshot;
    snapshot.at = at;
    snapshot.edges.resize(topology_.edges.size());
    snapshot.loads.resize(topology_.loads.size());
    snapshot.pods.resize(topology_.pods.size());
    snapshot.limits.resize(topology_.clusters.size());
    snapshot.panics.resize(topology_.clusters.size());
    if (!intervals().empty()) careful([&] { add_flows(snapshot, interval_at(at)); });
    add_states(snapshot);
    return snapshot;
}

/// Of a run that goes on, what is new is read interval by interval: all of it is too much to be
/// read again and again.
void FileRun::read_loads() {
    constexpr std::size_t few = 100;
    const std::size_t known = loads_.size();
    for (std::size_t interval = known; interval < intervals().size(); ++interval)
        loads_.push_back({.seconds = seconds_of(intervals()[interval])});
    if (loads_.size() - known > few) {
        for (const reports::SeriesPoint& point : reader_.series_of_loads())
            if (point.interval >= known && point.interval < loads_.size())
                loads_[point.interval].add(flow_of(point.row, point.interval));
        return;
    }
    for (std::size_t interval = known; interval < loads_.size(); ++interval)
        for (const reports::SeriesRow& row : reader_.series_of_interval(interval))
            if (row.edge == none) loads_[interval].add(flow_of(row, interval));
}

std::vector<Flow> FileRun::curve(CurveOf what) {
    if (what.kind == CurveOf::Kind::all_loads) {
        careful([&] { read_loads(); });
        return loads_;
    }
    std::vector<Flow> flows(intervals().size());
    for (std::size_t interval = 0; interval < flows.size(); ++interval)
        flows[interval].seconds = seconds_of(intervals()[interval]);
    const auto add = [&](const std::vector<reports::SeriesPoint>& points) {
        for (const reports::SeriesPoint& point : points) {
            if (point.interval < flows.size())
                flows[point.interval].add(flow_of(point.row, point.interval));
        }
    };
    if (what.kind == CurveOf::Kind::edge)
        add(careful([&] { return reader_.series_of_edge(what.number); }));
    if (what.kind != CurveOf::Kind::service) return flows;
    const auto leads_there = [&](const Topology::Edge& edge) {
        return edge.destination == what.number;
    };
    const bool is_called = std::ranges::any_of(topology_.edges, leads_there);
    for (std::uint32_t number = 0; number < topology_.edges.size(); ++number) {
        const Topology::Edge& edge = topology_.edges[number];
        if ((is_called ? edge.destination : edge.source) == what.number)
            add(careful([&] { return reader_.series_of_edge(number); }));
    }
    return flows;
}

}  // namespace weft::gui
