#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

namespace policies_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using tests::play;

namespace {

/// A service of so many pods that answers in a millisecond, under a policy of its own.
sim::WorldPlan stock_plan(std::uint32_t pods, const mesh::control::ServicePolicy& policy) {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour behaviour;
    behaviour.script = {tests::compute(sim::Distribution::constant(1ms))};
    tests::add_service(plan, "stock", pods, behaviour);
    plan.defaults.service_policies["stock.default.svc.cluster.local"] = policy;
    plan.network.same_zone = sim::Distribution::constant(500us);
    plan.network.cross_zone = sim::Distribution::constant(1ms);
    plan.loads = {tests::poisson("stock", 200)};
    plan.horizon = Instant{20s};
    return plan;
}

void strike_one(sim::WorldPlan& plan,
                const std::string& fault,
                const mesh::TextSettings::Values& parameters,
                Instant at,
                mesh::Duration length) {
    mesh::TextSettings settings{parameters};
    sim::FaultTarget target;
    target.pods.service = "stock";
    target.pods.pick = sim::PodSelector::Pick::one;
    plan.timeline.push_back(
        {.id = fault,
         .at = at,
         .action = sim::PlannedFault{.effect = sim::built_in_faults().find(fault)->make(settings),
                                     .target = target,
                                     .length = length}});
}

/// Of the requests that were meant to be sent in this time, how many failed.
std::ptrdiff_t failed(const tests::Notes& notes, Instant from, Instant to) {
    return std::ranges::count_if(notes.requests_ended, [&](const auto& end) {
        return from <= end.sent && end.sent < to && mesh::is_failure(end.status);
    });
}

mesh::control::ServicePolicy checked() {
    return {.health_check = mesh::HealthCheckSettings{.timeout = 200ms,
                                                      .interval = 500ms,
                                                      .unhealthy_interval = 500ms,
                                                      .no_traffic_interval = 500ms,
                                                      .no_traffic_healthy_interval = 500ms,
                                                      .unhealthy_threshold = 1,
                                                      .healthy_threshold = 1}};
}

}  // namespace

TEST_SUITE("policies of a service in a world") {
    TEST_CASE("health checks find a crashed pod that nobody else notices, and its return") {
        sim::WorldPlan plan = stock_plan(3, checked());
        plan.cluster.crash_noticed_after = 1h;
        strike_one(plan, "crash", {}, Instant{5200ms}, 5s);
        const auto notes = play(plan);
        CHECK(failed(*notes, Instant{1s}, Instant{5200ms}) == 0);
        CHECK(failed(*notes, Instant{5200ms}, Instant{5700ms}) > 5);
        CHECK(failed(*notes, Instant{5750ms}, Instant{20s}) == 0);
        CHECK(notes->count(Change::Kind::host_unhealthy) >= 1);
        CHECK(notes->count(Change::Kind::host_healthy) >= 4);  // Three at the start.
    }

    TEST_CASE("a check that gets no answer in time fails") {
        sim::WorldPlan plan = stock_plan(1, checked());
        mesh::TextSettings::Values none;
        mesh::TextSettings settings{none};
        sim::FaultTarget target;
        target.from.service = "client";
        target.to.service = "stock";
        plan.loads.front().from = "client";
        plan.timeline.push_back(
            {.id = "cut",
             .at = Instant{5s},
             .action = sim::PlannedFault{
                 .effect = sim::built_in_faults().find("partition")->make(settings),
                 .target = target,
                 .length = 5s}});
        const auto notes = play(plan);
        const auto found =
            std::ranges::find(notes->changes_made, Change::Kind::host_unhealthy, &Change::kind);
        REQUIRE(found != notes->changes_made.end());
        CHECK(found->at > Instant{5s});
        CHECK(found->at <= Instant{5s + 500ms + 200ms + 2ms});
    }

    TEST_CASE("circuits keep requests from a pod that fails all of them, but for probes") {
        sim::WorldPlan plan =
            stock_plan(3, {.failure_accrual = mesh::FailureAccrualSettings{
                               .failures_to_open = 3, .min_penalty = 1s, .max_penalty = 1s}});
        strike_one(plan, "error", {{"rate", "100%"}}, Instant{5s}, 5s);
        const auto notes = play(plan);
        // Three in a row, and a probe a second.
        CHECK(failed(*notes, Instant{0s}, Instant{20s}) == 7);
        CHECK(notes->count(Change::Kind::circuit_opened) == 5);
        CHECK(notes->count(Change::Kind::circuit_half_open) == 5);
        CHECK(notes->count(Change::Kind::circuit_closed) == 1);
    }

    TEST_CASE("what a pod had in hand when it crashed does not count against its limit") {
        sim::WorldPlan plan = stock_plan(
            1, {.inbound = {.concurrency = mesh::AdaptiveSettings{.min_concurrency = 1,
                                                                  .max_limit = 1,
                                                                  .sample_window = 100ms,
                                                                  .min_rtt_interval = 60s}}});
        plan.loads = {tests::poisson("stock", 500)};
        strike_one(plan, "crash", {}, Instant{5s}, 100ms);
        const auto notes = play(plan);
        CHECK(notes->count(Change::Kind::limit_reached) > 1000);
        const auto served = std::ranges::count_if(notes->requests_ended, [](const auto& end) {
            return end.sent > Instant{6s} && end.status == 200;
        });
        CHECK(served > 4000);  // Of 7000: two of three find the pod free.
    }

    TEST_CASE("a request without a host waits up to the time of fail-fast") {
        sim::WorldPlan plan = stock_plan(1, {});
        plan.defaults.fail_fast = mesh::FailFastSettings{.after = 3s, .queue = 10'000};
        plan.cluster.crash_noticed_after = 1ms;
        strike_one(plan, "crash", {}, Instant{5s}, 10s);
        const auto notes = play(plan);
        mesh::Duration longest{};
        for (const auto& end : notes->requests_ended) {
            longest = std::max(longest, end.ended - end.sent);
            if (end.sent < Instant{8100ms} || end.sent > Instant{14900ms}) continue;
            CHECK(end.status == 503);
            CHECK(end.ended == end.sent);
        }
        CHECK(longest > 2900ms);
        CHECK(longest <= 3s);
        CHECK(failed(*notes, Instant{15100ms}, Instant{20s}) == 0);
    }

    TEST_CASE("runs with every policy repeat") {
        sim::WorldPlan plan = stock_plan(3, checked());
        auto& policy = plan.defaults.service_policies.begin()->second;
        policy.health_check->interval_jitter = 50ms;
        policy.admission = mesh::AdmissionSettings{};
        policy.failure_accrual = mesh::FailureAccrualSettings{
            .failures_to_open = 3, .min_penalty = 1s, .max_penalty = 10s, .jitter = 0.5};
        policy.inbound.rate_limit = mesh::TokenBucketSettings{
            .max_tokens = 20, .tokens_per_fill = 3, .fill_interval = 50ms};
        plan.network.loss = mesh::Ratio{10'000};
        strike_one(plan, "error", {{"rate", "50%"}}, Instant{5s}, 5s);
        const auto fingerprint = [&] {
            sim::World world{plan, nullptr};
            world.run_until(plan.horizon);
            return world.fingerprint();
        };
        CHECK(fingerprint() == fingerprint());
    }
}

}  // namespace policies_test
