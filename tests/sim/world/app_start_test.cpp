// What an app meets that asks for something before it is up.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace app_start_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::Distribution;

namespace {

/// A pod of `app` is created at ten seconds, its containers run at twelve, and its proxy is
/// configured 50 ms later.
sim::WorldPlan scaled_plan() {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour settings;
    settings.workers = 4;
    settings.script = {tests::compute(Distribution::constant(1ms))};
    sim::Behaviour app = settings;
    app.on_start = tests::call("settings");
    app.start_again = 700ms;
    tests::add_service(plan, "settings", 1, settings);
    tests::add_service(plan, "app", 1, app);
    plan.horizon = Instant{20s};
    plan.cluster.pod_start = Distribution::constant(2s);
    plan.cluster.propagation = {.pod_status = {},
                                .endpoint_slices = {},
                                .watch = {},
                                .push = Distribution::constant(20ms),
                                .apply = Distribution::constant(30ms)};
    plan.defaults.push = {.debounce = {.quiet = 100ms, .longest = 10s}, .concurrency = 100};
    auto more = std::get<mesh::control::Workload>(plan.resources.back());
    more.replicas = 2;
    plan.timeline.push_back(
        {.id = "more", .at = Instant{10s}, .action = sim::PlannedApply{.resources = {more}}});
    return plan;
}

/// The pod of the timeline is the only one of its app.
sim::WorldPlan single_plan() {
    sim::WorldPlan plan = scaled_plan();
    std::get<mesh::control::Workload>(plan.resources.back()).replicas = 0;
    auto& apply = std::get<sim::PlannedApply>(plan.timeline.front().action);
    std::get<mesh::control::Workload>(apply.resources.front()).replicas = 1;
    return plan;
}

void strike(sim::WorldPlan& plan, const std::string& fault, Instant at, mesh::Duration length) {
    const mesh::TextSettings::Values none{};
    mesh::TextSettings settings{none};
    const auto faults = sim::built_in_faults();
    sim::FaultTarget target;
    target.pods.service = "app";
    plan.timeline.push_back(
        {.id = fault,
         .at = at,
         .action = sim::PlannedFault{
             .effect = faults.find(fault)->make(settings), .target = target, .length = length}});
}

struct Tried {
    Instant at;
    std::uint16_t status;

    friend bool operator==(const Tried&, const Tried&) = default;
};

std::vector<Tried> tries(const sim::WorldPlan& plan) {
    tests::Notes notes;
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
    std::vector<Tried> found;
    for (const auto& call : notes.calls_ended)
        found.push_back({call.sent, call.status});
    CHECK(notes.requests_ended.size() == found.size());
    return found;
}

/// The pod of the timeline waits for its proxy, as its own annotation says.
sim::WorldPlan held(mesh::Duration check, std::optional<bool> own) {
    sim::WorldPlan plan = scaled_plan();
    plan.defaults.sidecar_start = {.holds_app = true, .check = check};
    auto& apply = std::get<sim::PlannedApply>(plan.timeline.front().action);
    auto& workload = std::get<mesh::control::Workload>(apply.resources.front());
    for (auto& resource : plan.resources) {
        auto* const first = std::get_if<mesh::control::Workload>(&resource);
        if (first != nullptr && first->meta.name == "app") first->pod.holds_app = own;
    }
    workload.pod.holds_app = own;
    return plan;
}

}  // namespace

TEST_SUITE("apps that start") {
    TEST_CASE("what an app sends before its proxy is there meets nobody; it asks again") {
        CHECK(tries(scaled_plan()) ==
              std::vector<Tried>{{Instant{12s}, 0}, {Instant{12700ms}, 200}});
    }

    TEST_CASE("an app that waits for its proxy starts when somebody looks next") {
        CHECK(tries(held(500ms, {})) == std::vector<Tried>{{Instant{12500ms}, 200}});
        CHECK(tries(held(25ms, {})) == std::vector<Tried>{{Instant{12050ms}, 200}});
        CHECK(tries(held(49ms, {})) == std::vector<Tried>{{Instant{12098ms}, 200}});
        CHECK(tries(held(0s, {})) == std::vector<Tried>{{Instant{12050ms}, 200}});
    }

    TEST_CASE("a pod's own word comes before the mesh's") {
        CHECK(tries(held(500ms, false)).front() == Tried{Instant{12s}, 0});
    }

    TEST_CASE("an app that is started again asks anew, and not for its predecessor, too") {
        sim::WorldPlan plan = single_plan();
        plan.behaviours.front().behaviour.error_rate = {mesh::Ratio::whole};
        strike(plan, "exit", Instant{12300ms}, 10ms);
        const auto found = tries(plan);
        REQUIRE(found.size() > 4);
        CHECK(found[0] == Tried{Instant{12s}, 0});
        CHECK(found[1] == Tried{Instant{12300ms}, 500});
        CHECK(found[2] == Tried{Instant{13001ms}, 500});
        CHECK(found[3] == Tried{Instant{13702ms}, 500});
    }

    TEST_CASE("what it has asked when it ends is not asked again before it starts again") {
        sim::WorldPlan plan = single_plan();
        plan.behaviours.front().behaviour.script = {tests::compute(Distribution::constant(1s))};
        strike(plan, "exit", Instant{12800ms}, 10ms);
        CHECK(tries(plan) == std::vector<Tried>{{Instant{12s}, 0},
                                                {Instant{12700ms}, 0},
                                                {Instant{12800ms}, 200}});
    }

    TEST_CASE("each pod numbers what it asks for by itself, and each workload has its own load") {
        sim::WorldPlan plan = scaled_plan();
        plan.behaviours.back().behaviour.on_start = tests::call("settings.default");
        auto& apply = std::get<sim::PlannedApply>(plan.timeline.front().action);
        auto& app = std::get<mesh::control::Workload>(apply.resources.front());
        app.replicas = 3;
        mesh::control::Workload other = app;
        other.meta.ns = "blue";
        other.replicas = 1;
        apply.resources.emplace_back(other);
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        std::map<std::uint32_t, std::set<std::uint64_t>> numbers;
        for (const auto& end : notes.requests_ended)
            numbers[end.load].insert(end.number);
        REQUIRE(numbers.size() == 2);
        constexpr std::uint64_t second = std::uint64_t{1} << 40U;
        const std::set<std::uint64_t> of_two{second, second + 1, 2 * second, 2 * second + 1};
        CHECK(numbers.begin()->second == of_two);
        CHECK(numbers.rbegin()->second == std::set<std::uint64_t>{0, 1});
    }

    TEST_CASE("a crash that is over starts no container that its agent keeps waiting") {
        sim::WorldPlan plan = single_plan();
        plan.cluster.crash_backoff = {.first = 2s, .longest = 5min, .reset_after = 10min};
        // Ends at once, comes up a millisecond later and ends again: then it waits for 2 s.
        strike(plan, "exit", Instant{12800ms}, 1s);
        strike(plan, "crash", Instant{13s}, 100ms);
        CHECK(tries(plan) == std::vector<Tried>{{Instant{12s}, 0},
                                                {Instant{12700ms}, 200},
                                                {Instant{12800ms}, 200},
                                                {Instant{14801ms}, 200}});
    }

    TEST_CASE("an app that is to start while a crash keeps its pod down asks once that is over") {
        sim::WorldPlan plan = held(500ms, {});
        strike(plan, "crash", Instant{12100ms}, 1s);
        CHECK(tries(plan) == std::vector<Tried>{{Instant{13100ms}, 200}});
    }

    TEST_CASE("a pod is not up before it has what it needs") {
        sim::WorldPlan plan = scaled_plan();
        plan.behaviours.front().behaviour.error_rate = {mesh::Ratio::whole};
        plan.loads = {tests::poisson("app", 100)};
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        // Without a readiness probe it is ready, and refuses what comes.
        CHECK(std::ranges::any_of(notes.requests_ended,
                                  [](const auto& end) { return end.status == 503; }));
    }
}

}  // namespace app_start_test
