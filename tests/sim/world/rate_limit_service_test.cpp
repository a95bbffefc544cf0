#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

namespace rate_limit_service_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using tests::play;

namespace {

/// One pod whose proxy asks a service that takes 10 ms; requests are on their way for 1 ms.
sim::WorldPlan asking_plan(std::uint32_t requests) {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour behaviour;
    behaviour.on_cancel = sim::OnCancel::drop_queued;
    tests::add_service(plan, "stock", 1, behaviour);
    plan.defaults.service_policies["stock.default.svc.cluster.local"].inbound.global_rate_limit =
        mesh::GlobalRateLimit{.quota = {requests, 24h}, .timeout = 20ms};
    plan.network.same_zone = sim::Distribution::constant(1ms);
    plan.network.rate_limit_latency = sim::Distribution::constant(10ms);
    plan.loads = {tests::poisson("stock", 500)};
    plan.horizon = Instant{5s};
    return plan;
}

std::ptrdiff_t answered(const tests::Notes& notes, std::uint16_t status) {
    return std::ranges::count(notes.requests_ended, status, &sim::observe::RequestEnd::status);
}

}  // namespace

TEST_SUITE("the rate limit service of a world") {
    TEST_CASE("each request waits for its answer, and the quota is exact") {
        const auto notes = play(asking_plan(100));
        CHECK(answered(*notes, 200) == 100);
        CHECK(answered(*notes, 200) + answered(*notes, 429) ==
              static_cast<std::ptrdiff_t>(notes->requests_ended.size()));
        for (const auto& end : notes->requests_ended)
            CHECK(end.ended - end.sent == 12ms);
        CHECK(std::ranges::count(notes->changes_made,
                                 static_cast<std::uint64_t>(mesh::Limit::shared_rate),
                                 &Change::value) == answered(*notes, 429));
    }

    TEST_CASE("a request that is given up while it is asked about is over, and was counted") {
        sim::WorldPlan plan = asking_plan(100);
        plan.loads.front().timeout = 5ms;
        plan.loads.front().end = Instant{1s};
        plan.loads.push_back(tests::poisson("stock", 100));
        plan.loads.back().id = "patient";
        plan.loads.back().start = Instant{2s};
        const auto notes = play(plan);
        CHECK(answered(*notes, 0) > 400);
        CHECK(answered(*notes, 200) == 0);
        CHECK(answered(*notes, 429) > 200);
        CHECK(play(plan)->intervals.back().fingerprint == notes->intervals.back().fingerprint);
    }

    TEST_CASE("a pod that crashes loses what is asked about, and works on when it is back") {
        sim::WorldPlan plan = asking_plan(1'000'000);
        mesh::TextSettings none{{}};
        sim::FaultTarget target;
        target.pods.service = "stock";
        plan.timeline.push_back(
            {.id = "crash",
             .at = Instant{1s},
             .action = sim::PlannedFault{.effect = sim::built_in_faults().find("crash")->make(none),
                                         .target = target,
                                         .length = 4ms}});
        const auto notes = play(plan);
        const auto lost = std::ranges::count_if(
            notes->requests_ended, [](const auto& end) { return end.flags.has(mesh::Flag::UC); });
        CHECK(lost > 0);
        CHECK(lost < 15);
        CHECK(answered(*notes, 200) > 2300);
    }
}

}  // namespace rate_limit_service_test
