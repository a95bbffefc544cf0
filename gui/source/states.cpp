#include "gui/source/states.hpp"

#include <vector>

namespace weft::gui {

using sim::observe::Change;

void Holders::set(const Change& change, bool on) {
    const std::tuple key{change.source, change.cluster, change.pod};
    if (on) {
        held_.insert(key);
    } else {
        held_.erase(key);
    }
}

void Holders::forget(std::uint32_t pod) {
    std::erase_if(held_, [pod](const auto& key) { return std::get<2>(key) == pod; });
}

void States::see(const Change& change) {
    see_holders(change);
    strikes_.see(change);
    configs_.see(change, snapshot_, strikes_);
    if (change.step != none) see_step(change);
    if (change.pod < snapshot_.pods.size()) see_pod(change, snapshot_.pods[change.pod]);
}

Snapshot States::finished(const Topology& topology) const {
    Snapshot snapshot = snapshot_;
    strikes_.mark(snapshot, topology);
    auto& pods = snapshot.pods;
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
        if (cluster < snapshot.panics.size()) ++snapshot.panics[cluster];
    });
    return snapshot;
}

void States::see_holders(const Change& change) {
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

void States::see_step(const Change& change) {
    auto& faults = snapshot_.faults;
    if (change.kind == Change::Kind::fault_struck) return;
    if (change.kind == Change::Kind::manifest_applied) snapshot_.applied.push_back(change.step);
    std::erase(faults, change.step);
    if (change.kind == Change::Kind::fault_started) faults.push_back(change.step);
}

void States::see_pod(const Change& change, PodState& pod) {
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

}  // namespace weft::gui
