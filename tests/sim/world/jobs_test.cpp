// When a Job ends: its deadline, its restarts, and being suspended.
#include "tests/sim/world/cluster_plans.hpp"

namespace jobs_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using mesh::control::Workload;
using sim::observe::Change;
using tests::Named;
using tests::Times;

namespace {

/// One pod at a time, which works for so long.
sim::WorldPlan job_plan(mesh::Duration run) {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 3}});
    Workload& job = tests::add_app(plan, "db", 1);
    job.kind = Workload::Kind::job;
    job.pod.restarts = mesh::control::RestartPolicy::never;
    plan.behaviours.front().behaviour.on_term = sim::OnTerm::exit;
    plan.behaviours.front().behaviour.run = sim::Distribution::constant(run);
    return plan;
}

void apply(sim::WorldPlan& plan, mesh::Duration at, const Workload& workload) {
    plan.timeline.push_back({.id = "apply" + std::to_string(plan.timeline.size()),
                             .at = Instant{at},
                             .action = sim::PlannedApply{.resources = {workload}}});
}

}  // namespace

TEST_SUITE("jobs in a world") {
    TEST_CASE("one that is not done by its deadline has failed, and its pods end") {
        sim::WorldPlan plan = job_plan(100s);
        tests::workload_of(plan).job.deadline = 30s;
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::job_failed) == Named{{30'000, "db"}});
        CHECK(notes->of(Change::Kind::pod_gone) == Named{{30'000, "db-0"}});
        tests::workload_of(plan).job.deadline = 50s;
        plan.behaviours.front().behaviour.run = sim::Distribution::constant(40s);
        CHECK(tests::play(plan)->of(Change::Kind::job_done) == Named{{40'000, "db"}});
    }

    TEST_CASE("a container that starts again counts, and the last time is one too many") {
        sim::WorldPlan plan = job_plan(0s);
        tests::workload_of(plan).job.backoff_limit = 2;
        tests::workload_of(plan).pod.restarts = mesh::control::RestartPolicy::on_failure;
        plan.behaviours.front().behaviour.error_rate = {mesh::Ratio::whole};
        const auto notes = tests::play(plan);
        // It fails at the start, found out after a second, and again; the next restart is 10 s
        // after that end.
        CHECK(notes->times(Change::Kind::pod_crashed) == Times{1'000});
        CHECK(notes->of(Change::Kind::job_failed) == Named{{11'000, "db"}});
        tests::workload_of(plan).job.backoff_limit = 0;
        CHECK(tests::play(plan)->of(Change::Kind::job_failed) == Named{{1'000, "db"}});
    }

    TEST_CASE("a pod that somebody deletes or evicts has failed, and is replaced as such") {
        sim::WorldPlan plan = job_plan(25s);
        plan.horizon = Instant{100s};
        plan.timeline = {{.id = "delete",
                          .at = Instant{10s},
                          .action = sim::PlannedDeletion{.pods = {.names = {"db-0"}}}}};
        tests::workload_of(plan).pod.restarts = mesh::control::RestartPolicy::on_failure;
        const auto deleted = tests::play(plan);
        // Another one comes after 10 s, starts for 2 s and works for 25 s.
        CHECK(deleted->of(Change::Kind::pod_started) == Named{{20'000, "db-1"}});
        CHECK(deleted->of(Change::Kind::job_done) == Named{{47'000, "db"}});
        tests::workload_of(plan).job.backoff_limit = 0;
        CHECK(tests::play(plan)->of(Change::Kind::job_failed) == Named{{10'000, "db"}});
        plan.timeline.front().action =
            sim::PlannedNodeChange{.kind = sim::PlannedNodeChange::Kind::drain,
                                   .nodes = {"a-node-0", "a-node-1", "a-node-2"}};
        CHECK(tests::play(plan)->of(Change::Kind::job_failed) == Named{{10'000, "db"}});
    }

    TEST_CASE("one that is suspended has no pods, and begins anew when it goes on") {
        sim::WorldPlan plan = job_plan(25s);
        plan.horizon = Instant{100s};
        Workload job = tests::workload_of(plan);
        job.job.deadline = 30s;
        job.job.is_suspended = true;
        tests::workload_of(plan) = job;
        job.job.is_suspended = false;
        apply(plan, 10s, job);
        // The time in which it was suspended does not count: 2 s of starting and 25 s of work.
        CHECK(tests::play(plan)->of(Change::Kind::job_done) == Named{{37'000, "db"}});
        job.job.is_suspended = true;
        apply(plan, 20s, job);
        job.job.is_suspended = false;
        apply(plan, 30s, job);
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_started) == Named{{10'000, "db-0"}, {30'000, "db-1"}});
        CHECK(notes->of(Change::Kind::pod_stopped) == Named{{20'000, "db-0"}});
        CHECK(notes->of(Change::Kind::job_done) == Named{{57'000, "db"}});
    }

    TEST_CASE("one that is over can be applied again once nobody knows of it any more") {
        sim::WorldPlan plan = job_plan(5s);
        apply(plan, 20s, tests::workload_of(plan));
        CHECK(tests::play(plan)->times(Change::Kind::job_done) == Times{5'000});
        tests::workload_of(plan).job.kept = 10s;
        CHECK(tests::play(plan)->times(Change::Kind::job_done) == Times{5'000, 27'000});
        tests::workload_of(plan).job.kept = 20s;
        CHECK(tests::play(plan)->times(Change::Kind::job_done) == Times{5'000});
    }
}

}  // namespace jobs_test
