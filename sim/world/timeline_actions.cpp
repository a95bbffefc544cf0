// What the steps of the timeline do that are no faults.
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/timeline.hpp"
#include "sim/world/workload_control.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>
#include <vector>

namespace weft::sim {
namespace {

using Change = observe::Change;
using mesh::control::RouteDestination;

/// The destination's name for a shift: its subset, or else its host.
const std::string& shifted_name(const RouteDestination& destination) {
    const auto& to = destination.destination;
    return to.subset.empty() ? to.host : to.subset;
}

/// Goes on to the wanted weights, so that they are reached after `left` equal parts.
void shift_weights(std::vector<RouteDestination>& route,
                   const PlannedShift& shift,
                   std::int64_t left) {
    const std::uint32_t unsaid = route.size() == 1 ? 100 : 0;
    for (const auto& [name, weight] : shift.to) {
        if (std::ranges::find(route, name, shifted_name) != route.end()) continue;
        RouteDestination added = route.front();
        added.destination.subset = name;
        added.weight = 0;
        route.push_back(std::move(added));
    }
    for (RouteDestination& destination : route) {
        const auto wanted = shift.to.find(shifted_name(destination));
        const std::int64_t to = wanted == shift.to.end() ? 0 : wanted->second;
        const std::int64_t from = destination.weight.value_or(unsaid);
        const std::int64_t half = to > from ? left / 2 : -(left / 2);
        destination.weight = static_cast<std::uint32_t>(from + (to - from + half) / left);
    }
}

/// The rule that is meant; null if there is none.
mesh::control::HttpRoute* find_rule(mesh::control::VirtualService& service,
                                    const std::string& name) {
    for (mesh::control::HttpRoute& rule : service.http) {
        if (!rule.route.empty() && (name.empty() || rule.name == name)) return &rule;
    }
    return nullptr;
}

}  // namespace

void Timeline::perform(std::uint32_t number, const PlannedApply& apply) {
    for (const auto& resource : apply.resources)
        world_.store_.put(resource, world_.now_);
    note(number, Change::Kind::manifest_applied, apply.resources.size());
    world_.follow_store();
    round_ended(number);
}

void Timeline::perform(std::uint32_t number, const PlannedNodeChange& change) {
    world_.nodes_->change(change);
    round_ended(number);
}

void Timeline::perform(std::uint32_t number, const PlannedWorkloadChange& change) {
    if (!change.replicas) world_.link_->be_settled();
    note(number, Change::Kind::manifest_applied, 1);
    world_.workloads_->change(change);
    round_ended(number);
}

void Timeline::perform(std::uint32_t number, const PlannedHeal& heal) {
    end_early(heal.step);
    round_ended(number);
}

void Timeline::perform(std::uint32_t number, const PlannedDeletion& deletion) {
    world_.link_->be_settled();
    const mesh::Draws draws =
        mesh::Draws{world_.plan_.seed, "step/" + world_.plan_.timeline[number].id}.of(
            mesh::Purpose::target_pick, states_[number].rounds);
    for (const PodId id : select_pods(deletion.pods, draws, 0)) {
        Pod& pod = *world_.pods_[id.number()];
        if (pod.owner == nullptr || (!pod.is_live() && !deletion.by_force)) continue;
        if (pod.is_live()) {
            world_.workloads_->on_pod_taken(pod);
            world_.stop_pod(pod);
        }
        const bool ends_at_once = deletion.by_force && pod.node != Pod::no_node;
        if (ends_at_once) world_.on_gone(pod, true);
        world_.workloads_->reconcile_owner(pod);
    }
    world_.follow_store();
    round_ended(number);
}

/// The next request is sent when it was to be; those that follow it come at the new rate.
void Timeline::perform(std::uint32_t number, const PlannedRate& rate) {
    const auto found = std::ranges::find_if(
        world_.loads_, [&](const auto& load) { return load->plan.id == rate.load; });
    assert(found != world_.loads_.end() && (*found)->plan.arrivals);
    ArrivalChoice& choice = *(*found)->plan.arrivals;
    choice.rate = rate.rate;
    mesh::TextSettings settings{choice.parameters};
    (*found)->arrivals = world_.plan_.arrivals.find(choice.name)->make(rate.rate, settings);
    round_ended(number);
}

void Timeline::perform(std::uint32_t number, const PlannedPolicies& policies) {
    world_.link_->overrule(policies.of_hosts);
    round_ended(number);
}

void Timeline::perform(std::uint32_t number, const PlannedShift& shift) {
    states_[number].runs = true;
    states_[number].parts = 0;
    go_on_shifting(number, shift);
}

void Timeline::go_on_shifting(std::uint32_t number, const PlannedShift& shift) {
    StepState& state = states_[number];
    const auto* const object = world_.store_.find({"VirtualService", shift.ns, shift.name});
    if (object != nullptr) {
        auto service = std::get<mesh::control::VirtualService>(*object);
        if (auto* const rule = find_rule(service, shift.route))
            shift_weights(rule->route, shift, shift.parts - state.parts);
        note(number, Change::Kind::manifest_applied, 1);
        world_.store_.put(std::move(service), world_.now_);
        world_.follow_store();
    }
    if (++state.parts >= shift.parts) return end_round(number);
    state.turns = state.began + shift.over * state.parts / (shift.parts - 1);
    world_.events_.at_timeline(state.turns, EventKind::strength_due, number);
}

}  // namespace weft::sim
