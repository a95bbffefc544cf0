#include "gui/source/file_run.hpp"

#include "gui/source/run_topology.hpp"
#include "gui/source/strikes.hpp"
#include "reports/store/store_error.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace weft::gui {

using sim::observe::Change;
using sim::observe::NameKind;

namespace {

double seconds_of(const reports::Interval& interval) {
    return std::chrono::duration<double>(interval.end - interval.start).count();
}

/// Keeps who ejected whom, or whose circuit is open, as long as it is so.
class Holders {
public:
    void set(const Change& change, bool on) {
        const std::tuple key{change.source, change.cluster, change.pod};
        if (on) {
            held_.insert(key);
        } else {
            held_.erase(key);
        }
    }

    void forget(std::uint32_t pod) {
        std::erase_if(held_, [pod](const auto& key) { return std::get<2>(key) == pod; });
    }

    template <class Count>
    void count(Count count) const {
        for (const auto& [source, cluster, pod] : held_)
            count(source, cluster, pod);
    }

private:
    std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> held_;
};

/// Goes through the changes of a run and knows how all stand then.
class States {
public:
    explicit States(Snapshot& snapshot) : snapshot_(snapshot) {}

    void see(const Change& change) {
        see_holders(change);
        strikes_.see(change);
        configs_.see(change, snapshot_, strikes_);
        if (change.step != none) see_step(change);
        if (change.pod < snapshot_.pods.size()) see_pod(change, snapshot_.pods[change.pod]);
    }

    void finish(const Topology& topology) {
        strikes_.mark(snapshot_, topology);
        auto& pods = snapshot_.pods;
        ejected_.count([&](std::uint32_t source, std::uint32_t, std::uint32_t pod) {
            if (pod < pods.size()) ++pods[pod].ejected_by;
            if (source < pods.size()) ++pods[source].ejects;
        });
        open_.count([&](std::uint32_t source, std::uint32_t, std::uint32_t pod) {
            if (pod < pods.size()) ++pods[pod].circuits_open;
            if (source < pods.size()) ++pods[source].holds_circuits;
        });
        half_open_.count([&](std::uint32_t, std::uint32_t, std::uint32_t pod) {
            if (pod < pods.size()) ++pods[pod].circuits_half_open;
        });
        panics_.count([&](std::uint32_t, std::uint32_t cluster, std::uint32_t) {
            if (cluster < snapshot_.panics.size()) ++snapshot_.panics[cluster];
        });
    }

private:
    void see_holders(const Change& change) {
        switch (change.kind) {
            case Change::Kind::host_ejected:
            case Change::Kind::host_returned:
                ejected_.set(change, change.kind == Change::Kind::host_ejected);
                break;
            case Change::Kind::circuit_opened:
            case Change::Kind::circuit_closed:
                open_.set(change, change.kind == Change::Kind::circuit_opened);
                half_open_.set(change, false);
                break;
            case Change::Kind::circuit_half_open:
                open_.set(change, true);
                half_open_.set(change, true);
                break;
            case Change::Kind::panic_entered:
            case Change::Kind::panic_left:
                panics_.set(change, change.kind == Change::Kind::panic_entered);
                break;
            default:
                break;
        }
    }

    void see_step(const Change& change) {
        auto& faults = snapshot_.faults;
        if (change.kind == Change::Kind::fault_struck) return;
        if (change.kind == Change::Kind::manifest_applied) snapshot_.applied.push_back(change.step);
        std::erase(faults, change.step);
        if (change.kind == Change::Kind::fault_started) faults.push_back(change.step);
    }

    void see_pod(const Change& change, PodState& pod) {
        using Life = PodState::Life;
        switch (change.kind) {
            case Change::Kind::pod_started:
            case Change::Kind::pod_ready:
                pod.life = Life::up;
                break;
            case Change::Kind::pod_not_ready:
                // That it is known to be down makes it no better.
                if (pod.life != Life::crashed) pod.life = Life::not_ready;
                break;
            case Change::Kind::pod_crashed:
            case Change::Kind::out_of_memory:
                pod.life = Life::crashed;
                break;
            case Change::Kind::pod_stopped:
            case Change::Kind::pod_gone:
                pod.life = Life::gone;
                ejected_.forget(change.pod);
                open_.forget(change.pod);
                half_open_.forget(change.pod);
                break;
            case Change::Kind::overload_entered:
            case Change::Kind::overload_left:
                pod.overloaded = change.kind == Change::Kind::overload_entered;
                break;
            default:
                break;
        }
    }

    Snapshot& snapshot_;
    Strikes strikes_;
    HeldConfigs configs_;
    Holders ejected_;
    Holders open_;
    Holders half_open_;
    Holders panics_;
};

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
    if (has_grown()) topology_ = topology_of(reader_);
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
    return {.seconds = seconds_of(intervals()[interval]),
            .requests = row.requests,
            .attempts = row.attempts,
            .failed = row.failed,
            .latency_sum = row.latency_sum,
            .p50 = row.p50,
            .p99 = row.p99,
            .rejected = row.rejected,
            .unanswered = row.unanswered};
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
    States states{snapshot};
    for (std::size_t pod = 0; pod < begins_.size(); ++pod)
        if (begins_[pod] > mesh::Instant{}) snapshot.pods[pod].life = PodState::Life::gone;
    for (const Event& event : events_) {
        const Change& change = event.change;
        if (change.at > snapshot.at && change.at >= snapshot.to) break;
        if (change.kind == Change::Kind::limit_reached) {
            if (change.at == snapshot.from && change.cluster < snapshot.limits.size())
                snapshot.limits[change.cluster] += event.count;
        } else if (change.at <= snapshot.at) {
            states.see(change);
        }
    }
    states.finish(topology_);
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
