// How long pods take to end that have nothing to finish.
#include "tests/sim/world/cluster_plans.hpp"

namespace pod_end_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using tests::Named;

namespace {

/// One pod, which serves until its grace of thirty seconds is over.
sim::WorldPlan one_pod() {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
    tests::add_app(plan, "shop", 1);
    plan.behaviours.front().behaviour.on_term = sim::OnTerm::serve;
    plan.behaviours.front().behaviour.start = sim::Distribution::constant(1s);
    return plan;
}

void scale(sim::WorldPlan& plan, mesh::Duration at, std::uint32_t replicas) {
    plan.timeline.push_back({.id = "scale" + std::to_string(plan.timeline.size()),
                             .at = Instant{at},
                             .action = sim::PlannedWorkloadChange{
                                 .name = "shop", .ns = "default", .replicas = replicas}});
}

/// One more pod is created at ten seconds, so that its containers run at twelve; it is told to end.
Named gone_if_stopped(sim::WorldPlan plan, mesh::Duration at) {
    scale(plan, 10s, 2);
    scale(plan, at, 1);
    return tests::play(plan)->of(Change::Kind::pod_gone);
}

}  // namespace

TEST_SUITE("pods that end") {
    TEST_CASE("one whose containers do not run yet is gone at once, and has its grace afterwards") {
        CHECK(gone_if_stopped(one_pod(), 11s) == Named{{11'000, "shop-1"}});
        CHECK(gone_if_stopped(one_pod(), 12s - 1ms) == Named{{11'999, "shop-1"}});
        CHECK(gone_if_stopped(one_pod(), 12s + 1ms) == Named{{42'001, "shop-1"}});
    }

    TEST_CASE("an app that waits for its proxy has nothing to finish either") {
        sim::WorldPlan plan = one_pod();
        plan.cluster.propagation.apply = sim::Distribution::constant(3s);
        CHECK(gone_if_stopped(plan, 13s) == Named{{43'000, "shop-1"}});
        plan.defaults.sidecar_start.holds_app = true;
        CHECK(gone_if_stopped(plan, 13s) == Named{{13'000, "shop-1"}});
    }

    TEST_CASE("nor has one that waits to be started again") {
        // Up a second after each start: it ends at 20 s and 22 s, and starts at 21 s and 32 s.
        const auto gone = [](mesh::Duration at) {
            sim::WorldPlan plan = one_pod();
            plan.horizon = Instant{80s};
            tests::add_fault(plan, "exit", 20s, 60s);
            scale(plan, at, 0);
            return tests::play(plan)->of(Change::Kind::pod_gone);
        };
        CHECK(gone(25s) == Named{{25'000, "shop-0"}});
        CHECK(gone(21s + 500ms) == Named{{51'500, "shop-0"}});
    }

    TEST_CASE("nor has one whose app a fault keeps down, which does not come back with its end") {
        sim::WorldPlan plan = one_pod();
        plan.horizon = Instant{80s};
        tests::add_fault(plan, "crash", 20s, 20s);
        scale(plan, 25s, 0);
        const auto run = tests::play(plan);
        CHECK(run->of(Change::Kind::pod_gone) == Named{{25'000, "shop-0"}});
        for (const auto& [at, pod] : run->of(Change::Kind::pod_started))
            CHECK(at < 20'000);
    }
}

}  // namespace pod_end_test
