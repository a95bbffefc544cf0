// What steps of the timeline change that are no faults.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace timeline_actions_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;

namespace {

/// A minute of a service whose pods need a millisecond for each of 100 requests a second.
sim::WorldPlan counter_plan() {
    sim::WorldPlan plan = tests::empty_plan(9);
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {tests::compute(sim::Distribution::constant(1ms))};
    tests::add_service(plan, "counter", 2, behaviour);
    plan.loads.push_back(tests::poisson("counter", 100));
    plan.loads.back().arrivals->name = "constant";
    return plan;
}

mesh::control::Workload version_of(const std::string& version) {
    mesh::control::Workload workload;
    workload.meta.name = "shop-" + version;
    workload.replicas = 1;
    workload.selector = {{"app", "shop"}, {"version", version}};
    workload.pod.labels = workload.selector;
    workload.pod.ports = {{.name = "http", .port = 80}};
    return workload;
}

mesh::control::RouteDestination destination(const std::string& subset, std::uint32_t weight) {
    return {.destination = {.host = "shop", .subset = subset, .port = {}},
            .weight = weight,
            .request_headers = {},
            .response_headers = {}};
}

/// A shop of two versions, of which a VirtualService sends all requests to the first.
sim::WorldPlan versions_plan() {
    sim::WorldPlan plan = tests::empty_plan(9);
    mesh::control::Service service;
    service.meta.name = "shop";
    service.selector = {{"app", "shop"}};
    service.ports = {{.name = "http", .port = 80, .target = "80", .app_protocol = ""}};
    mesh::control::DestinationRule subsets;
    subsets.meta.name = "shop";
    subsets.host = "shop";
    for (const std::string version : {"v1", "v2"}) {
        mesh::control::Subset subset;
        subset.name = version;
        subset.labels = {{"version", version}};
        subsets.subsets.push_back(subset);
        plan.resources.emplace_back(version_of(version));
    }
    mesh::control::VirtualService routes;
    routes.meta.name = "shop";
    routes.hosts = {"shop"};
    routes.http.emplace_back();
    routes.http.front().name = "all";
    routes.http.front().route = {destination("v1", 100), destination("v2", 0)};
    plan.resources.emplace_back(service);
    plan.resources.emplace_back(subsets);
    plan.resources.emplace_back(routes);
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {tests::compute(sim::Distribution::constant(1ms))};
    plan.behaviours.push_back({.name = "shop", .behaviour = behaviour});
    plan.loads.push_back(tests::poisson("shop", 200));
    return plan;
}

/// Of the calls that began in the window, those that went to the version.
double share_of_version(const tests::Notes& notes,
                        const std::string& version,
                        Instant from,
                        Instant to) {
    const auto named =
        std::ranges::find(notes.versions, version, &std::pair<std::uint32_t, std::string>::second);
    if (named == notes.versions.end()) return 0;
    double all = 0;
    double chosen = 0;
    for (const auto& call : notes.calls_ended) {
        if (call.sent < from || call.sent >= to) continue;
        ++all;
        if (call.version == named->first) ++chosen;
    }
    return chosen / all;
}

sim::PlannedStep shift_at(mesh::Duration at, sim::PlannedShift shift) {
    shift.name = "shop";
    shift.ns = "default";
    return {.id = "shift", .at = Instant{at}, .action = std::move(shift)};
}

}  // namespace

TEST_SUITE("actions of the timeline") {
    TEST_CASE("the rate of a load is another one from its step on") {
        sim::WorldPlan plan = counter_plan();
        plan.timeline.push_back({.id = "more",
                                 .at = Instant{30s},
                                 .action = sim::PlannedRate{.load = "load", .rate = 400}});
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        const auto before = std::ranges::count_if(
            notes.requests_ended, [](const auto& end) { return end.sent < Instant{30s}; });
        const auto after = static_cast<std::ptrdiff_t>(notes.requests_ended.size()) - before;
        CHECK(before >= 2999);
        CHECK(before <= 3000);
        CHECK(after >= 11'998);
        CHECK(after <= 12'001);
    }

    TEST_CASE("pods that are deleted are made anew, and by force they have no time to end") {
        const auto counted = [](std::optional<bool> by_force) {
            sim::WorldPlan plan = counter_plan();
            if (by_force) {
                sim::PlannedDeletion deletion{.pods = {.service = "counter"},
                                              .by_force = *by_force};
                deletion.pods.pick = sim::PodSelector::Pick::one;
                plan.timeline.push_back({.id = "kill", .at = Instant{10s}, .action = deletion});
            }
            auto notes = std::make_unique<tests::Notes>();
            sim::World world{plan, notes.get()};
            world.run_until(plan.horizon);
            return notes;
        };
        const auto none = counted(std::nullopt);
        const auto gently = counted(false);
        const auto at_once = counted(true);
        for (const auto* const notes : {gently.get(), at_once.get()}) {
            CHECK(notes->count(Change::Kind::pod_stopped) == 1);
            CHECK(notes->count(Change::Kind::pod_gone) == 1);
            CHECK(notes->count(Change::Kind::pod_ready) ==
                  none->count(Change::Kind::pod_ready) + 1);
        }
        const auto gone =
            std::ranges::find(at_once->changes_made, Change::Kind::pod_gone, &Change::kind);
        CHECK(gone->at == Instant{10s});
    }

    TEST_CASE("pods that are deleted as the run begins are not made anew at once") {
        sim::WorldPlan plan = counter_plan();
        plan.cluster.pod_start = sim::Distribution::constant(2s);
        plan.timeline.push_back(
            {.id = "kill",
             .at = Instant{},
             .action = sim::PlannedDeletion{.pods = {.service = "counter"}, .by_force = true}});
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        const auto later = [&](Change::Kind kind) {
            return std::ranges::count_if(notes.changes_made, [kind](const Change& change) {
                return change.kind == kind && change.at > Instant{};
            });
        };
        CHECK(notes.count(Change::Kind::pod_gone) == 2);
        CHECK(later(Change::Kind::pod_ready) == 2);
    }

    TEST_CASE("a policy holds from its step on, and not before") {
        sim::WorldPlan plan = counter_plan();
        mesh::control::ServicePolicy policy;
        policy.inbound.rate_limit = {.max_tokens = 1, .tokens_per_fill = 1, .fill_interval = 1s};
        sim::PlannedPolicies policies;
        policies.of_hosts["counter.default.svc.cluster.local"] = policy;
        plan.timeline.push_back({.id = "limit", .at = Instant{30s}, .action = policies});
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        const auto turned_away = [&](Instant from, Instant to) {
            return std::ranges::count_if(notes.requests_ended, [&](const auto& end) {
                return end.sent >= from && end.sent < to && end.status == 429;
            });
        };
        CHECK(turned_away(Instant{0s}, Instant{30s}) == 0);
        // Two pods let one a second through, of 100.
        CHECK(turned_away(Instant{40s}, Instant{50s}) > 970);
    }

    TEST_CASE("traffic is shifted part by part: at once, and then at equal distances") {
        sim::WorldPlan plan = versions_plan();
        plan.timeline.push_back(shift_at(10s, {.to = {{"v2", 100}}, .parts = 4, .over = 30s}));
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        const auto share = [&](Instant from, Instant to) {
            return share_of_version(notes, "v2", from, to);
        };
        CHECK(share(Instant{0s}, Instant{10s}) == 0);
        // 1,400 calls each: the deviation is 1.3 %.
        CHECK(share(Instant{12s}, Instant{19s}) == doctest::Approx(0.25).epsilon(0.04));
        CHECK(share(Instant{22s}, Instant{29s}) == doctest::Approx(0.50).epsilon(0.035));
        CHECK(share(Instant{32s}, Instant{39s}) == doctest::Approx(0.75).epsilon(0.03));
        CHECK(share(Instant{42s}, Instant{60s}) == 1);
        CHECK(notes.count(Change::Kind::manifest_applied) == 4);
        CHECK(notes.count(Change::Kind::step_ended) == 1);
    }

    TEST_CASE("a shift that is healed stays where it is") {
        sim::WorldPlan plan = versions_plan();
        plan.timeline.push_back(shift_at(10s, {.to = {{"v2", 100}}, .parts = 4, .over = 30s}));
        plan.timeline.push_back(
            {.id = "stop", .at = Instant{25s}, .action = sim::PlannedHeal{.step = 0}});
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        CHECK(share_of_version(notes, "v2", Instant{32s}, Instant{60s}) ==
              doctest::Approx(0.5).epsilon(0.03));
        CHECK(notes.count(Change::Kind::manifest_applied) == 2);
    }

    TEST_CASE("traffic is shifted at once where no time is given, of a rule by its name") {
        sim::WorldPlan plan = versions_plan();
        plan.timeline.push_back(shift_at(10s, {.route = "all", .to = {{"v1", 1}, {"v2", 1}}}));
        plan.timeline.push_back(shift_at(30s, {.route = "other", .to = {{"v2", 1}}}));
        plan.timeline.back().id = "nothing";
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        CHECK(share_of_version(notes, "v2", Instant{12s}, Instant{30s}) ==
              doctest::Approx(0.5).epsilon(0.03));
        CHECK(share_of_version(notes, "v2", Instant{32s}, Instant{60s}) ==
              doctest::Approx(0.5).epsilon(0.03));
    }

    TEST_CASE("a rule that has one destination shares with what traffic is shifted to") {
        sim::WorldPlan plan = versions_plan();
        auto& routes = std::get<mesh::control::VirtualService>(plan.resources.back());
        routes.http.front().route = {destination("v1", 100)};
        routes.http.front().route.front().weight.reset();
        plan.timeline.push_back(shift_at(10s, {.to = {{"v1", 80}, {"v2", 20}}}));
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        CHECK(share_of_version(notes, "v2", Instant{0s}, Instant{10s}) == 0);
        CHECK(share_of_version(notes, "v2", Instant{12s}, Instant{60s}) ==
              doctest::Approx(0.2).epsilon(0.02));
    }
}

}  // namespace timeline_actions_test
