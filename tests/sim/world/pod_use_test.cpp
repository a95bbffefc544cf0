// What limits of CPU and memory do to requests.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <set>

namespace pod_use_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Duration;
using mesh::Instant;
using sim::Distribution;
using sim::observe::Change;
using tests::play;

namespace {

mesh::control::Workload& workload_of(sim::WorldPlan& plan) {
    const auto found = std::ranges::find_if(plan.resources, [](const auto& resource) {
        return std::holds_alternative<mesh::control::Workload>(resource);
    });
    return std::get<mesh::control::Workload>(*found);
}

/// So many requests at the same moment, once a second.
std::vector<sim::LoadPlan> bursts(std::uint32_t requests) {
    std::vector<sim::LoadPlan> loads;
    for (std::uint32_t number = 0; number < requests; ++number) {
        sim::LoadPlan load = tests::poisson("shop", 1);
        load.id = "load-" + std::to_string(number);
        load.arrivals->name = "constant";
        loads.push_back(load);
    }
    return loads;
}

/// One pod with ten workers; nothing takes time but computing.
sim::WorldPlan shop_plan(Duration time, std::uint32_t requests) {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour behaviour;
    behaviour.workers = 10;
    behaviour.script = {tests::compute(Distribution::constant(time))};
    tests::add_service(plan, "shop", 1, behaviour);
    plan.cluster.cpu = {.slice = 100ms, .least_quota = 1ms};
    plan.cluster.crash_noticed_after = 1s;
    plan.loads = bursts(requests);
    plan.horizon = Instant{10s + 500ms};
    return plan;
}

std::set<Duration> latencies(const tests::Notes& notes) {
    std::set<Duration> found;
    for (const auto& end : notes.requests_ended)
        found.insert(end.ended - end.sent);
    return found;
}

/// From a whole second to the first slice of the pod that begins then or later.
Duration to_next_slice(const sim::WorldPlan& plan) {
    mesh::Draws draws = mesh::Draws{plan.seed, "shop-0.default"}.of(mesh::Purpose::cpu_slice);
    return Duration{static_cast<std::int64_t>(draws.below(100'000'000))};
}

}  // namespace

TEST_SUITE("use of pods") {
    TEST_CASE("a burst that needs more than a slice's quota waits for the next slice") {
        sim::WorldPlan plan = shop_plan(13ms, 8);
        CHECK(latencies(*play(plan)) == std::set<Duration>{13ms});
        workload_of(plan).pod.resources.cpu_limit = 1000;
        const Duration next = to_next_slice(plan);
        REQUIRE(next > 12'500us);
        const auto notes = play(plan);
        CHECK(latencies(*notes) == std::set<Duration>{next + 500us});
        CHECK(notes->requests_ended.size() == 80);
        workload_of(plan).pod.resources.cpu_limit = 1040;
        CHECK(latencies(*play(plan)) == std::set<Duration>{13ms});
        plan.cluster.cpu.slice = 0s;
        workload_of(plan).pod.resources.cpu_limit = 100;
        CHECK(latencies(*play(plan)) == std::set<Duration>{13ms});
    }

    TEST_CASE("fewer threads use the same quota up later") {
        sim::WorldPlan plan = shop_plan(13ms, 8);
        plan.behaviours.front().behaviour.workers = 2;
        workload_of(plan).pod.resources.cpu_limit = 1000;
        // Two by two: the last would be done after 52 ms, but the quota is used up after 50.
        const Duration next = to_next_slice(plan);
        REQUIRE(next > 50ms);
        CHECK(latencies(*play(plan)) == std::set<Duration>{13ms, 26ms, 39ms, next + 2ms});
    }

    TEST_CASE("a limit changes nothing where it is never reached") {
        sim::WorldPlan plan = shop_plan(10ms, 3);
        const auto free = play(plan);
        workload_of(plan).pod.resources.cpu_limit = 4000;
        const auto limited = play(plan);
        REQUIRE(free->requests_ended.size() == limited->requests_ended.size());
        for (std::size_t at = 0; at < free->requests_ended.size(); ++at)
            CHECK(free->requests_ended[at].ended == limited->requests_ended[at].ended);
    }

    TEST_CASE("a crash loses what waits for its slice, and the pod computes again afterwards") {
        sim::WorldPlan plan = shop_plan(30ms, 8);
        workload_of(plan).pod.resources.cpu_limit = 100;
        const mesh::TextSettings::Values none{};
        mesh::TextSettings settings{none};
        plan.timeline.push_back({.id = "crash",
                                 .at = Instant{3s + 50ms},
                                 .action = sim::PlannedFault{
                                     .effect = sim::built_in_faults().find("crash")->make(settings),
                                     .target = {},
                                     .length = 500ms}});
        const auto notes = play(plan);
        const auto failed = std::ranges::count_if(
            notes->requests_ended, [](const auto& end) { return mesh::is_failure(end.status); });
        CHECK(failed > 0);
        CHECK(failed < 30);
        const auto& last = notes->requests_ended.back();
        CHECK(!mesh::is_failure(last.status));
        CHECK(last.sent > Instant{4s});
    }

    TEST_CASE("a cold app is slow at first, and an old one is not cold") {
        sim::WorldPlan plan = shop_plan(10ms, 1);
        plan.behaviours.front().behaviour.cold_start = {.factor = 5, .length = 4s};
        CHECK(latencies(*play(plan)) == std::set<Duration>{10ms});
        const mesh::TextSettings::Values none{};
        mesh::TextSettings settings{none};
        plan.timeline.push_back({.id = "crash",
                                 .at = Instant{2s + 500ms},
                                 .action = sim::PlannedFault{
                                     .effect = sim::built_in_faults().find("crash")->make(settings),
                                     .target = {},
                                     .length = 500ms}});
        // Up again at 3 s: 5, 4, 3, 2 times as slow, and as before from 7 s on.
        CHECK(latencies(*play(plan)) == std::set<Duration>{10ms, 20ms, 30ms, 40ms, 50ms});
    }

    TEST_CASE("an app that needs more than its limit of memory dies with all that it has in hand") {
        sim::WorldPlan plan = shop_plan(2ms, 6);
        plan.behaviours.front().behaviour.memory = {.base = 40, .per_request = 10};
        workload_of(plan).pod.resources.memory_limit = 100;
        const auto enough = play(plan);
        CHECK(enough->count(Change::Kind::out_of_memory) == 0);
        workload_of(plan).pod.resources.memory_limit = 99;
        plan.horizon = Instant{1s + 500ms};
        const auto notes = play(plan);
        REQUIRE(notes->count(Change::Kind::out_of_memory) == 1);
        const auto killed =
            std::ranges::find(notes->changes_made, Change::Kind::out_of_memory, &Change::kind);
        CHECK(killed->value == 100);
        CHECK(killed->at == Instant{1s});
        CHECK(std::ranges::all_of(notes->requests_ended,
                                  [](const auto& end) { return mesh::is_failure(end.status); }));
    }

    TEST_CASE("an app that leaks dies of what it has had") {
        sim::WorldPlan plan = shop_plan(2ms, 1);
        plan.behaviours.front().behaviour.memory = {.base = 50, .leak = 10};
        workload_of(plan).pod.resources.memory_limit = 100;
        const auto notes = play(plan);
        // Five requests fill it, the sixth leaves too much behind, and the seventh finds that.
        REQUIRE(notes->count(Change::Kind::out_of_memory) == 1);
        const auto killed =
            std::ranges::find(notes->changes_made, Change::Kind::out_of_memory, &Change::kind);
        CHECK(killed->at == Instant{7s});
        CHECK(killed->value == 110);
        CHECK(!mesh::is_failure(notes->requests_ended.back().status));
    }

    TEST_CASE("an app that ran out of memory is not ready until its container runs again") {
        sim::WorldPlan plan = shop_plan(2ms, 6);
        plan.behaviours.front().behaviour.memory = {.base = 40, .per_request = 10};
        plan.behaviours.front().behaviour.start = Distribution::constant(300ms);
        plan.loads.back().end = Instant{1s + 500ms};
        auto& pod = workload_of(plan).pod;
        pod.resources.memory_limit = 99;
        pod.containers = {
            mesh::control::ContainerLife{.readiness = mesh::control::Probe{.period = 1s}}};
        const auto notes = play(plan);
        REQUIRE(notes->count(Change::Kind::out_of_memory) == 1);
        const auto when = [&](Change::Kind kind) {
            return std::ranges::find_if(notes->changes_made,
                                        [&](const Change& change) {
                                            return change.kind == kind && change.at > Instant{};
                                        })
                ->at;
        };
        // Noticed a second later; up 300 ms after that, which the probe finds after its period.
        CHECK(when(Change::Kind::pod_not_ready) == Instant{2s});
        CHECK(when(Change::Kind::pod_ready) == Instant{3s});
        CHECK(!mesh::is_failure(notes->requests_ended.back().status));
    }
}

}  // namespace pod_use_test
