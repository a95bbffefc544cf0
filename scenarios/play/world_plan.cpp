#include "scenarios/play/world_plan.hpp"

#include "scenarios/model/default_behaviour.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace weft::scenarios {
namespace {

/// The full names of the services that a scenario means: "reviews" is one in any namespace,
/// "reviews.prod" one of that namespace; a name outside the cluster stays as it is.
std::vector<std::string> full_hosts(const std::string& written,
                                    const std::vector<mesh::control::Resource>& resources) {
    std::vector<std::string> hosts{written};
    for (const auto& resource : resources) {
        const auto* const service = std::get_if<mesh::control::Service>(&resource);
        if (service == nullptr) continue;
        const std::string& name = service->meta.name;
        const std::string full = name + "." + service->meta.ns + ".svc.cluster.local";
        if (written == name || full.starts_with(written + ".")) hosts.push_back(full);
    }
    return hosts;
}

/// The scenario's choice; what a balancer's parameters leave open is the mesh's.
mesh::control::ServicePolicy filled(mesh::control::ServicePolicy policy,
                                    const mesh::control::MeshDefaults& defaults) {
    if (!policy.balancer) return policy;
    policy.balancer->parameters.merge(defaults.parameters_of(policy.balancer->name));
    return policy;
}

/// What a step does, in the words of the world.
class InWorld {
public:
    explicit InWorld(const Scenario& scenario) : scenario_(scenario) {}

    sim::PlannedAction operator()(const InjectFault& fault) const {
        return sim::PlannedFault(fault);
    }
    sim::PlannedAction operator()(const ApplyManifest& apply) const {
        return sim::PlannedApply{.resources = apply.resources};
    }
    sim::PlannedAction operator()(const PolicyOverride& policy) const {
        sim::PlannedPolicies planned;
        for (const std::string& host : full_hosts(policy.service, scenario_.resources))
            planned.of_hosts[host] = filled(policy.policy, scenario_.defaults);
        return planned;
    }
    template <class Action>
    sim::PlannedAction operator()(const Action& action) const {
        return action;
    }

private:
    const Scenario& scenario_;
};

sim::PlannedStep planned(const TimelineStep& step, const Scenario& scenario) {
    return {.id = step.id,
            .at = step.at,
            .action = std::visit(InWorld{scenario}, step.action),
            .start = step.start,
            .repeat = step.repeat};
}

}  // namespace

sim::WorldPlan world_plan(const Scenario& scenario, const Kinds& kinds, std::uint32_t span_every) {
    sim::WorldPlan plan;
    plan.seed = scenario.seed;
    plan.horizon = scenario.horizon;
    plan.interval = scenario.interval;
    plan.resources = scenario.resources;
    plan.defaults = scenario.defaults;
    for (const PolicyOverride& policy : scenario.policies) {
        for (const std::string& host : full_hosts(policy.service, scenario.resources))
            plan.defaults.service_policies[host] = filled(policy.policy, scenario.defaults);
    }
    plan.behaviours = scenario.services;
    plan.default_behaviour = default_behaviour();
    plan.cluster = scenario.cluster;
    mesh::control::SecurityDefaults& security = plan.defaults.security;
    for (const sim::AuthorizerPlan& outside : scenario.cluster.authorizers) {
        security.authorizers.push_back(
            {.name = outside.name,
             .timeout = outside.timeout.value_or(security.authorizer_timeout),
             .fails_open = outside.fails_open});
    }
    plan.network = scenario.network;
    plan.loads = scenario.loads;
    for (const TimelineStep& step : scenario.timeline)
        plan.timeline.push_back(planned(step, scenario));
    plan.watched = scenario.watched;
    plan.balancers = kinds.balancers;
    plan.arrivals = kinds.arrivals;
    plan.span_every = span_every;
    return plan;
}

}  // namespace weft::scenarios
