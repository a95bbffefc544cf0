// What callers see of a rollout: endpoints are taken back and pods are told to end at one time.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

namespace rollout_world_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::Distribution;
using sim::observe::Change;
using tests::play;

namespace {

constexpr Instant applied{10s};

mesh::control::Workload& workload_of(sim::WorldPlan& plan) {
    const auto found = std::ranges::find_if(plan.resources, [](const auto& resource) {
        return std::holds_alternative<mesh::control::Workload>(resource);
    });
    return std::get<mesh::control::Workload>(*found);
}

/// Four pods, 400 requests a second of one millisecond each; a change of a pod takes 300 ms from
/// the API server to the proxies.
sim::WorldPlan shop_plan() {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {tests::compute(Distribution::constant(1ms))};
    tests::add_service(plan, "shop", 4, behaviour);
    plan.network.same_zone = Distribution::constant(500us);
    plan.network.cross_zone = Distribution::constant(500us);
    plan.loads = {tests::poisson("shop", 400)};
    plan.horizon = Instant{60s};
    plan.cluster.pod_start = Distribution::constant(2s);
    plan.cluster.propagation = {.pod_status = Distribution::constant(50ms),
                                .endpoint_slices = Distribution::constant(100ms),
                                .watch = Distribution::constant(50ms),
                                .push = Distribution::constant(20ms),
                                .apply = Distribution::constant(30ms)};
    plan.defaults.push = {.debounce = {.quiet = 100ms, .longest = 10s}, .concurrency = 100};
    plan.defaults.sidecar_end = {.outlives_app = true};
    return plan;
}

/// The same, and at ten seconds a new version of its pods.
sim::WorldPlan rollout_plan(mesh::Duration pre_stop, mesh::control::ContainerLife life = {}) {
    sim::WorldPlan plan = shop_plan();
    mesh::control::Workload& workload = workload_of(plan);
    life.pre_stop = pre_stop;
    workload.pod.containers = {life};
    mesh::control::Workload next = workload;
    next.pod.labels["version"] = "v2";
    plan.timeline.push_back(
        {.id = "roll", .at = applied, .action = sim::PlannedApply{.resources = {next}}});
    return plan;
}

std::size_t failures(const tests::Notes& notes) {
    return static_cast<std::size_t>(std::ranges::count_if(
        notes.requests_ended, [](const auto& end) { return mesh::is_failure(end.status); }));
}

/// When the changes of a kind happened, after the start.
std::vector<Instant> times(const tests::Notes& notes, Change::Kind kind) {
    std::vector<Instant> found;
    for (const Change& change : notes.changes_made) {
        if (change.kind == kind && change.at > Instant{0s}) found.push_back(change.at);
    }
    return found;
}

}  // namespace

TEST_SUITE("rollouts") {
    TEST_CASE("without a preStop hook callers meet pods that take nothing until they are told") {
        const auto notes = play(rollout_plan(0s));
        // One pod at a time, four times: a quarter of 400 requests a second for 300 ms. The first
        // time there is another pod beside it that is not there yet.
        CHECK(failures(*notes) > 60);
        CHECK(failures(*notes) < 200);
        CHECK(times(*notes, Change::Kind::pod_stopped).size() == 4);
        CHECK(times(*notes, Change::Kind::pod_started).size() == 4);
    }

    TEST_CASE("a preStop hook that is longer than the news take hides the rollout") {
        const auto careful = play(rollout_plan(1s));
        CHECK(failures(*careful) == 0);
        CHECK(times(*careful, Change::Kind::pod_gone).size() == 4);
    }

    TEST_CASE("a proxy that ends before its app cuts what is in hand") {
        sim::WorldPlan plan = rollout_plan(1s);
        plan.behaviours.front().behaviour.script = {tests::compute(Distribution::constant(3s))};
        plan.behaviours.front().behaviour.workers = 10'000;
        CHECK(failures(*play(plan)) == 0);
        plan.defaults.sidecar_end = {.outlives_app = false, .drain = 2s};
        CHECK(failures(*play(plan)) > 0);
        plan.defaults.sidecar_end = {.outlives_app = false, .drain = 5s};
        CHECK(failures(*play(plan)) == 0);
    }

    TEST_CASE("steps of a rolling update come when pods become available, to the millisecond") {
        const auto notes = play(rollout_plan(
            1s, {.readiness = mesh::control::Probe{.initial_delay = 3s, .period = 5s}}));
        // One more and one fewer of four at once; then two starts for each pod that is ready, which
        // is 2 s of starting, 3 s to the probe and 50 ms to the API server after its creation.
        const auto started = times(*notes, Change::Kind::pod_started);
        REQUIRE(started.size() == 4);
        CHECK(started[0] == applied);
        CHECK(started[1] == applied);
        CHECK(started[2] == applied + 5050ms);
        CHECK(started[3] == applied + 5050ms);
        const auto ready = times(*notes, Change::Kind::pod_ready);
        REQUIRE(ready.size() == 4);
        CHECK(ready[0] == applied + 5050ms);
        CHECK(ready[3] == applied + 2 * 5050ms);
        const auto stopped = times(*notes, Change::Kind::pod_stopped);
        REQUIRE(stopped.size() == 4);
        CHECK(stopped[0] == applied);
        CHECK(stopped[1] == applied + 5050ms);
        CHECK(stopped[3] == applied + 2 * 5050ms);
        CHECK(failures(*notes) == 0);
    }

    TEST_CASE("a pod that ends has its place taken at once, however long its ending takes") {
        sim::WorldPlan plan = rollout_plan(20s);
        auto& next = std::get<mesh::control::Workload>(
            std::get<sim::PlannedApply>(plan.timeline.front().action).resources.front());
        next.rollout.max_surge = {0, false};
        next.rollout.max_unavailable = {1, false};
        const auto notes = play(plan);
        const auto stopped = times(*notes, Change::Kind::pod_stopped);
        REQUIRE(stopped.size() == 4);
        // The next one ends when the one before it has been replaced, not when it is gone.
        CHECK(stopped[3] < applied + 10s);
        CHECK(times(*notes, Change::Kind::pod_started) == stopped);
    }

    TEST_CASE("minReadySeconds holds the next step back") {
        sim::WorldPlan plan = rollout_plan(1s);
        auto& next = std::get<mesh::control::Workload>(
            std::get<sim::PlannedApply>(plan.timeline.front().action).resources.front());
        next.rollout.min_ready = 7s;
        const auto stopped = times(*play(plan), Change::Kind::pod_stopped);
        REQUIRE(stopped.size() == 4);
        // Ready when configured, 50 ms after its containers run; known as such 50 ms later.
        CHECK(stopped[1] == applied + 2100ms + 7s);
    }

    TEST_CASE("an app that is not up yet refuses requests if no probe keeps them away") {
        sim::WorldPlan plan = rollout_plan(1s);
        plan.behaviours.front().behaviour.start = Distribution::constant(4s);
        CHECK(failures(*play(plan)) > 100);
        auto& next = std::get<mesh::control::Workload>(
            std::get<sim::PlannedApply>(plan.timeline.front().action).resources.front());
        next.pod.containers.front().readiness = mesh::control::Probe{.period = 1s};
        CHECK(failures(*play(plan)) == 0);
    }

    TEST_CASE("a pod that dies while it starts is not ready before it may start again") {
        sim::WorldPlan plan = rollout_plan(1s);
        const mesh::TextSettings::Values none{};
        mesh::TextSettings settings{none};
        sim::FaultTarget target;
        target.pods.service = "shop";
        target.pods.labels = {{"version", "v2"}};
        // Its containers run at 12 s, and would be known as ready at 12.1 s.
        plan.timeline.push_back({.id = "crash",
                                 .at = applied + 2s + 10ms,
                                 .action = sim::PlannedFault{
                                     .effect = sim::built_in_faults().find("crash")->make(settings),
                                     .target = target,
                                     .length = 5s}});
        const auto ready = times(*play(plan), Change::Kind::pod_ready);
        REQUIRE(ready.size() == 4);
        CHECK(ready.front() == applied + 7010ms + 50ms);
    }

    TEST_CASE("the last pods of a service serve while they end, for those who fall back on them") {
        const auto failed = [](const tests::Notes& notes, Instant from, Instant to) {
            return std::ranges::count_if(notes.requests_ended, [&](const auto& end) {
                return from <= end.sent && end.sent < to && mesh::is_failure(end.status);
            });
        };
        // Told to end at ten seconds, the pods take requests until their hook is over.
        sim::WorldPlan plan = rollout_plan(20s);
        auto& none = std::get<mesh::control::Workload>(
            std::get<sim::PlannedApply>(plan.timeline.front().action).resources.front());
        none = workload_of(plan);
        none.replicas = 0;
        const auto without = play(plan);
        CHECK(failed(*without, applied, applied + 300ms) == 0);
        CHECK(failed(*without, applied + 400ms, applied + 19s) > 7000);
        plan.defaults.falls_back_on_terminating = true;
        const auto with = play(plan);
        CHECK(failed(*with, applied, applied + 19s) == 0);
        CHECK(failed(*with, applied + 31s, plan.horizon) > 7000);
    }

    TEST_CASE("recreation has a gap, a rolling update has none") {
        sim::WorldPlan plan = rollout_plan(1s);
        auto& next = std::get<mesh::control::Workload>(
            std::get<sim::PlannedApply>(plan.timeline.front().action).resources.front());
        next.rollout.recreate = true;
        next.pod.grace = 5s;
        workload_of(plan).pod.grace = 5s;
        const auto notes = play(plan);
        // Until the old ones are gone, the new ones have started and are known.
        CHECK(failures(*notes) > 400 * 6);
        CHECK(failures(*notes) < 400 * 8);
    }
}

}  // namespace rollout_world_test
