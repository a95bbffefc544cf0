#pragma once

#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// A small shop in which faults are played whose effect can be calculated by hand.
namespace weft::tests {

/// "cart" computes so long for each of ten requests a second: at 100 ms, 200 ms and so on.
/// Messages take no time.
inline sim::WorldPlan cart_plan(mesh::Duration takes, std::uint32_t replicas = 1) {
    sim::WorldPlan plan = empty_plan(1);
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {compute(sim::Distribution::constant(takes))};
    add_service(plan, "cart", replicas, behaviour);
    sim::LoadPlan load = poisson("cart", 10);
    load.arrivals->name = "constant";
    plan.loads = {load};
    plan.horizon = mesh::Instant{5s};
    return plan;
}

inline sim::Behaviour& cart_of(sim::WorldPlan& plan) {
    return plan.behaviours.front().behaviour;
}

/// Whom faults strike: all pods of a service, or the links between two of them.
inline sim::FaultTarget on_service(const std::string& service) {
    return {.pods = {.service = service}};
}

inline sim::FaultTarget on_link(const std::string& from, const std::string& to) {
    return {.from = {.service = from}, .to = {.service = to}};
}

inline void inject(sim::WorldPlan& plan,
                   const std::string& fault,
                   const mesh::TextSettings::Values& parameters,
                   mesh::Duration at,
                   mesh::Duration length,
                   const sim::FaultTarget& target = on_service("cart")) {
    const auto faults = sim::built_in_faults();
    const sim::FaultKind* const kind = faults.find(fault);
    REQUIRE(kind != nullptr);
    mesh::TextSettings settings{parameters};
    plan.timeline.push_back({.id = fault + std::to_string(plan.timeline.size()),
                             .at = mesh::Instant{at},
                             .action = sim::PlannedFault{.effect = kind->make(settings),
                                                         .target = target,
                                                         .length = length,
                                                         .acts = kind->acts}});
    settings.reject_unknown_keys();
}

inline std::unique_ptr<Notes> play_out(const sim::WorldPlan& plan) {
    auto notes = std::make_unique<Notes>();
    sim::World world{plan, notes.get()};
    world.run_until(plan.horizon);
    return notes;
}

/// The request that was meant to be sent then.
inline sim::observe::RequestEnd sent_at(const Notes& notes, mesh::Duration time) {
    const auto found = std::ranges::find(notes.requests_ended, mesh::Instant{time},
                                         &sim::observe::RequestEnd::sent);
    REQUIRE(found != notes.requests_ended.end());
    return *found;
}

inline mesh::Duration latency_at(const Notes& notes, mesh::Duration time) {
    const sim::observe::RequestEnd end = sent_at(notes, time);
    return end.ended - end.sent;
}

/// Of those that were meant to be sent from the one time on and before the other.
inline std::ptrdiff_t failed_between(const Notes& notes, mesh::Duration from, mesh::Duration to) {
    return std::ranges::count_if(notes.requests_ended, [&](const auto& end) {
        return mesh::Instant{from} <= end.sent && end.sent < mesh::Instant{to} &&
               mesh::is_failure(end.status);
    });
}

}  // namespace weft::tests
