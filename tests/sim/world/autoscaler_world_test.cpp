// When an autoscaler acts, to the millisecond.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace autoscaler_world_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::Distribution;
using sim::observe::Change;
using tests::play;

namespace {

using Metric = mesh::control::HorizontalPodAutoscaler::Metric;
using Scaled = std::vector<std::pair<Instant, std::uint64_t>>;

mesh::control::HorizontalPodAutoscaler autoscaler(std::uint32_t utilization) {
    mesh::control::HorizontalPodAutoscaler object{
        .meta = {}, .target_kind = "Deployment", .target_name = "shop", .max_replicas = 10};
    object.meta.name = "shop";
    object.metrics = {{.utilization = utilization}};
    return object;
}

/// Pods that request half a core; each request takes 5 ms of CPU.
sim::WorldPlan shop_plan(double rate, std::uint32_t pods = 1) {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour behaviour;
    behaviour.workers = 100;
    behaviour.script = {tests::compute(Distribution::constant(5ms))};
    tests::add_service(plan, "shop", pods, behaviour);
    auto& workload = std::get<mesh::control::Workload>(plan.resources.back());
    workload.pod.resources.cpu_request = 500;
    plan.loads = {tests::poisson("shop", rate)};
    plan.loads.front().arrivals->name = "constant";
    plan.defaults.sidecar_end = {.outlives_app = true};
    plan.defaults.balancer = "round_robin";
    plan.cluster.pod_start = Distribution::constant(2s);
    plan.cluster.autoscaler = {.sync = 15s,
                               .tolerance = 0.1,
                               .cpu_initialization = 5min,
                               .initial_readiness = 30s,
                               .down_stabilization = 5min,
                               .growth = 2,
                               .growth_least = 4};
    plan.resources.emplace_back(autoscaler(50));
    return plan;
}

Scaled scaled(const tests::Notes& notes) {
    Scaled found;
    for (const Change& change : notes.changes_made) {
        if (change.kind == Change::Kind::scaled) found.emplace_back(change.at, change.value);
    }
    return found;
}

}  // namespace

TEST_SUITE("autoscaled workloads") {
    TEST_CASE("twice the target makes twice the pods after the first period") {
        // 99.5 requests a second are 497.5 thousandths of a core: 99 % of the request.
        sim::WorldPlan plan = shop_plan(99.5);
        plan.horizon = Instant{120s};
        const auto notes = play(plan);
        CHECK(scaled(*notes) == Scaled{{Instant{15s}, 2}});
        const auto grown =
            std::ranges::find(notes->changes_made, Change::Kind::scaled, &Change::kind);
        CHECK(notes->pods.at(grown->pod) == "shop");
        const auto ready = std::ranges::find_if(notes->changes_made, [](const Change& change) {
            return change.kind == Change::Kind::pod_ready && change.at > Instant{};
        });
        REQUIRE(ready != notes->changes_made.end());
        CHECK(ready->at == Instant{17s});
    }

    TEST_CASE("what a look wanted and could not have is had at the next") {
        // Eight pods' worth: at 15 s eight are wanted, and four are as many as one look may make of
        // one. At 30 s one pod of four has a measure, which with three idle ones would call for no
        // change; but what was wanted counts for five minutes.
        sim::WorldPlan plan = shop_plan(398);
        plan.horizon = Instant{120s};
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 4}, {Instant{30s}, 8}});
    }

    TEST_CASE("it stays within its limits") {
        sim::WorldPlan plan = shop_plan(398);
        plan.horizon = Instant{120s};
        auto& object = std::get<mesh::control::HorizontalPodAutoscaler>(plan.resources.back());
        object.max_replicas = 3;
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 3}});
        object.min_replicas = 2;
        plan.loads.front().arrivals->rate = 0.1;
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 2}});
    }

    TEST_CASE("it shrinks when five minutes have passed since more was wanted") {
        sim::WorldPlan plan = shop_plan(99.5);
        plan.loads.front().end = Instant{60s};
        plan.horizon = Instant{400s};
        // At 60 s two were wanted for the last time, which counts until 360 s.
        const auto notes = play(plan);
        CHECK(scaled(*notes) == Scaled{{Instant{15s}, 2}, {Instant{375s}, 1}});
        CHECK(notes->count(Change::Kind::pod_stopped) == 1);
    }

    TEST_CASE("an autoscaler that is applied later looks a period later") {
        sim::WorldPlan plan = shop_plan(99.5);
        const auto object = plan.resources.back();
        plan.resources.pop_back();
        plan.horizon = Instant{60s};
        CHECK(scaled(*play(plan)).empty());
        plan.timeline.push_back({.id = "scale",
                                 .at = Instant{20s},
                                 .action = sim::PlannedApply{.resources = {object}}});
        CHECK(scaled(*play(plan)) == Scaled{{Instant{35s}, 2}});
        // Applied again with another target, it goes on at its own times.
        plan.timeline.push_back({.id = "again",
                                 .at = Instant{30s},
                                 .action = sim::PlannedApply{.resources = {autoscaler(100)}}});
        CHECK(scaled(*play(plan)).empty());
    }

    TEST_CASE("pods that request nothing, and workloads that are not there, are left alone") {
        sim::WorldPlan plan = shop_plan(99.5);
        plan.horizon = Instant{60s};
        auto& object = std::get<mesh::control::HorizontalPodAutoscaler>(plan.resources.back());
        object.target_name = "shopp";
        CHECK(scaled(*play(plan)).empty());
        object.target_name = "shop";
        auto& workload = std::get<mesh::control::Workload>(plan.resources[1]);
        workload.pod.resources.cpu_request = 0;
        CHECK(scaled(*play(plan)).empty());
        object.metrics = {{.average = 250}};
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 2}});
    }

    TEST_CASE("memory counts as a share of what pods request") {
        sim::WorldPlan plan = shop_plan(1);
        plan.horizon = Instant{40s};
        auto& workload = std::get<mesh::control::Workload>(plan.resources[1]);
        workload.pod.resources.memory_request = 100;
        auto& object = std::get<mesh::control::HorizontalPodAutoscaler>(plan.resources.back());
        object.metrics = {{.utilization = 60, .of = Metric::Of::memory}};
        // An app of which nothing is said has no measure.
        CHECK(scaled(*play(plan)).empty());
        // At 30 s the second pod has none yet, and as an idle one would turn the direction.
        plan.behaviours.front().behaviour.memory.base = 90;
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 2}});
        // Each request leaves two bytes: of 15, 30 are there at 15 s.
        plan.behaviours.front().behaviour.memory = {.base = 60, .leak = 2};
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 2}});
        plan.behaviours.front().behaviour.memory = {.base = 60};
        CHECK(scaled(*play(plan)).empty());
    }

    TEST_CASE("requests a second are those that have come since the last look") {
        // A hundred for a target of forty: 2.5 pods. Later 33 for each of three are near enough.
        sim::WorldPlan plan = shop_plan(100);
        plan.horizon = Instant{60s};
        auto& object = std::get<mesh::control::HorizontalPodAutoscaler>(plan.resources.back());
        object.metrics = {{.average = 40'000, .of = Metric::Of::rate}};
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 3}});
        object.metrics = {{.average = 110'000, .of = Metric::Of::rate}};
        CHECK(scaled(*play(plan)).empty());
    }

    TEST_CASE("requests in flight are those at the pods, also if nobody counted them before") {
        // Each takes 1.1 s: four are there when it looks, at 15 s and at 35 s.
        sim::WorldPlan plan = shop_plan(3.9);
        plan.horizon = Instant{40s};
        plan.behaviours.front().behaviour.script = {tests::compute(Distribution::constant(1100ms))};
        auto& object = std::get<mesh::control::HorizontalPodAutoscaler>(plan.resources.back());
        object.metrics = {{.average = 2000, .of = Metric::Of::in_hand}};
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 2}});
        const auto late = plan.resources.back();
        plan.resources.pop_back();
        plan.timeline.push_back(
            {.id = "scale", .at = Instant{20s}, .action = sim::PlannedApply{.resources = {late}}});
        CHECK(scaled(*play(plan)) == Scaled{{Instant{35s}, 2}});
    }
}

}  // namespace autoscaler_world_test
