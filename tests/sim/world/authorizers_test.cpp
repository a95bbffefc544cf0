// Policies of CUSTOM: somebody outside is asked about requests.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace authorizers_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Duration;
using mesh::Instant;
using tests::play;

namespace {

/// A hundred requests a second to one pod, whose proxy asks "opa" about all of them and waits for
/// 20 ms at most; messages take 1 ms.
sim::WorldPlan asking_plan(Duration latency, mesh::Ratio denied = {}, bool fails_open = false) {
    sim::WorldPlan plan = tests::empty_plan(1);
    tests::add_service(plan, "shop", 1, {});
    mesh::control::AuthorizationPolicy policy;
    policy.meta.name = "ask";
    policy.action = mesh::AccessAction::custom;
    policy.provider = "opa";
    policy.rules.emplace_back();
    plan.resources.emplace_back(policy);
    plan.cluster.authorizers = {
        {.name = "opa", .latency = sim::Distribution::constant(latency), .denied = denied}};
    plan.defaults.security.authorizers = {
        {.name = "opa", .timeout = 20ms, .fails_open = fails_open}};
    plan.network.same_zone = sim::Distribution::constant(1ms);
    plan.loads = {tests::poisson("shop", 100)};
    plan.loads.front().arrivals->name = "constant";
    plan.horizon = Instant{10s};
    return plan;
}

bool all_end(const tests::Notes& notes, std::uint16_t status, Duration took) {
    REQUIRE(notes.requests_ended.size() > 900);
    return std::ranges::all_of(notes.requests_ended, [&](const auto& end) {
        return end.status == status && end.ended - end.sent == took;
    });
}

}  // namespace

TEST_SUITE("external authorizers of a world") {
    TEST_CASE("a request waits for the answer, to the nanosecond of the time-out") {
        CHECK(all_end(*play(asking_plan(10ms)), 200, 12ms));
        CHECK(all_end(*play(asking_plan(20ms)), 200, 22ms));
        CHECK(all_end(*play(asking_plan(20ms + 1ns)), 403, 22ms));
        CHECK(all_end(*play(asking_plan(20ms + 1ns, {}, true)), 200, 22ms));
    }

    TEST_CASE("it denies the share of requests that it is said to") {
        CHECK(all_end(*play(asking_plan(10ms, {mesh::Ratio::whole})), 403, 12ms));
        const auto notes = play(asking_plan(10ms, {200'000}));
        const auto denied = std::ranges::count(notes->requests_ended, std::uint16_t{403},
                                               &sim::observe::RequestEnd::status);
        CHECK(denied > 140);  // Of about a thousand.
        CHECK(denied < 260);
    }

    TEST_CASE("while it is down, requests wait for the time-out") {
        sim::WorldPlan plan = asking_plan(1ms);
        const mesh::TextSettings::Values none{};
        mesh::TextSettings settings{none};
        const auto faults = sim::built_in_faults();
        plan.timeline.push_back(
            {.id = "down",
             .at = Instant{3s + 5ms},
             .action = sim::PlannedFault{.effect = faults.find("authorizer_down")->make(settings),
                                         .target = {},
                                         .length = 3s,
                                         .acts = sim::FaultKind::Acts::on_control}});
        const auto notes = play(plan);
        for (const auto& end : notes->requests_ended) {
            const bool waits = end.sent > Instant{3s + 5ms} && end.sent < Instant{6s + 4ms};
            CHECK(end.status == (waits ? 403 : 200));
            CHECK(end.ended - end.sent == (waits ? 22ms : 3ms));
        }
    }

    TEST_CASE("a request that is given up while it is asked about is over") {
        sim::WorldPlan plan = asking_plan(10ms);
        plan.behaviours.front().behaviour.on_cancel = sim::OnCancel::drop_queued;
        plan.loads.front().timeout = 5ms;
        CHECK(all_end(*play(plan), 0, 5ms));
    }

    TEST_CASE("an authorizer that no policy asks changes nothing") {
        sim::WorldPlan plan = asking_plan(10ms);
        plan.resources.pop_back();
        const auto with = play(plan)->intervals.back().fingerprint;
        plan.cluster.authorizers.clear();
        plan.defaults.security.authorizers.clear();
        CHECK(play(plan)->intervals.back().fingerprint == with);
    }
}

}  // namespace authorizers_test
