#include "sim/world/standstill.hpp"

#include "sim/world/world.hpp"
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace standstill_test {

using namespace weft;
using namespace std::chrono_literals;

namespace {

/// One user who asks again at once, of an app and over a network that take no time.
sim::WorldPlan timeless_plan(mesh::Duration think) {
    sim::WorldPlan plan = tests::empty_plan(1);
    tests::add_service(plan, "shop", 1, {});
    plan.network.same_zone = sim::Distribution::constant(0ns);
    plan.network.cross_zone = sim::Distribution::constant(0ns);
    plan.loads = {tests::poisson("shop", 1)};
    plan.loads.front().arrivals.reset();
    plan.loads.front().users =
        sim::UsersPlan{.count = 1, .think = sim::Distribution::constant(think)};
    plan.horizon = mesh::Instant{10us};
    return plan;
}

}  // namespace

TEST_SUITE("standstill") {
    TEST_CASE("a run in which nothing takes time is ended, since it would not end by itself") {
        sim::World world{timeless_plan(0ns), nullptr};
        CHECK_THROWS_WITH_AS(world.run_until(mesh::Instant{10us}),
                             doctest::Contains("time stands still at 0"), sim::Standstill);
    }

    TEST_CASE("it goes on if anything takes a nanosecond") {
        sim::World world{timeless_plan(1ns), nullptr};
        CHECK_NOTHROW(world.run_until(mesh::Instant{10us}));
        CHECK(world.now() == mesh::Instant{10us});
    }
}

}  // namespace standstill_test
