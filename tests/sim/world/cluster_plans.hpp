#pragma once

#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Worlds whose nodes and containers fail, with the times that Kubernetes has.
namespace weft::tests {

using sim::observe::Change;

using Times = std::vector<std::int64_t>;  ///< In milliseconds.

/// When, in milliseconds, and to whom something happened.
using Named = std::vector<std::pair<std::int64_t, std::string>>;

inline sim::WorldPlan cluster_plan(std::vector<sim::ClusterPlan::NodeGroup> zones) {
    sim::WorldPlan plan = empty_plan(1);
    plan.cluster.zones = std::move(zones);
    plan.cluster.pod_start = sim::Distribution::constant(2s);
    plan.cluster.crash_noticed_after = 1s;
    plan.cluster.eviction_retry = 5s;
    plan.cluster.node_failure = {.lease = 10s,
                                 .grace = 40s,
                                 .toleration = 300s,
                                 .between_nodes = 10s,
                                 .between_nodes_slow = 100s,
                                 .unhealthy_zone = {550'000},
                                 .unhealthy_least = 3,
                                 .large_zone = 50};
    plan.cluster.crash_backoff = {.first = 10s, .longest = 5min, .reset_after = 10min};
    plan.cluster.job_backoff = {.first = 10s, .longest = 10min};
    plan.network.same_zone = sim::Distribution::constant(500us);
    plan.network.cross_zone = sim::Distribution::constant(500us);
    plan.defaults.push = {.debounce = {.quiet = 100ms, .longest = 10s}, .concurrency = 100};
    plan.defaults.sidecar_end = {.outlives_app = true};
    return plan;
}

inline mesh::control::Workload& workload_of(sim::WorldPlan& plan) {
    const auto found = std::ranges::find_if(plan.resources, [](const auto& resource) {
        return std::holds_alternative<mesh::control::Workload>(resource);
    });
    return std::get<mesh::control::Workload>(*found);
}

/// A service whose requests take so long.
inline mesh::control::Workload& add_app(sim::WorldPlan& plan,
                                        const std::string& name,
                                        std::uint32_t replicas,
                                        mesh::Duration takes = 1ms) {
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {compute(sim::Distribution::constant(takes))};
    add_service(plan, name, replicas, behaviour);
    return std::get<mesh::control::Workload>(plan.resources.back());
}

}  // namespace weft::tests
