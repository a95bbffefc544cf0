#include "scenarios/play/world_plan.hpp"

#include "mesh/balance/balancer_registry.hpp"
#include "scenarios/model/default_behaviour.hpp"

#include <algorithm>
#include <utility>

namespace weft::scenarios {
namespace {

sim::PlannedStep planned(const TimelineStep& step) {
    sim::PlannedStep planned{.id = step.id, .at = step.at, .action = {}};
    if (const auto* const fault = std::get_if<InjectFault>(&step.action)) {
        planned.action = sim::PlannedFault{
            .effect = fault->effect, .target = fault->target, .length = fault->length};
    } else {
        planned.action =
            sim::PlannedApply{.resources = std::get<ApplyManifest>(step.action).resources};
    }
    return planned;
}

/// The full name of a service as a scenario writes it; a name outside the cluster stays as it is.
std::string full_host(const std::string& written) {
    const auto dots = std::ranges::count(written, '.');
    if (dots == 0) return written + ".default.svc.cluster.local";
    return dots == 1 ? written + ".svc.cluster.local" : written;
}

}  // namespace

sim::WorldPlan world_plan(const Scenario& scenario, std::uint32_t span_every) {
    sim::WorldPlan plan;
    plan.seed = scenario.seed;
    plan.horizon = scenario.horizon;
    plan.interval = scenario.interval;
    plan.resources = scenario.resources;
    plan.defaults = scenario.defaults;
    for (const PolicyOverride& policy : scenario.policies) {
        plan.defaults.service_balancers[policy.service] = policy.balancer;
        plan.defaults.service_balancers[full_host(policy.service)] = policy.balancer;
    }
    plan.behaviours = scenario.services;
    plan.default_behaviour = default_behaviour();
    plan.cluster = scenario.cluster;
    plan.network = scenario.network;
    plan.loads = scenario.loads;
    for (const TimelineStep& step : scenario.timeline)
        plan.timeline.push_back(planned(step));
    plan.balancers = mesh::built_in_balancers();
    plan.arrivals = sim::built_in_arrivals();
    plan.span_every = span_every;
    return plan;
}

}  // namespace weft::scenarios
