// How long news take to the proxies, and what it means when they do not arrive.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>

using namespace weft;
using namespace std::chrono_literals;
using mesh::Duration;
using mesh::Instant;
using sim::Distribution;
using sim::observe::Change;

namespace {

constexpr Instant applied{10s};

/// Two pods, 1000 requests a second, and a rule at ten seconds that answers all of them with 418.
sim::WorldPlan plan_with_rule() {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {tests::compute(Distribution::constant(1ms))};
    tests::add_service(plan, "shop", 2, behaviour);
    plan.network.same_zone = Distribution::constant(500us);
    plan.network.cross_zone = Distribution::constant(500us);
    plan.loads = {tests::poisson("shop", 1000)};
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

void add_fault(sim::WorldPlan& plan,
               const std::string& name,
               Instant at,
               Duration length,
               const mesh::TextSettings::Values& parameters = {}) {
    mesh::TextSettings settings{parameters};
    const sim::FaultRegistry faults = sim::built_in_faults();
    plan.timeline.push_back(
        {.id = name,
         .at = at,
         .action = sim::PlannedFault{
             .effect = faults.find(name)->make(settings), .target = {}, .length = length}});
}

std::unique_ptr<tests::Notes> play(const sim::WorldPlan& plan) {
    auto notes = std::make_unique<tests::Notes>();
    sim::World world{plan, notes.get()};
    world.run_until(plan.horizon);
    return notes;
}

/// When requests began to be answered by the rule, to some milliseconds.
Instant first_by_rule(const tests::Notes& notes) {
    Instant first = mesh::never;
    for (const auto& end : notes.requests_ended) {
        if (end.status == 418) first = std::min(first, end.sent);
    }
    return first;
}

bool is_about(Instant at, Instant expected) {
    return at >= expected && at < expected + 15ms;
}

mesh::control::Workload scaled(std::uint32_t replicas) {
    mesh::control::Workload workload;
    workload.meta.name = "shop";
    workload.replicas = replicas;
    workload.selector = {{"app", "shop"}};
    workload.pod.labels = {{"app", "shop"}};
    workload.pod.ports = {{.name = "http", .port = 80}};
    return workload;
}

}  // namespace

TEST_SUITE("control plane") {
    TEST_CASE("a rule acts after the sum of all hops") {
        const auto notes = play(plan_with_rule());
        CHECK(is_about(first_by_rule(*notes), applied + 20ms + 100ms + 30ms + 40ms));
    }

    TEST_CASE("what is pushed to few at a time comes to proxies one after the other") {
        sim::WorldPlan plan = plan_with_rule();
        plan.defaults.push.concurrency = 1;
        // The client's proxy is told first or third: its name decides.
        const Instant alone = applied + 20ms + 100ms + 30ms + 40ms;
        const Instant first = first_by_rule(*play(plan));
        CHECK((is_about(first, alone) || is_about(first, alone + 30ms) ||
               is_about(first, alone + 60ms)));
        add_fault(plan, "slow_push", Instant{5s}, 30s, {{"factor", "10"}});
        CHECK(first_by_rule(*play(plan)) - first > 260ms);
    }

    TEST_CASE("an outage keeps proxies at what they know, and its end tells them the rest") {
        sim::WorldPlan plan = plan_with_rule();
        add_fault(plan, "control_outage", Instant{9s}, 11s);
        const auto notes = play(plan);
        CHECK(is_about(first_by_rule(*notes), Instant{20s} + 30ms + 40ms));
        CHECK(std::ranges::none_of(notes->requests_ended,
                                   [](const auto& end) { return mesh::is_failure(end.status); }));
    }

    TEST_CASE("what had been seen and not pushed when an outage began is not lost") {
        sim::WorldPlan plan = plan_with_rule();
        add_fault(plan, "control_outage", applied + 60ms, 10s);
        CHECK(is_about(first_by_rule(*play(plan)), applied + 10060ms + 30ms + 40ms));
        sim::WorldPlan on_its_way = plan_with_rule();
        add_fault(on_its_way, "control_outage", applied + 130ms, 10s);
        CHECK(is_about(first_by_rule(*play(on_its_way)), applied + 10130ms + 30ms + 40ms));
    }

    TEST_CASE("pods that start during an outage are not ready before its end") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline.front().action = sim::PlannedApply{.resources = {scaled(4)}};
        add_fault(plan, "control_outage", Instant{9s}, 11s);
        const auto notes = play(plan);
        std::vector<Instant> ready;
        for (const Change& change : notes->changes_made) {
            if (change.kind == Change::Kind::pod_ready) ready.push_back(change.at);
        }
        const Instant configured = Instant{20s} + 30ms + 40ms;
        CHECK(ready == std::vector<Instant>(2, configured + 50ms));
    }

    TEST_CASE("a new pod gets requests once its endpoint is known") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline.front().action = sim::PlannedApply{.resources = {scaled(3)}};
        const auto notes = play(plan);
        // 2 s until its containers run, 70 ms for its configuration, 50 ms for its status.
        const auto ready =
            std::ranges::find(notes->changes_made, Change::Kind::pod_ready, &Change::kind);
        REQUIRE(ready != notes->changes_made.end());
        CHECK(ready->at == applied + 2s + 30ms + 40ms + 50ms);
        CHECK(std::ranges::none_of(notes->requests_ended,
                                   [](const auto& end) { return mesh::is_failure(end.status); }));
    }
}
