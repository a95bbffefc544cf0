// StatefulSets, DaemonSets, Jobs and rollouts that stall.
#include "tests/sim/world/cluster_plans.hpp"

namespace workloads_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using mesh::control::Workload;
using sim::observe::Change;
using tests::Named;
using tests::Times;

namespace {

sim::WorldPlan plan_of(Workload::Kind kind, std::uint32_t replicas) {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 3}});
    tests::add_app(plan, "db", replicas).kind = kind;
    plan.behaviours.front().behaviour.on_term = sim::OnTerm::exit;
    return plan;
}

void change(sim::WorldPlan& plan, mesh::Duration at, std::optional<std::uint32_t> replicas) {
    plan.timeline.push_back({.id = "change" + std::to_string(plan.timeline.size()),
                             .at = Instant{at},
                             .action = sim::PlannedWorkloadChange{
                                 .name = "db", .ns = "default", .replicas = replicas}});
}

}  // namespace

TEST_SUITE("workloads") {
    TEST_CASE("a StatefulSet is scaled one pod after the other, from the first to the last") {
        sim::WorldPlan plan = plan_of(Workload::Kind::stateful_set, 1);
        change(plan, 10s, 3);
        change(plan, 30s, 1);
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_started) == Named{{10'000, "db-1"}, {12'000, "db-2"}});
        CHECK(notes->of(Change::Kind::pod_gone) == Named{{30'000, "db-2"}, {30'000, "db-1"}});
    }

    TEST_CASE("a StatefulSet that is rolled out keeps the names of its pods") {
        sim::WorldPlan plan = plan_of(Workload::Kind::stateful_set, 2);
        change(plan, 10s, {});
        plan.loads = {tests::poisson("db", 50)};
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_started) == Named{{10'000, "db-1"}, {12'000, "db-0"}});
        CHECK(notes->of(Change::Kind::pod_ready) == Named{{12'000, "db-1"}, {14'000, "db-0"}});
        CHECK(notes->failures(Instant{15s}, Instant{60s}) == 0);
    }

    TEST_CASE("pods that have one name after the other do not take equally long to start") {
        sim::WorldPlan plan = plan_of(Workload::Kind::stateful_set, 1);
        plan.cluster.pod_start = sim::Distribution::exponential(2s);
        change(plan, 10s, {});
        change(plan, 40s, {});
        const auto notes = tests::play(plan);
        const Times started = notes->times(Change::Kind::pod_started);
        const Times ready = notes->times(Change::Kind::pod_ready);
        REQUIRE(started.size() == 2);
        REQUIRE(ready.size() == 2);
        CHECK(ready[0] - started[0] != ready[1] - started[1]);
    }

    TEST_CASE("a StatefulSet does not replace a pod whose lost node cannot say that it is gone") {
        sim::WorldPlan plan = plan_of(Workload::Kind::stateful_set, 3);
        plan.horizon = Instant{600s};
        tests::add_fault(plan, "node_down", 60s, 440s, {.nodes = {"a-node-0"}});
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_evicted) == Times{400'000});
        CHECK(notes->times(Change::Kind::pod_gone) == Times{500'000});
        CHECK(notes->times(Change::Kind::pod_started) == Times{500'000});
    }

    TEST_CASE("gateways of one name in two namespaces do each what is said of it") {
        sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
        for (const std::string ns : {"blue", "green"}) {
            Workload gate;
            gate.meta.name = "gate";
            gate.meta.ns = ns;
            gate.replicas = 1;
            gate.selector = {{"app", "gate"}};
            gate.pod.labels = {{"app", "gate"}};
            gate.pod.is_gateway = true;
            gate.pod.grace = 30s;
            plan.resources.emplace_back(gate);
            plan.timeline.push_back(
                {.id = ns,
                 .at = Instant{10s},
                 .action = sim::PlannedWorkloadChange{.name = "gate", .ns = ns, .replicas = 0}});
        }
        sim::Behaviour exits;
        exits.on_term = sim::OnTerm::exit;
        sim::Behaviour serves;
        serves.on_term = sim::OnTerm::serve;
        plan.behaviours = {{"gate.blue", exits}, {"gate.green", serves}};
        CHECK(tests::play(plan)->of(Change::Kind::pod_gone) ==
              Named{{10'000, "gate-0.blue"}, {40'000, "gate-0.green"}});
    }

    TEST_CASE("a DaemonSet has a pod on each node, and leaves it there when the node is lost") {
        sim::WorldPlan plan = plan_of(Workload::Kind::daemon_set, 1);
        plan.horizon = Instant{500s};
        tests::add_fault(plan, "node_down", 60s, {}, {.nodes = {"a-node-1"}});
        const auto notes = tests::play(plan);
        CHECK(std::ranges::count(notes->changes_made, Change::Kind::pod_started, &Change::kind) ==
              3);
        CHECK(notes->times(Change::Kind::pod_evicted).empty());
    }

    TEST_CASE("a DaemonSet is rolled out node by node") {
        sim::WorldPlan plan = plan_of(Workload::Kind::daemon_set, 1);
        change(plan, 10s, {});
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_started) == Times{10'000, 12'000, 14'000});
    }

    TEST_CASE("a DaemonSet may have several pods away at a time, or new ones beside old ones") {
        sim::WorldPlan plan = plan_of(Workload::Kind::daemon_set, 1);
        tests::workload_of(plan).update.max_unavailable = {2, false};
        change(plan, 10s, {});
        CHECK(tests::play(plan)->times(Change::Kind::pod_started) == Times{10'000, 10'000, 12'000});
        tests::workload_of(plan).update = {.max_unavailable = {0, false}, .max_surge = {1, false}};
        const auto surging = tests::play(plan);
        CHECK(surging->times(Change::Kind::pod_started) == Times{10'000, 12'000, 14'000});
        CHECK(surging->times(Change::Kind::pod_stopped) == Times{12'000, 14'000, 16'000});
    }

    TEST_CASE("a surge whose template is another one meanwhile leaves one old pod on its node") {
        sim::WorldPlan plan = plan_of(Workload::Kind::daemon_set, 1);
        tests::workload_of(plan).update = {.max_unavailable = {0, false}, .max_surge = {1, false}};
        change(plan, 10s, {});
        change(plan, 11s, {});
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_started) ==
              Named{{10'000, "db-3"}, {11'000, "db-4"}, {13'000, "db-5"}, {15'000, "db-6"}});
        CHECK(notes->of(Change::Kind::pod_stopped) ==
              Named{{11'000, "db-3"}, {13'000, "db-0"}, {15'000, "db-1"}, {17'000, "db-2"}});
    }

    TEST_CASE("with OnDelete a pod is of the new version once somebody has ended the old one") {
        sim::WorldPlan plan = plan_of(Workload::Kind::daemon_set, 1);
        tests::workload_of(plan).update.on_delete = true;
        change(plan, 10s, {});
        plan.timeline.push_back({.id = "end",
                                 .at = Instant{20s},
                                 .action = sim::PlannedDeletion{.pods = {.names = {"db-1"}}}});
        CHECK(tests::play(plan)->times(Change::Kind::pod_started) == Times{20'000});
    }

    TEST_CASE("a StatefulSet that is updated down to a partition keeps the pods before it") {
        sim::WorldPlan plan = plan_of(Workload::Kind::stateful_set, 3);
        plan.cluster.zones.front().cpu = 1000;
        Workload next = tests::workload_of(plan);
        next.update.partition = 2;
        next.pod.resources.cpu_request =
            2000;  // It fits nowhere, so that it is known when it comes.
        plan.timeline = {{.id = "roll", .at = Instant{10s}, .action = sim::PlannedApply{{next}}}};
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_stopped) == Named{{10'000, "db-2"}});
        CHECK(notes->of(Change::Kind::pod_pending) == Named{{10'000, "db-2"}});
        // One before the partition comes back as it was.
        plan.timeline.push_back({.id = "end",
                                 .at = Instant{20s},
                                 .action = sim::PlannedDeletion{.pods = {.names = {"db-0"}}}});
        CHECK(tests::play(plan)->of(Change::Kind::pod_started) == Named{{20'000, "db-0"}});
    }

    TEST_CASE("a DaemonSet is so, too, where its pods fill their nodes") {
        sim::WorldPlan plan = plan_of(Workload::Kind::daemon_set, 1);
        plan.cluster.zones.front().cpu = 1000;
        tests::workload_of(plan).pod.resources.cpu_request = 1000;
        change(plan, 10s, {});
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_started) == Times{10'000, 12'000, 14'000});
    }

    TEST_CASE("a Job is done when enough of its pods have ended well") {
        sim::WorldPlan plan = plan_of(Workload::Kind::job, 2);
        tests::workload_of(plan).job.completions = 3;
        tests::workload_of(plan).pod.restarts = mesh::control::RestartPolicy::never;
        plan.behaviours.front().behaviour.run = sim::Distribution::constant(5s);
        const auto notes = tests::play(plan);
        // Two run from the start; the third begins when they end, and runs from 2 s later.
        CHECK(notes->times(Change::Kind::pod_gone) == Times{5'000, 5'000, 12'000});
        CHECK(notes->of(Change::Kind::job_done) == Named{{12'000, "db"}});
    }

    TEST_CASE("a Job's pod whose node was lost has not ended, and begins anew with its node") {
        sim::WorldPlan plan = plan_of(Workload::Kind::job, 1);
        tests::workload_of(plan).pod.restarts = mesh::control::RestartPolicy::never;
        plan.behaviours.front().behaviour.run = sim::Distribution::constant(5s);
        tests::add_fault(plan, "node_down", 3s, 17s, {.pods = {.service = "db"}});
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_crashed) == Times{3'000});
        // Back at 20 s, its containers run 2 s later and have 5 s to go.
        CHECK(notes->times(Change::Kind::pod_gone) == Times{27'000});
        CHECK(notes->of(Change::Kind::job_done) == Named{{27'000, "db"}});
    }

    TEST_CASE("a Job whose pods fail tries again, later each time, and gives up") {
        sim::WorldPlan plan = plan_of(Workload::Kind::job, 1);
        tests::workload_of(plan).job.backoff_limit = 2;
        tests::workload_of(plan).pod.restarts = mesh::control::RestartPolicy::never;
        plan.behaviours.front().behaviour.error_rate = {mesh::Ratio::whole};
        const auto notes = tests::play(plan);
        // Found out after a second; 10 s and 20 s later another one, which runs from 2 s later on.
        CHECK(notes->times(Change::Kind::pod_crashed) == Times{13'000, 36'000});
        CHECK(notes->of(Change::Kind::job_failed) == Named{{37'000, "db"}});
    }

    TEST_CASE("a rollout that makes no progress for ten minutes has stalled") {
        sim::WorldPlan plan = plan_of(Workload::Kind::deployment, 2);
        plan.horizon = Instant{700s};
        change(plan, 10s, {});
        CHECK(tests::play(plan)->times(Change::Kind::rollout_stalled).empty());
        mesh::control::Workload broken = tests::workload_of(plan);
        broken.pod.labels["version"] = "v2";
        broken.pod.resources.cpu_request = 2000;
        plan.cluster.zones.front().cpu = 1000;
        plan.timeline = {{.id = "roll", .at = Instant{10s}, .action = sim::PlannedApply{{broken}}}};
        CHECK(tests::play(plan)->of(Change::Kind::rollout_stalled) == Named{{610'000, "db"}});
    }
}

}  // namespace workloads_test
