// Init containers, native sidecars, and what runs beside an app.
#include "sim/world/inspect.hpp"
#include "tests/sim/world/cluster_plans.hpp"

namespace pod_init_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using mesh::control::InitContainer;
using mesh::control::Probe;
using mesh::control::RestartPolicy;
using mesh::control::Workload;
using sim::ContainerBehaviour;
using sim::Distribution;
using sim::observe::Change;
using tests::Named;
using tests::Times;

namespace {

void scale(sim::WorldPlan& plan, mesh::Duration at, std::uint32_t replicas) {
    plan.timeline.push_back({.id = "scale" + std::to_string(plan.timeline.size()),
                             .at = Instant{at},
                             .action = sim::PlannedWorkloadChange{
                                 .name = "shop", .ns = "default", .replicas = replicas}});
}

/// Pod shop-1 is created at ten seconds, and its containers may run at twelve.
sim::WorldPlan plan_of(std::vector<InitContainer> init,
                       std::vector<ContainerBehaviour> behaviours) {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
    tests::add_app(plan, "shop", 1).pod.init = std::move(init);
    plan.behaviours.front().behaviour.containers = std::move(behaviours);
    scale(plan, 10s, 2);
    plan.horizon = Instant{100s};
    return plan;
}

/// A Job whose pod is created at ten seconds, may run at twelve, and works for five.
sim::WorldPlan job_plan() {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
    Workload job = tests::add_app(plan, "shop", 0);
    job.kind = Workload::Kind::job;
    job.pod.restarts = RestartPolicy::never;
    tests::workload_of(plan) = job;
    plan.behaviours.front().behaviour.run = Distribution::constant(5s);
    plan.horizon = Instant{100s};
    return plan;
}

std::shared_ptr<const tests::Notes> play_job(sim::WorldPlan plan) {
    Workload job = tests::workload_of(plan);
    job.replicas = 1;
    plan.timeline.push_back(
        {.id = "job", .at = Instant{10s}, .action = sim::PlannedApply{.resources = {job}}});
    return tests::play(plan);
}

std::vector<std::uint64_t> values(const tests::Notes& notes, Change::Kind kind) {
    std::vector<std::uint64_t> found;
    for (const Change& change : notes.changes_made) {
        if (change.kind == kind) found.push_back(change.value);
    }
    return found;
}

ContainerBehaviour runs(const std::string& name, mesh::Duration length) {
    return {.name = name, .run = Distribution::constant(length)};
}

}  // namespace

TEST_SUITE("init containers") {
    TEST_CASE("they run one after the other, and the app after them") {
        const auto notes = tests::play(
            plan_of({{.name = "one"}, {.name = "two"}}, {runs("one", 3s), runs("two", 4s)}));
        // The agent of the node sees a second later that one has ended.
        CHECK(notes->times(Change::Kind::init_done) == Times{16'000, 21'000});
        CHECK(values(*notes, Change::Kind::init_done) == std::vector<std::uint64_t>{1, 2});
        CHECK(notes->of(Change::Kind::pod_ready) == Named{{21'000, "shop-1"}});
    }

    TEST_CASE("one that nobody describes costs what its agent needs to see its end") {
        const auto notes = tests::play(plan_of({{.name = "one"}}, {}));
        CHECK(notes->times(Change::Kind::pod_ready) == Times{13'000});
    }

    TEST_CASE("they run the same in a pod that has no proxy") {
        sim::WorldPlan plan = plan_of({{.name = "one"}}, {runs("one", 3s)});
        tests::workload_of(plan).pod.annotations["sidecar.istio.io/inject"] = "false";
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::init_done) == Times{16'000});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{16'000});
    }

    TEST_CASE("one that fails is started again, at once and then later each time") {
        ContainerBehaviour fails = runs("one", 3s);
        fails.error_rate = {mesh::Ratio::whole};
        const auto notes = tests::play(plan_of({{.name = "one"}}, {fails}));
        // It ends at 15 s, 19 s, 32 s, 55 s and 98 s: 10, 20 and 40 s lie between end and start.
        CHECK(notes->times(Change::Kind::init_failed) ==
              Times{16'000, 20'000, 33'000, 56'000, 99'000});
        CHECK(values(*notes, Change::Kind::init_failed).back() == 1);
        CHECK(notes->times(Change::Kind::pod_ready).empty());
    }

    TEST_CASE("one that fails now and then lets the app start in the end") {
        ContainerBehaviour fails = runs("one", 1s);
        fails.error_rate = {mesh::Ratio::whole / 2};
        sim::WorldPlan plan = plan_of({{.name = "one"}}, {fails});
        plan.horizon = Instant{2000s};
        const auto notes = tests::play(plan);
        CHECK(notes->count(Change::Kind::init_done) == 1);
        CHECK(notes->count(Change::Kind::pod_ready) == 1);
    }

    TEST_CASE("a pod of a cluster that starts has them behind it") {
        sim::WorldPlan plan = plan_of({{.name = "one"}}, {runs("one", 30s)});
        plan.timeline.clear();
        CHECK(tests::play(plan)->count(Change::Kind::init_done) == 0);
    }

    TEST_CASE("a pod that is told to end before its app has started is gone at once") {
        sim::WorldPlan plan = plan_of({{.name = "one"}}, {runs("one", 60s)});
        scale(plan, 20s, 1);
        const auto notes = tests::play(plan);
        CHECK(notes->of(Change::Kind::pod_gone) == Named{{20'000, "shop-1"}});
        CHECK(notes->count(Change::Kind::init_done) == 0);
    }

    TEST_CASE("a Job's pod whose init container fails has failed, unless that may start again") {
        sim::WorldPlan plan = job_plan();
        plan.behaviours.front().behaviour.containers = {
            {.name = "one", .error_rate = {mesh::Ratio::whole}}};
        tests::workload_of(plan).pod.init = {{.name = "one"}};
        tests::workload_of(plan).job.backoff_limit = 1;
        const auto notes = play_job(plan);
        // Ten seconds after the first failure comes another pod, which runs two seconds later.
        CHECK(notes->times(Change::Kind::init_failed) == Times{13'000, 26'000});
        CHECK(notes->of(Change::Kind::job_failed) == Named{{26'000, "shop"}});
        tests::workload_of(plan).pod.restarts = RestartPolicy::on_failure;
        const auto again = play_job(plan);
        CHECK(again->times(Change::Kind::init_failed) == Times{13'000});
        CHECK(again->of(Change::Kind::job_failed) == Named{{13'000, "shop"}});
        tests::workload_of(plan).job.backoff_limit = 2;
        const auto twice = play_job(plan);
        CHECK(twice->times(Change::Kind::init_failed) == Times{13'000, 14'000});
        CHECK(twice->of(Change::Kind::job_failed) == Named{{23'000, "shop"}});
    }

    TEST_CASE("people who look see which of them a pod has come to") {
        const sim::WorldPlan plan =
            plan_of({{.name = "one"}, {.name = "two"}}, {runs("one", 3s), runs("two", 4s)});
        sim::World world{plan, nullptr};
        world.run_until(Instant{17s});
        const auto seen = sim::inspect(world, "shop-1");
        REQUIRE(seen);
        REQUIRE(seen->init);
        CHECK(seen->init->name == "two");
        CHECK(seen->init->number == 2);
        CHECK(seen->init->of == 2);
        CHECK(seen->init->failures == 0);
        CHECK_FALSE(seen->init->is_waiting);
        world.run_until(Instant{22s});
        CHECK_FALSE(sim::inspect(world, "shop-1")->init);
    }
}

TEST_SUITE("native sidecars") {
    TEST_CASE("the next container starts once the startup probe of one has passed") {
        const InitContainer logs{
            .name = "logs", .stays = true, .life = {.startup = Probe{.period = 2s}}};
        const ContainerBehaviour starts{.name = "logs", .start = Distribution::constant(3s)};
        const auto notes =
            tests::play(plan_of({logs, {.name = "migrate"}}, {starts, runs("migrate", 1s)}));
        CHECK(notes->times(Change::Kind::init_done) == Times{16'000, 18'000});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{18'000});
    }

    TEST_CASE("one that starts too slowly is started again") {
        const InitContainer logs{
            .name = "logs", .stays = true, .life = {.startup = Probe{.period = 2s, .failures = 2}}};
        const ContainerBehaviour starts{.name = "logs", .start = Distribution::constant(3s)};
        sim::WorldPlan plan = plan_of({logs}, {starts});
        plan.horizon = Instant{60s};
        // Given up two seconds after each start: at once the first time, then 10 and 20 s later.
        CHECK(tests::play(plan)->times(Change::Kind::init_failed) ==
              Times{14'000, 16'000, 28'000, 50'000});
    }

    TEST_CASE("a pod is not ready before its sidecars are") {
        const InitContainer logs{
            .name = "logs", .stays = true, .life = {.readiness = Probe{.initial_delay = 5s}}};
        const auto notes = tests::play(plan_of({logs}, {}));
        CHECK(notes->times(Change::Kind::init_done) == Times{12'000});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{17'000});
    }

    TEST_CASE("one that ends is started again, later each time; its pod is not ready meanwhile") {
        sim::WorldPlan plan =
            plan_of({{.name = "migrate"}, {.name = "logs", .stays = true}}, {runs("logs", 20s)});
        plan.timeline.clear();
        plan.loads = {tests::poisson("shop", 10)};
        const auto notes = tests::play(plan);
        // It ends at 20, 41 and 71 s, which is found out a second later, and starts again at once,
        // then 10 s and 20 s after its end.
        CHECK(notes->times(Change::Kind::sidecar_ended) == Times{21'000, 42'000, 72'000});
        CHECK(values(*notes, Change::Kind::sidecar_ended).back() == 2);
        CHECK(notes->times(Change::Kind::pod_not_ready) == Times{21'000, 42'000, 72'000});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{21'000, 51'000, 91'000});
        CHECK(notes->failures(Instant{43s}, Instant{50s}) > 0);
        CHECK(notes->failures(Instant{52s}, Instant{71s}) == 0);
    }

    TEST_CASE("one that ends while its pod starts keeps it from being ready") {
        const InitContainer logs{.name = "logs", .stays = true};
        sim::WorldPlan plan =
            plan_of({logs, {.name = "migrate"}}, {runs("logs", 3s), runs("migrate", 10s)});
        plan.cluster.crash_backoff.first = 60s;
        std::vector<std::int64_t> ready;
        for (const auto& [at, name] : tests::play(plan)->of(Change::Kind::pod_ready)) {
            if (name == "shop-1") ready.push_back(at);
        }
        // Its sidecar ends at 15 and 19 s; the second time it waits for a minute.
        CHECK(ready == Times{79'000});
    }

    TEST_CASE("a proxy that is one starts before init containers, another one after them") {
        sim::WorldPlan plan = plan_of({{.name = "one"}}, {runs("one", 3s)});
        plan.cluster.propagation.push = Distribution::constant(20ms);
        plan.cluster.propagation.apply = Distribution::constant(30ms);
        plan.defaults.sidecar_start.native_check = 1s;
        const auto classic = tests::play(plan);
        CHECK(classic->times(Change::Kind::init_done) == Times{16'000});
        CHECK(classic->times(Change::Kind::pod_ready) == Times{16'050});
        // It is there 50 ms after its start, and somebody looks after a second.
        plan.defaults.sidecar_start.native = true;
        const auto native = tests::play(plan);
        CHECK(native->times(Change::Kind::init_done) == Times{17'000});
        CHECK(native->times(Change::Kind::pod_ready) == Times{17'000});
        tests::workload_of(plan).pod.native_proxy = false;
        CHECK(tests::play(plan)->times(Change::Kind::init_done) == Times{16'000});
    }
}

TEST_SUITE("containers beside a Job's app") {
    TEST_CASE("one that goes on keeps the pod, and the Job is never done") {
        sim::WorldPlan plan = job_plan();
        tests::workload_of(plan).pod.beside = {"logs"};
        const auto notes = play_job(plan);
        CHECK(notes->of(Change::Kind::job_pod_held) == Named{{17'000, "shop-0"}});
        CHECK(notes->times(Change::Kind::pod_not_ready) == Times{17'000});
        CHECK(notes->count(Change::Kind::job_done) == 0);
    }

    TEST_CASE("as a native sidecar it does not") {
        sim::WorldPlan plan = job_plan();
        tests::workload_of(plan).pod.init = {{.name = "logs", .stays = true}};
        const auto notes = play_job(plan);
        CHECK(notes->count(Change::Kind::job_pod_held) == 0);
        CHECK(notes->times(Change::Kind::job_done) == Times{17'000});
    }

    TEST_CASE("a native sidecar that ends counts for a Job only where its app may start again") {
        sim::WorldPlan plan = job_plan();
        tests::workload_of(plan).pod.init = {{.name = "logs", .stays = true}};
        tests::workload_of(plan).job.backoff_limit = 1;
        plan.behaviours.front().behaviour.containers = {runs("logs", 2s)};
        const auto never = play_job(plan);
        CHECK(never->times(Change::Kind::sidecar_ended) == Times{15'000});
        CHECK(never->times(Change::Kind::job_done) == Times{17'000});
        // It ends at 14 s, which is found out a second later, and starts again at once.
        tests::workload_of(plan).pod.restarts = RestartPolicy::on_failure;
        CHECK(play_job(plan)->times(Change::Kind::job_failed) == Times{15'000});
    }

    TEST_CASE("one that ends lets the pod end, too") {
        sim::WorldPlan plan = job_plan();
        tests::workload_of(plan).pod.beside = {"logs"};
        plan.behaviours.front().behaviour.containers = {runs("logs", 8s)};
        CHECK(play_job(plan)->times(Change::Kind::job_done) == Times{20'000});
        plan.behaviours.front().behaviour.containers = {runs("logs", 5s)};
        const auto together = play_job(plan);
        CHECK(together->times(Change::Kind::job_done) == Times{17'000});
        CHECK(together->count(Change::Kind::job_pod_held) == 0);
    }

    TEST_CASE("a pod whose app has failed has not, while another container goes on") {
        sim::WorldPlan plan = job_plan();
        tests::workload_of(plan).pod.beside = {"logs"};
        plan.behaviours.front().behaviour.error_rate = {mesh::Ratio::whole};
        const auto notes = play_job(plan);
        CHECK(notes->times(Change::Kind::job_pod_held) == Times{18'000});
        CHECK(notes->count(Change::Kind::pod_crashed) == 1);
        CHECK(notes->count(Change::Kind::job_failed) == 0);
        // It ends 8 s after its start; that fails the pod, and the Job with it.
        plan.behaviours.front().behaviour.containers = {runs("logs", 8s)};
        tests::workload_of(plan).job.backoff_limit = 0;
        CHECK(play_job(plan)->times(Change::Kind::job_failed) == Times{20'000});
        plan.behaviours.front().behaviour.containers = {runs("logs", 5s)};
        CHECK(play_job(plan)->times(Change::Kind::job_failed) == Times{18'000});
    }

    TEST_CASE("a pod that ends before its proxy is configured does not begin its work then") {
        sim::WorldPlan plan = job_plan();
        plan.cluster.propagation.push = Distribution::constant(10s);
        tests::workload_of(plan).pod.native_proxy = true;
        Workload job = tests::workload_of(plan);
        job.replicas = 1;
        plan.timeline = {
            {.id = "job", .at = Instant{10s}, .action = sim::PlannedApply{.resources = {job}}}};
        CHECK(tests::play(plan)->count(Change::Kind::job_done) == 1);
        job.job.is_suspended = true;
        plan.timeline.push_back(
            {.id = "suspend", .at = Instant{15s}, .action = sim::PlannedApply{.resources = {job}}});
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_stopped) == Times{15'000});
        CHECK(notes->count(Change::Kind::job_done) == 0);
    }

    TEST_CASE("a proxy is such a container, unless it is native or somebody tells it to end") {
        sim::WorldPlan plan = job_plan();
        plan.defaults.sidecar_end = {.outlives_app = false, .drain = 5s};
        CHECK(play_job(plan)->count(Change::Kind::job_done) == 0);
        sim::WorldPlan told = plan;
        told.defaults.sidecar_end.ends_with_jobs = true;
        sim::WorldPlan alone = plan;
        tests::workload_of(alone).pod.annotations["sidecar.istio.io/inject"] = "false";
        CHECK(play_job(alone)->times(Change::Kind::job_done) == Times{17'000});
        CHECK(play_job(told)->times(Change::Kind::job_done) == Times{17'000});
        tests::workload_of(plan).pod.native_proxy = true;
        CHECK(play_job(plan)->times(Change::Kind::job_done) == Times{17'000});
    }
}

}  // namespace pod_init_test
