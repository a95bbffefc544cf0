// Pods that are deleted without waiting for their nodes.
#include "tests/sim/world/cluster_plans.hpp"

namespace forced_deletion_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using mesh::control::Workload;
using sim::observe::Change;
using tests::Named;
using tests::Times;

namespace {

/// Three pods on three nodes, one of which is lost from 60 s on; its pods leave it at 400 s.
sim::WorldPlan plan_of(Workload::Kind kind, std::optional<mesh::Duration> lost_for = {}) {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 3}});
    tests::add_app(plan, "db", 3).kind = kind;
    plan.horizon = Instant{500s};
    tests::add_fault(plan, "node_down", 60s, lost_for, {.nodes = {"a-node-0"}});
    return plan;
}

/// Whatever is on the lost node is deleted.
void delete_pods(sim::WorldPlan& plan, mesh::Duration at, bool by_force) {
    plan.timeline.push_back(
        {.id = "delete",
         .at = Instant{at},
         .action = sim::PlannedDeletion{.pods = {.nodes = {"a-node-0"}}, .by_force = by_force}});
}

std::string lost_pod(const tests::Notes& notes) {
    const auto lost = notes.of(Change::Kind::pod_crashed);
    REQUIRE(lost.size() == 1);
    return lost.front().second;
}

}  // namespace

TEST_SUITE("forced deletion") {
    TEST_CASE("a StatefulSet replaces the pod of a lost node that is deleted by force") {
        sim::WorldPlan plan = plan_of(Workload::Kind::stateful_set);
        delete_pods(plan, 200s, true);
        const auto notes = tests::play(plan);
        const std::string pod = lost_pod(*notes);
        CHECK(notes->of(Change::Kind::pod_stopped) == Named{{200'000, pod}});
        CHECK(notes->of(Change::Kind::pod_gone) == Named{{200'000, pod}});
        CHECK(notes->of(Change::Kind::pod_started) == Named{{200'000, pod}});
        CHECK(notes->of(Change::Kind::pod_ready) == Named{{202'000, pod}});
        CHECK(notes->times(Change::Kind::pod_evicted).empty());
    }

    TEST_CASE("one that is deleted otherwise stays until its node can say that it is gone") {
        sim::WorldPlan plan = plan_of(Workload::Kind::stateful_set);
        delete_pods(plan, 200s, false);
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_stopped) == Times{200'000});
        CHECK(notes->times(Change::Kind::pod_gone).empty());
        CHECK(notes->times(Change::Kind::pod_started).empty());
    }

    TEST_CASE("so is one that was told to end before, once, also when its node is back") {
        sim::WorldPlan plan = plan_of(Workload::Kind::stateful_set, 410s);
        delete_pods(plan, 450s, true);
        const auto notes = tests::play(plan);
        const std::string pod = lost_pod(*notes);
        CHECK(notes->of(Change::Kind::pod_evicted) == Named{{400'000, pod}});
        CHECK(notes->times(Change::Kind::pod_stopped) == Times{400'000});
        CHECK(notes->of(Change::Kind::pod_gone) == Named{{450'000, pod}});
        CHECK(notes->of(Change::Kind::pod_started) == Named{{450'000, pod}});
        CHECK(notes->of(Change::Kind::pod_ready) == Named{{452'000, pod}});
        CHECK(notes->times(Change::Kind::node_back) == Times{470'000});
    }

    TEST_CASE("a Deployment's pod is gone, too, and requests find the others") {
        sim::WorldPlan plan = plan_of(Workload::Kind::deployment);
        delete_pods(plan, 200s, true);
        plan.loads = {tests::poisson("db", 50)};
        plan.loads.front().timeout = 1s;
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_gone) == Named{{200'000, lost_pod(*notes)}});
        CHECK(notes->times(Change::Kind::pod_started) == Times{200'000});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{202'000});
        CHECK(notes->failures(Instant{200s}, Instant{500s}) == 0);
    }
}

}  // namespace forced_deletion_test
