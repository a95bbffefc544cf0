#include "gui/source/strikes.hpp"

namespace weft::gui {

using sim::observe::Change;

namespace {

/// By service: whether one of these pods is its.
std::vector<bool> services_with(const std::vector<std::uint32_t>& pods, const Topology& topology) {
    std::vector<bool> services(topology.services.size());
    for (const std::uint32_t pod : pods) {
        if (pod >= topology.pods.size()) continue;
        const std::uint32_t service = topology.pods[pod].service;
        if (service < services.size()) services[service] = true;
    }
    return services;
}

}  // namespace

void Strikes::see(const Change& change) {
    if (change.kind != Change::Kind::fault_struck || change.value > 2) return;
    Struck& struck = steps_[change.step];
    if (struck.at != change.at) struck = {.at = change.at, .pods = {}};
    struck.pods[change.value].push_back(change.pod);
}

std::vector<bool> Strikes::struck_pods(const Snapshot& snapshot) const {
    std::vector<bool> struck(snapshot.pods.size());
    for (const std::uint32_t step : snapshot.faults) {
        const auto found = steps_.find(step);
        if (found == steps_.end()) continue;
        for (const std::uint32_t pod : found->second.pods[0])
            if (pod < struck.size()) struck[pod] = true;
    }
    return struck;
}

void Strikes::mark(Snapshot& snapshot, const Topology& topology) const {
    const std::vector<bool> struck = struck_pods(snapshot);
    for (std::size_t pod = 0; pod < struck.size(); ++pod)
        snapshot.pods[pod].is_struck = struck[pod];
    snapshot.struck_edges.assign(topology.edges.size(), {});
    for (const std::uint32_t step : snapshot.faults) {
        const auto found = steps_.find(step);
        if (found == steps_.end()) continue;
        const auto one = services_with(found->second.pods[1], topology);
        const auto other = services_with(found->second.pods[2], topology);
        for (std::size_t number = 0; number < topology.edges.size(); ++number) {
            const Topology::Edge& edge = topology.edges[number];
            const bool is_between = (one[edge.source] && other[edge.destination]) ||
                                    (other[edge.source] && one[edge.destination]);
            if (is_between) snapshot.struck_edges[number].push_back(step);
        }
    }
}

void HeldConfigs::see(const Change& change, Snapshot& snapshot, const Strikes& strikes) {
    refuses_.resize(snapshot.pods.size());
    const bool is_of_pod = change.pod < snapshot.pods.size();
    switch (change.kind) {
        case Change::Kind::config_pushed:
            if (snapshot.newest_config == 0) start(change.value, snapshot);
            if (change.value <= snapshot.newest_config) return;
            snapshot.newest_config = change.value;
            snapshot.newest_config_since = change.at;
            return;
        case Change::Kind::config_applied:
            if (!is_of_pod) return;
            snapshot.pods[change.pod].config = change.value;
            snapshot.pods[change.pod].config_since = change.at;
            refuses_[change.pod] = false;
            return;
        case Change::Kind::config_rejected:
            if (is_of_pod) refuses_[change.pod] = true;
            return;
        case Change::Kind::config_converged:
            return converge(snapshot, strikes.struck_pods(snapshot));
        default:
            return;
    }
}

/// At the start every proxy holds what it must know.
void HeldConfigs::start(std::uint64_t version, Snapshot& snapshot) {
    for (PodState& pod : snapshot.pods)
        if (pod.life != PodState::Life::gone) pod.config = version;
}

/// Those that a version does not concern are not told of it. Who refuses it, or is kept from
/// hearing of it, holds what it held.
void HeldConfigs::converge(Snapshot& snapshot, const std::vector<bool>& struck) {
    for (std::size_t pod = 0; pod < snapshot.pods.size(); ++pod) {
        PodState& state = snapshot.pods[pod];
        if (state.config == 0 || refuses_[pod] || struck[pod]) continue;
        state.config = snapshot.newest_config;
    }
}

}  // namespace weft::gui
