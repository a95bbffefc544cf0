// Steps of a script that take no time.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace script_steps_test {

using namespace weft;
using namespace std::chrono_literals;

namespace {

/// Ten requests a second to shop, whose two workers do this and compute for a millisecond then.
sim::WorldPlan shop_plan(const sim::ScriptStep& first) {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour shop;
    shop.workers = 2;
    shop.script = {first, tests::compute(sim::Distribution::constant(1ms))};
    tests::add_service(plan, "shop", 1, shop);
    tests::add_service(plan, "stock", 1, {});
    plan.loads = {tests::poisson("shop", 10)};
    plan.loads.front().end = mesh::Instant{4s};
    plan.horizon = mesh::Instant{5s};
    return plan;
}

/// Whether all requests are answered well, so long after they were sent.
void check_answered(const sim::WorldPlan& plan) {
    const auto notes = tests::play(plan);
    CHECK(notes->requests_ended.size() > 20);
    for (const auto& end : notes->requests_ended) {
        CHECK(end.status == 200);
        CHECK(end.ended - end.sent == 1ms);
    }
}

}  // namespace

TEST_SUITE("steps that take no time") {
    TEST_CASE("a call that is not made keeps nobody from computing what comes next") {
        sim::ScriptStep call = tests::call("stock");
        call.probability = mesh::Ratio{0};
        check_answered(shop_plan(call));
    }

    TEST_CASE("nor does one that its own proxy answers at once, if the app goes on without it") {
        sim::ScriptStep call = tests::call("stock");
        call.on_failure = sim::ScriptStep::OnFailure::ignore;
        sim::WorldPlan plan = shop_plan(call);
        mesh::control::VirtualService rule;
        rule.meta.name = "stock";
        rule.hosts = {"stock"};
        rule.http.emplace_back();
        mesh::control::RouteDestination to;
        to.destination.host = "stock";
        rule.http.back().route.push_back(to);
        rule.http.back().abort = mesh::InjectedAbort{503, mesh::Fraction{100, 100}};
        plan.resources.emplace_back(rule);
        check_answered(plan);
    }
}

}  // namespace script_steps_test
