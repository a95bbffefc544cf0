// Containers whose postStart hooks take time.
#include "tests/sim/world/cluster_plans.hpp"

namespace post_start_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using tests::Named;

namespace {

/// A second pod is created at ten seconds, so that its containers run at twelve; its app's hook
/// takes five.
sim::WorldPlan plan_with_hook() {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
    tests::add_app(plan, "shop", 1).pod.containers = {{.post_start = 5s}};
    plan.timeline.push_back(
        {.id = "more",
         .at = Instant{10s},
         .action = sim::PlannedWorkloadChange{.name = "shop", .ns = "default", .replicas = 2}});
    return plan;
}

}  // namespace

TEST_SUITE("postStart hooks") {
    TEST_CASE("a pod is not ready before its hook is through") {
        CHECK(tests::play(plan_with_hook())->of(Change::Kind::pod_ready) ==
              Named{{17'000, "shop-1"}});
    }

    TEST_CASE("a proxy that comes last starts when the hook is through") {
        sim::WorldPlan plan = plan_with_hook();
        plan.cluster.propagation.apply = sim::Distribution::constant(10s);
        CHECK(tests::play(plan)->of(Change::Kind::pod_ready) == Named{{27'000, "shop-1"}});
        tests::workload_of(plan).pod.containers.clear();
        CHECK(tests::play(plan)->of(Change::Kind::pod_ready) == Named{{22'000, "shop-1"}});
    }

    TEST_CASE("where the app waits for its proxy, its hook begins with it") {
        sim::WorldPlan plan = plan_with_hook();
        plan.defaults.sidecar_start.holds_app = true;
        plan.cluster.propagation.apply = sim::Distribution::constant(3s);
        CHECK(tests::play(plan)->of(Change::Kind::pod_ready) == Named{{20'000, "shop-1"}});
    }

    TEST_CASE("an app that ends during its hook lets the proxy start, and has another hook") {
        sim::WorldPlan plan = plan_with_hook();
        plan.cluster.propagation.apply = sim::Distribution::constant(4s);
        tests::add_fault(plan, "exit", 14s, 10ms);
        const auto ready = tests::play(plan)->of(Change::Kind::pod_ready);
        // Its end is found out at 15 s, and it starts again; its proxy is configured at 18 s.
        CHECK(std::ranges::count(ready, std::pair<std::int64_t, std::string>{20'000, "shop-1"}) ==
              1);
    }
}

}  // namespace post_start_test
