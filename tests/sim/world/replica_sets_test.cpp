// Deployments keep their old pods, too: as sets of one template each.
#include "tests/sim/world/cluster_plans.hpp"

namespace replica_sets_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using mesh::control::Workload;
using sim::observe::Change;
using tests::Named;
using tests::Times;

namespace {

/// Two pods, which end at once.
sim::WorldPlan plan_of_two() {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 3}});
    plan.cluster.zones.front().cpu = 1000;
    tests::add_app(plan, "db", 2);
    plan.behaviours.front().behaviour.on_term = sim::OnTerm::exit;
    return plan;
}

/// Of a version that fits on no node.
Workload broken(sim::WorldPlan& plan) {
    Workload next = tests::workload_of(plan);
    next.pod.labels["version"] = "v2";
    next.pod.resources.cpu_request = 2000;
    return next;
}

void add_step(sim::WorldPlan& plan, mesh::Duration at, const sim::PlannedAction& action) {
    plan.timeline.push_back(
        {.id = "step" + std::to_string(plan.timeline.size()), .at = Instant{at}, .action = action});
}

void apply(sim::WorldPlan& plan, mesh::Duration at, const Workload& workload) {
    add_step(plan, at, sim::PlannedApply{.resources = {workload}});
}

}  // namespace

TEST_SUITE("sets of pods") {
    TEST_CASE("in a rollout that hangs, a lost pod of the old version comes back as what it was") {
        sim::WorldPlan plan = plan_of_two();
        apply(plan, 10s, broken(plan));
        add_step(plan, 20s, sim::PlannedDeletion{.pods = {.names = {"db-0"}}});
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_pending) == Named{{10'000, "db-2"}});
        CHECK(notes->of(Change::Kind::pod_stopped) == Named{{20'000, "db-0"}});
        CHECK(notes->of(Change::Kind::pod_started) == Named{{20'000, "db-3"}});
        CHECK(notes->of(Change::Kind::pod_ready) == Named{{22'000, "db-3"}});
    }

    TEST_CASE("to apply the old template again ends the new pods alone") {
        sim::WorldPlan plan = plan_of_two();
        apply(plan, 10s, broken(plan));
        apply(plan, 30s, tests::workload_of(plan));
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_stopped) == Named{{30'000, "db-2"}});
        CHECK(notes->of(Change::Kind::pod_started).empty());
    }

    TEST_CASE("a paused Deployment is scaled, and goes over to its new template once it goes on") {
        sim::WorldPlan plan = plan_of_two();
        Workload next = tests::workload_of(plan);
        next.pod.labels["version"] = "v2";
        next.rollout.is_paused = true;
        apply(plan, 10s, next);
        add_step(plan, 20s,
                 sim::PlannedWorkloadChange{.name = "db", .ns = "default", .replicas = 3});
        next.replicas = 3;
        next.rollout.is_paused = false;
        apply(plan, 30s, next);
        const auto notes = tests::play(plan);
        // One more of three at a time, and none fewer.
        CHECK(notes->of(Change::Kind::pod_started) ==
              Named{{20'000, "db-2"}, {30'000, "db-3"}, {32'000, "db-4"}, {34'000, "db-5"}});
        CHECK(notes->of(Change::Kind::pod_stopped) ==
              Named{{32'000, "db-2"}, {34'000, "db-1"}, {36'000, "db-0"}});
    }

    TEST_CASE("the deadline of a rollout begins anew after a pause") {
        sim::WorldPlan plan = plan_of_two();
        plan.horizon = Instant{1100s};
        Workload next = broken(plan);
        apply(plan, 10s, next);
        next.rollout.is_paused = true;
        apply(plan, 300s, next);
        next.rollout.is_paused = false;
        apply(plan, 400s, next);
        CHECK(tests::play(plan)->of(Change::Kind::rollout_stalled) == Named{{1'000'000, "db"}});
        // While it is paused it does not stall.
        plan.timeline.pop_back();
        CHECK(tests::play(plan)->times(Change::Kind::rollout_stalled).empty());
    }

    TEST_CASE("where pods are recreated, one that is lost is replaced before it is gone") {
        sim::WorldPlan plan = plan_of_two();
        tests::workload_of(plan).rollout.recreate = true;
        plan.behaviours.front().behaviour.on_term = sim::OnTerm::serve;
        add_step(plan, 10s, sim::PlannedDeletion{.pods = {.names = {"db-0"}}});
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_started) == Named{{10'000, "db-2"}});
        CHECK(notes->times(Change::Kind::pod_gone) == Times{40'000});
    }
}

}  // namespace replica_sets_test
