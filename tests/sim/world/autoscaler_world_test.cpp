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

namespace {

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

std::unique_ptr<tests::Notes> play(const sim::WorldPlan& plan) {
    auto notes = std::make_unique<tests::Notes>();
    sim::World world{plan, notes.get()};
    world.run_until(plan.horizon);
    return notes;
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
        object.metrics = {{.cpu = 250}};
        CHECK(scaled(*play(plan)) == Scaled{{Instant{15s}, 2}});
    }
}

}  // namespace autoscaler_world_test
