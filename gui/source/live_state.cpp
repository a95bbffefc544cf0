#include "gui/source/live_state.hpp"

#include "gui/source/run_topology.hpp"

#include <chrono>
#include <utility>

namespace weft::gui {

using sim::observe::Change;
using sim::observe::NameKind;

Topology LiveState::topology() const {
    if (!names) return {};
    Topology topology = topology_of(names->names, names->edges, names->workloads);
    topology.has_control = has_control;
    for (std::size_t pod = 0; pod < topology.pods.size() && pod < zones.size(); ++pod)
        topology.pods[pod].zone = names->names.of(NameKind::zone, zones[pod]);
    return topology;
}

bool LiveWitness::see(const reports::Batch& batch) {
    if (!batch.names.empty() || !batch.edges.empty() || !batch.workloads.empty() || !state_.names)
        learn_names(batch);
    for (const Change& change : batch.changes)
        see(change);
    if (!batch.interval) return false;
    end_interval(batch);
    return true;
}

void LiveWitness::learn_names(const reports::Batch& batch) {
    auto known = state_.names ? std::make_shared<RunNames>(*state_.names)  // Others read the old.
                              : std::make_shared<RunNames>();
    for (const reports::NameRow& row : batch.names)
        known->names.add(row.kind, row.number, row.name);
    for (const reports::WorkloadRow& row : batch.workloads) {
        if (row.number >= known->workloads.size())
            known->workloads.resize(std::size_t{row.number} + 1);
        known->workloads[row.number] = row.labels;
    }
    known->edges.insert(known->edges.end(), batch.edges.begin(), batch.edges.end());

    Snapshot& snapshot = state_.states.snapshot();
    const std::size_t pods = known->names.all(NameKind::pod).size();
    const std::size_t clusters = known->names.all(NameKind::cluster).size();
    // Who comes later is not there before it is started.
    const auto life = has_begun_ ? PodState::Life::gone : PodState::Life::unknown;
    snapshot.pods.resize(pods, {.life = life});
    snapshot.panics.resize(clusters);
    limits_.resize(clusters);
    state_.zones.resize(pods, none);
    state_.names = std::move(known);
}

void LiveWitness::see(const Change& change) {
    if (change.kind == Change::Kind::limit_reached) {
        if (change.cluster < limits_.size()) ++limits_[change.cluster];
        return;
    }
    const bool is_in_zone = change.kind == Change::Kind::pod_started && change.value > 0;
    if (is_in_zone && change.pod < state_.zones.size())
        state_.zones[change.pod] = static_cast<std::uint32_t>(change.value - 1);
    if (change.kind == Change::Kind::config_pushed) state_.has_control = true;
    state_.states.see(change);
}

/// The series of an interval come with its end.
void LiveWitness::end_interval(const reports::Batch& batch) {
    const reports::Interval& interval = *batch.interval;
    const std::chrono::duration<double> length = interval.end - interval.start;
    state_.played.events += interval.events;
    state_.played.per_second =
        length.count() > 0 ? static_cast<double>(interval.events) / length.count() : 0;
    Snapshot& snapshot = state_.states.snapshot();
    snapshot.at = interval.end;
    snapshot.from = interval.start;
    snapshot.to = interval.end;
    snapshot.edges.assign(state_.names->edges.size(), {});
    snapshot.loads.assign(state_.names->names.all(NameKind::load).size(), {});
    for (const reports::SeriesRow& row : batch.series) {
        if (row.load < snapshot.loads.size()) snapshot.loads[row.load] = flow_of_row(row, interval);
        if (row.edge < snapshot.edges.size()) snapshot.edges[row.edge] = flow_of_row(row, interval);
    }
    snapshot.limits = limits_;
    limits_.assign(limits_.size(), 0);
    has_begun_ = true;
}

}  // namespace weft::gui
