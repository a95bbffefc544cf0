// Containers that end or whose probes fail, and are started again.
#include "tests/sim/world/cluster_plans.hpp"

#include <cstdint>
#include <set>

namespace pod_agents_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using mesh::control::Probe;
using sim::observe::Change;
using tests::Times;

namespace {

/// One pod, whose app is up 1 s after its container.
sim::WorldPlan one_pod() {
    sim::WorldPlan plan = tests::cluster_plan({{"a", 1}});
    tests::add_app(plan, "shop", 1);
    plan.behaviours.front().behaviour.start = sim::Distribution::constant(1s);
    plan.horizon = Instant{200s};
    return plan;
}

/// A second version of it, from ten seconds on.
void roll(sim::WorldPlan& plan, const mesh::control::ContainerLife& life) {
    mesh::control::Workload next = tests::workload_of(plan);
    next.pod.containers = {life};
    plan.timeline.push_back(
        {.id = "roll", .at = Instant{10s}, .action = sim::PlannedApply{{next}}});
}

}  // namespace

TEST_SUITE("containers that end") {
    TEST_CASE("one that ends is found out after a second, and started again at once") {
        sim::WorldPlan plan = one_pod();
        tests::add_fault(plan, "exit", 20s, 10ms);
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::pod_crashed) == Times{20'000});
        CHECK(notes->times(Change::Kind::pod_not_ready) == Times{21'000});
        CHECK(notes->times(Change::Kind::pod_started) == Times{21'000});
        CHECK(notes->times(Change::Kind::pod_ready) == Times{21'000});  // No probe asks its app.
    }

    TEST_CASE("one that keeps ending waits for twice as long each time") {
        sim::WorldPlan plan = one_pod();
        tests::add_fault(plan, "exit", 20s, 100s);
        const auto notes = tests::play(plan);
        // Up a second after each start; then 10, 20, 40 and 80 s from its end.
        CHECK(notes->times(Change::Kind::pod_crashed) ==
              Times{20'000, 22'000, 33'000, 54'000, 95'000});
        CHECK(notes->times(Change::Kind::pod_started) ==
              Times{21'000, 32'000, 53'000, 94'000, 175'000});
    }

    TEST_CASE("callers are refused while the container is down") {
        sim::WorldPlan plan = one_pod();
        plan.loads = {tests::poisson("shop", 100)};
        tests::add_fault(plan, "exit", 20s, 10ms);
        const auto notes = tests::play(plan);
        CHECK(notes->failures(Instant{0s}, Instant{19s}) == 0);
        CHECK(notes->failures(Instant{20s}, Instant{22s}) > 150);
        CHECK(notes->failures(Instant{23s}, Instant{200s}) == 0);
    }

    TEST_CASE("an app that starts too slowly for its liveness probe never comes up") {
        sim::WorldPlan plan = one_pod();
        plan.behaviours.front().behaviour.start = sim::Distribution::constant(25s);
        roll(plan, {.liveness = Probe{}});
        const auto notes = tests::play(plan);
        // Created at 10 s, its container runs at 12 s; the third failure is 20 s later.
        const auto failed = notes->times(Change::Kind::liveness_failed);
        REQUIRE(failed.size() > 2);
        CHECK(failed[0] == 32'000);
        CHECK(failed[1] == 33'000 + 20'000);
        CHECK(failed[2] == 53'000 + 10'000 + 20'000);
    }

    TEST_CASE("a startup probe gives it time") {
        sim::WorldPlan plan = one_pod();
        plan.behaviours.front().behaviour.start = sim::Distribution::constant(25s);
        roll(plan, {.startup = Probe{.period = 5s, .failures = 6}, .liveness = Probe{}});
        CHECK(tests::play(plan)->times(Change::Kind::liveness_failed).empty());
    }
}

TEST_SUITE("probes that apps answer") {
    TEST_CASE("an app that fails its readiness probes is no endpoint, until it passes one") {
        sim::WorldPlan plan = one_pod();
        plan.behaviours.front().behaviour.answers_probes = true;
        tests::workload_of(plan).pod.containers = {
            {.readiness = Probe{.period = 1s, .asks_app = true}}};
        tests::add_fault(plan, "error", 20s, 10s);
        const auto notes = tests::play(plan);
        const auto down = notes->times(Change::Kind::pod_not_ready);
        REQUIRE(down.size() == 1);
        CHECK(down[0] >= 22'000);  // The third in a row.
        CHECK(down[0] < 23'000);
        const auto up = notes->times(Change::Kind::pod_ready);
        REQUIRE(up.size() == 1);
        CHECK(up[0] >= 30'000);
        CHECK(up[0] < 31'000);
    }

    TEST_CASE("each word of a pod's state takes its own time to the API server") {
        sim::WorldPlan plan = one_pod();
        plan.behaviours.front().behaviour.answers_probes = true;
        plan.cluster.propagation.pod_status = sim::Distribution::exponential(100ms);
        tests::workload_of(plan).pod.containers = {
            {.readiness = Probe{.period = 1s, .asks_app = true}}};
        tests::add_fault(plan, "error", 20s, 10s);
        tests::add_fault(plan, "error", 60s, 10s);
        const auto notes = tests::play(plan);
        // Probes are made at the same time of each second.
        std::set<std::int64_t> heard;
        for (const auto kind : {Change::Kind::pod_not_ready, Change::Kind::pod_ready}) {
            const Times times = notes->times(kind);
            REQUIRE(times.size() == 2);
            for (const std::int64_t at : times)
                heard.insert(at % 1000);
        }
        CHECK(heard.size() > 1);
    }

    TEST_CASE("a pod that was not ready when its proxy was configured is so once a probe passes") {
        sim::WorldPlan plan = one_pod();
        plan.behaviours.front().behaviour.answers_probes = true;
        plan.cluster.propagation.apply = sim::Distribution::constant(20s);
        roll(plan, {.readiness = Probe{.period = 1s, .asks_app = true}});
        // Its app is up at 13 s and its proxy is configured at 32 s.
        tests::add_fault(plan, "error", 13s + 500ms, 26s + 500ms);
        const auto ready = tests::play(plan)->times(Change::Kind::pod_ready);
        REQUIRE(ready.size() == 1);
        CHECK(ready[0] >= 40'000);
        CHECK(ready[0] <= 41'000);
    }

    TEST_CASE("where the port answers, an app that fails passes its probes") {
        sim::WorldPlan plan = one_pod();
        tests::workload_of(plan).pod.containers = {
            {.readiness = Probe{.period = 1s, .asks_app = true}}};
        tests::add_fault(plan, "error", 20s, 10s);
        CHECK(tests::play(plan)->times(Change::Kind::pod_not_ready).empty());
    }

    TEST_CASE("a probe behind a long queue is not answered in time, and the container restarts") {
        sim::WorldPlan plan = one_pod();
        sim::Behaviour& app = plan.behaviours.front().behaviour;
        app.answers_probes = true;
        app.workers = 1;
        app.script = {tests::compute(sim::Distribution::constant(10ms))};
        tests::workload_of(plan).pod.containers = {
            {.liveness = Probe{.period = 5s, .failures = 2, .asks_app = true}}};
        plan.loads = {tests::poisson("shop", 90)};
        plan.horizon = Instant{60s};
        CHECK(tests::play(plan)->times(Change::Kind::liveness_failed).empty());
        plan.loads = {tests::poisson("shop", 200)};
        plan.horizon = Instant{100s};
        const auto notes = tests::play(plan);
        CHECK(notes->times(Change::Kind::liveness_failed).size() >= 2);
        CHECK(notes->times(Change::Kind::pod_started).size() >= 2);
    }

    TEST_CASE("after a restart chance does not say again what it said before") {
        sim::WorldPlan plan = one_pod();
        plan.behaviours.front().behaviour.answers_probes = true;
        tests::workload_of(plan).pod.containers = {
            {.liveness =
                 Probe{.initial_delay = 2s, .period = 1s, .failures = 1, .asks_app = true}}};
        tests::add_fault(plan, "error", 20s, 600s, {}, {{"rate", "20%"}});
        plan.horizon = Instant{600s};
        const auto notes = tests::play(plan);
        const auto failed = notes->times(Change::Kind::liveness_failed);
        const auto started = notes->times(Change::Kind::pod_started);
        REQUIRE(failed.size() >= 5);
        std::set<std::int64_t> lives;  // Of restarted containers, in milliseconds.
        for (std::size_t at = 0; at + 1 < failed.size(); ++at)
            lives.insert(failed[at + 1] - started.at(at));
        CHECK(lives.size() > 1);
    }

    TEST_CASE("an app that is told to end because of its probes finishes what it has") {
        sim::WorldPlan plan = one_pod();
        sim::Behaviour& app = plan.behaviours.front().behaviour;
        app.answers_probes = true;
        app.script = {tests::compute(sim::Distribution::constant(5s))};
        mesh::control::PodTemplate& pod = tests::workload_of(plan).pod;
        pod.containers = {{.liveness = Probe{.period = 1s, .asks_app = true}}};
        tests::add_fault(plan, "error", 20s, 3s);
        plan.loads = {tests::poisson("shop", 2)};
        plan.horizon = Instant{60s};
        const auto notes = tests::play(plan);
        const auto failed = notes->times(Change::Kind::liveness_failed);
        const auto ended = notes->times(Change::Kind::pod_crashed);
        REQUIRE(failed.size() == 1);
        REQUIRE(ended.size() == 1);
        CHECK(ended[0] > failed[0]);
        CHECK(ended[0] <= failed[0] + 6'000);
        pod.grace = 1s;
        CHECK(tests::play(plan)->times(Change::Kind::pod_crashed).front() <= failed[0] + 1'000);
    }
}

}  // namespace pod_agents_test
