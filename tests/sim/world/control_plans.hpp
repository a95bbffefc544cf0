#pragma once

#include "tests/sim/world/plans.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A world whose control plane has something to do.
namespace weft::tests {

using mesh::Duration;
using mesh::Instant;
using sim::Distribution;

inline constexpr Instant applied{10s};

/// Two pods, 1000 requests a second, and a rule at ten seconds that answers all of them with 418.
inline sim::WorldPlan plan_with_rule() {
    sim::WorldPlan plan = empty_plan(1);
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {compute(Distribution::constant(1ms))};
    add_service(plan, "shop", 2, behaviour);
    plan.network.same_zone = Distribution::constant(500us);
    plan.network.cross_zone = Distribution::constant(500us);
    plan.loads = {poisson("shop", 1000)};
    plan.horizon = Instant{40s};
    plan.cluster.pod_start = Distribution::constant(2s);
    plan.cluster.propagation = {.pod_status = Distribution::constant(50ms),
                                .endpoint_slices = Distribution::constant(100ms),
                                .watch = Distribution::constant(20ms),
                                .push = Distribution::constant(30ms),
                                .apply = Distribution::constant(40ms)};
    plan.defaults.push = {.debounce = {.quiet = 100ms, .longest = 10s}, .concurrency = 100};
    plan.defaults.sidecar_end = {.outlives_app = true};
    mesh::control::VirtualService rule;
    rule.meta.name = "shop";
    rule.hosts = {"shop"};
    mesh::control::HttpRoute& route = rule.http.emplace_back();
    route.direct_response = mesh::DirectResponse{.status = 418};
    plan.timeline.push_back(
        {.id = "rule", .at = applied, .action = sim::PlannedApply{.resources = {rule}}});
    return plan;
}

/// The same of a moment.
inline void add_fault(sim::WorldPlan& plan,
                      const std::string& name,
                      Instant at,
                      std::optional<Duration> length = {}) {
    add_fault(plan, name, at.time_since_epoch(), length);
}

/// When requests began to be answered by the rule, to some milliseconds.
inline Instant first_by_rule(const Notes& notes) {
    Instant first = mesh::never;
    for (const auto& end : notes.requests_ended) {
        if (end.status == 418) first = std::min(first, end.sent);
    }
    return first;
}

inline bool is_about(Instant at, Instant expected) {
    return at >= expected && at < expected + 15ms;
}

inline mesh::control::Workload scaled(std::uint32_t replicas) {
    mesh::control::Workload workload;
    workload.meta.name = "shop";
    workload.replicas = replicas;
    workload.selector = {{"app", "shop"}};
    workload.pod.labels = {{"app", "shop"}};
    workload.pod.ports = {{.name = "http", .port = 80}};
    return workload;
}

/// What changes of a kind say.
inline std::vector<std::uint64_t> values(const Notes& notes, sim::observe::Change::Kind kind) {
    std::vector<std::uint64_t> found;
    for (const auto& change : notes.changes_made) {
        if (change.kind == kind) found.push_back(change.value);
    }
    return found;
}

}  // namespace weft::tests
