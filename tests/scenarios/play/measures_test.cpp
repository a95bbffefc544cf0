// Measures of worlds that are played, judged as a run judges them.
#include "scenarios/play/judge.hpp"
#include "tests/scenarios/play/played.hpp"

#include <cmath>

namespace measures_test {

using namespace weft;
using namespace weft::tests;

namespace {

reports::Judgement judged(const std::string& scenario_text, const std::string& expectation) {
    const scenarios::Scenario scenario =
        valid_shop(scenario_text + "expect: [\"" + expectation + "\"]\n");
    reports::Recording recording{scenarios::measures_of(scenario)};
    const sim::WorldPlan plan = scenarios::world_plan(scenario, scenarios::built_in_kinds(), 0);
    sim::World world{plan, &recording};
    world.run_until(plan.horizon);
    return scenarios::judge(scenario, recording).at(0);
}

const std::string shoppers =
    "horizon: 20s\n"
    "load: [{id: shoppers, to: cart, rate: 100/s, end: 19s}]\n"
    "policies: {cart: {balancer: round_robin}}\n";

/// One of three pods answers nothing but errors for ten seconds.
const std::string sick =
    shoppers +
    "timeline:\n"
    "  - {id: sick, at: 5s, for: 10s, fault: error, target: {service: cart, pick: one}}\n";

}  // namespace

TEST_SUITE("measures in play") {
    TEST_CASE("turns among three pods are fair, and of no requests there is no fairness") {
        CHECK(judged(shoppers, "jain(cart) > 0.999").held);
        CHECK(judged(shoppers, "spread(cart) < 1.01").held);
        const auto unused = judged(shoppers, "jain(search) > 0");
        CHECK_FALSE(unused.held);
        CHECK_FALSE(unused.value);
    }

    TEST_CASE("nothing is lost when loads end before the run") {
        CHECK(judged(shoppers, "lost() == 0 and lost(shoppers) == 0").held);
    }

    TEST_CASE("a fault is seen by what fails, from its start to its end") {
        const auto share = judged(sick, "error_share(shoppers, sick.start .. sick.end) < 1%");
        CHECK_FALSE(share.held);
        REQUIRE(share.value);
        CHECK(std::abs(*share.value - 1.0 / 3) < 0.02);
        CHECK(share.first_broken == mesh::Instant{std::chrono::seconds{5}});
        const auto recovered = judged(sick, "time_to_recover(shoppers) <= 10s");
        CHECK(recovered.held);
        REQUIRE(recovered.value);
        CHECK(*recovered.value > 9e9);
    }

    TEST_CASE("what did not happen has no time, and makes no truth") {
        CHECK_FALSE(judged(sick, "time_to_eject(cart) < 1h").held);
        CHECK(judged(sick, "not limit(cart).reached and not accrual(cart).opened").held);
    }
}

}  // namespace measures_test
