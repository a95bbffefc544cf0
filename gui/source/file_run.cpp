#include "gui/source/file_run.hpp"

#include "gui/source/strikes.hpp"
#include "reports/store/store_error.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace weft::gui {

using sim::observe::Change;
using sim::observe::NameKind;

namespace {

double seconds_of(const reports::Interval& interval) {
    return std::chrono::duration<double>(interval.end - interval.start).count();
}

/// "shop" of "shop.default.svc.cluster.local", and "default".
std::pair<std::string, std::string> name_and_namespace(const std::string& host) {
    const std::size_t dot = host.find('.');
    if (dot == std::string::npos || host.find(".svc.", dot) == std::string::npos) return {host, ""};
    return {host.substr(0, dot), host.substr(dot + 1, host.find('.', dot + 1) - dot - 1)};
}

/// Whether the pod is one of the workload: "cart-0", "web-open-0.open", "ingress-shoppers".
bool is_pod_of(std::string_view pod, const sim::observe::Workload& workload) {
    return pod.starts_with(workload.name) && pod.size() > workload.name.size() &&
           pod[workload.name.size()] == '-' &&
           (pod.find('.') == std::string_view::npos || pod.ends_with("." + workload.ns));
}

/// The services of a topology by their names.
class ServicesByName {
public:
    explicit ServicesByName(const Topology& topology) : topology_(topology) {
        for (std::uint32_t number = 0; number < topology.services.size(); ++number)
            numbers_.emplace(topology.services[number].name, number);
    }

    /// The one that a name or a host means; none if there is no such service.
    std::uint32_t find(const std::string& name, const std::string& ns) const {
        if (const auto found = numbers_.find(name); found != numbers_.end()) {
            const std::string& own = topology_.services[found->second].ns;
            if (own == ns || own.empty()) return found->second;
        }
        const auto found = numbers_.find(name + "." + ns);
        const bool is_there = found != numbers_.end() && topology_.services[found->second].ns == ns;
        return is_there ? found->second : none;
    }

private:
    const Topology& topology_;
    std::map<std::string, std::uint32_t> numbers_;
};

void add_services(Topology& topology, const reports::RunReader& reader) {
    std::map<std::string, std::string> namespaces;
    for (const sim::observe::Workload& workload : reader.workloads()) {
        const auto [host, ns] = name_and_namespace(workload.host);
        namespaces[host.empty() ? workload.service : host] = workload.ns;
        if (!host.empty()) namespaces[host + "." + ns] = workload.ns;
    }
    for (const std::string& name : reader.names().all(NameKind::service)) {
        const auto found = namespaces.find(name);
        topology.services.push_back(
            {name, found == namespaces.end() ? std::string{} : found->second, {}});
    }
}

/// The workload with the longest name that a pod's begins with, up to one of its dashes.
const sim::observe::Workload* workload_of(
    const std::string& pod,
    const std::multimap<std::string, const sim::observe::Workload*>& workloads) {
    for (std::size_t dash = pod.rfind('-'); dash != std::string::npos && dash > 0;
         dash = pod.rfind('-', dash - 1)) {
        const auto [first, last] = workloads.equal_range(pod.substr(0, dash));
        for (auto it = first; it != last; ++it)
            if (is_pod_of(pod, *it->second)) return it->second;
    }
    return nullptr;
}

/// A pod belongs to the service that leads to its workload.
void add_pods(Topology& topology, const reports::RunReader& reader) {
    std::multimap<std::string, const sim::observe::Workload*> workloads;
    for (const sim::observe::Workload& workload : reader.workloads())
        workloads.emplace(workload.name, &workload);
    const ServicesByName services{topology};
    for (const std::string& name : reader.names().all(NameKind::pod)) {
        const sim::observe::Workload* const found = workload_of(name, workloads);
        Topology::Pod pod{.name = name};
        if (found != nullptr) {
            const auto [host, ns] = name_and_namespace(found->host);
            pod.service = services.find(host.empty() ? found->service : host, found->ns);
        }
        if (pod.service != none) {
            topology.services[pod.service].pods.push_back(
                static_cast<std::uint32_t>(topology.pods.size()));
        }
        topology.pods.push_back(std::move(pod));
    }
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
                pod.life = Life::not_ready;
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
    reader_.refresh();
    read_topology();
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

void FileRun::read_topology() {
    if (!has_grown()) return;
    topology_ = {};
    const reports::Names& names = reader_.names();
    add_services(topology_, reader_);
    add_pods(topology_, reader_);
    for (const reports::Edge& edge : reader_.edges())
        topology_.edges.push_back(
            {edge.source, edge.destination, names.of(NameKind::version, edge.version)});
    const ServicesByName services{topology_};
    for (const std::string& name : names.all(NameKind::cluster)) {
        const auto [host, ns] = name_and_namespace(name.substr(name.rfind('|') + 1));
        topology_.clusters.push_back({name, services.find(host, ns)});
    }
    topology_.loads = names.all(NameKind::load);
    topology_.steps = names.all(NameKind::step);
}

void FileRun::read_events() {
    const std::size_t before = events_.size();
    const reports::RecordedChanges news = reader_.changes_after(changes_read_);
    changes_read_ = news.rows_read;
    for (const Change& change : news.of_state)
        events_.push_back({.change = change});
    for (const reports::LimitCount& limit : news.limits) {
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
    if (!intervals().empty()) add_flows(snapshot, interval_at(at));
    add_states(snapshot);
    return snapshot;
}

std::vector<Flow> FileRun::curve(CurveOf what) {
    std::vector<Flow> flows(intervals().size());
    for (std::size_t interval = 0; interval < flows.size(); ++interval)
        flows[interval].seconds = seconds_of(intervals()[interval]);
    const auto add = [&](const std::vector<reports::SeriesPoint>& points) {
        for (const reports::SeriesPoint& point : points) {
            if (point.interval < flows.size())
                flows[point.interval].add(flow_of(point.row, point.interval));
        }
    };
    if (what.kind == CurveOf::Kind::all_loads) add(reader_.series_of_loads());
    if (what.kind == CurveOf::Kind::edge) add(reader_.series_of_edge(what.number));
    if (what.kind != CurveOf::Kind::service) return flows;
    const auto leads_there = [&](const Topology::Edge& edge) {
        return edge.destination == what.number;
    };
    const bool is_called = std::ranges::any_of(topology_.edges, leads_there);
    for (std::uint32_t number = 0; number < topology_.edges.size(); ++number) {
        const Topology::Edge& edge = topology_.edges[number];
        if ((is_called ? edge.destination : edge.source) == what.number)
            add(reader_.series_of_edge(number));
    }
    return flows;
}

}  // namespace weft::gui
