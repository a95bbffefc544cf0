#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

namespace steps_test {

namespace {

using namespace weft;
using namespace weft::tests;

/// Two pods behind one load, for two seconds.
sim::WorldPlan small_plan() {
    sim::WorldPlan plan = empty_plan(3);
    plan.horizon = mesh::Instant{2s};
    sim::Behaviour behaviour;
    behaviour.script = {compute(sim::Distribution::exponential(5ms))};
    add_service(plan, "station", 2, behaviour);
    plan.loads.push_back(poisson("station", 100));
    return plan;
}

}  // namespace

TEST_SUITE("steps of a world") {
    TEST_CASE("a run that is stepped through is the run that is played at once") {
        const sim::WorldPlan plan = small_plan();
        Notes at_once;
        sim::World whole{plan, &at_once};
        whole.run_until(plan.horizon);

        Notes by_steps;
        sim::World stepped{plan, &by_steps};
        std::uint64_t sum = 0;
        while (const auto event = stepped.step(plan.horizon)) {
            CHECK_FALSE(event->kind.empty());
            sum += event->fingerprint;
        }
        CHECK(stepped.now() == plan.horizon);
        CHECK(stepped.fingerprint() == whole.fingerprint());
        CHECK(stepped.events() == whole.events());
        CHECK(sum == whole.fingerprint());
        CHECK(by_steps.intervals.size() == at_once.intervals.size());
    }

    TEST_CASE("the books hold after each event, also of those who wait for a connection") {
        sim::WorldPlan plan = small_plan();
        plan.defaults.connections.as_needed = true;
        plan.defaults.limits.connections = 1;
        plan.network.same_zone = sim::Distribution::constant(1ms);
        add_fault(plan, "crash", 700ms, 300ms);
        sim::World world{plan, nullptr};
        while (world.step(plan.horizon)) {
            const std::vector<std::string> broken = world.audit();
            REQUIRE_MESSAGE(broken.empty(), (broken.empty() ? std::string{} : broken.front()));
        }
        CHECK(world.root_requests() > 100);
    }

    TEST_CASE("a step says where a request arrives, from whom, and which it is") {
        const sim::WorldPlan plan = small_plan();
        sim::World world{plan, nullptr};
        std::optional<sim::observe::PlayedEvent> arrival;
        while (!arrival || arrival->kind != "request_arrives")
            arrival = world.step(plan.horizon);
        CHECK(arrival->who.starts_with("station-"));
        CHECK(arrival->load == "load");
        CHECK(arrival->request == 0);
        CHECK_FALSE(arrival->from.empty());
    }

    TEST_CASE("a step says who has waited for a name, and for which request") {
        sim::WorldPlan plan = small_plan();
        plan.cluster.dns = sim::DnsPlan{.latency = sim::Distribution::constant(3ms)};
        sim::World world{plan, nullptr};
        std::optional<sim::observe::PlayedEvent> resolved;
        while (!resolved || resolved->kind != "name_resolved")
            resolved = world.step(plan.horizon);
        CHECK(resolved->who == "ingress-load.default");
        CHECK(resolved->load == "load");
        CHECK(resolved->request == 0);
    }

    TEST_CASE("a step ends at the time it is given when nothing happens before") {
        sim::WorldPlan plan = small_plan();
        plan.loads.clear();
        sim::World world{plan, nullptr};
        while (world.step(mesh::Instant{500ms})) {
        }
        CHECK(world.now() == mesh::Instant{500ms});
        world.run_until(mesh::Instant{1s});
        CHECK(world.now() == mesh::Instant{1s});
    }
}

}  // namespace steps_test
