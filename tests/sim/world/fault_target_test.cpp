// Whom a fault strikes by the names that scenarios use.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace fault_target_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::observe::Change;

namespace {

/// A Deployment "NAME-v1" whose app is called NAME, behind a Service "NAME-front".
void add_shop(sim::WorldPlan& plan, const std::string& ns, std::uint32_t replicas) {
    mesh::control::Workload workload;
    workload.meta.name = "shop-v1";
    workload.meta.ns = ns;
    workload.replicas = replicas;
    workload.selector = {{"app", "shop"}};
    workload.pod.labels = {{"app", "shop"}, {"version", "v1"}};
    workload.pod.ports = {{.name = "http", .port = 80}};
    mesh::control::Service service;
    service.meta.name = "shop-front";
    service.meta.ns = ns;
    service.selector = {{"app", "shop"}};
    service.ports = {{.name = "http", .port = 80, .target = "80", .app_protocol = ""}};
    plan.resources.emplace_back(service);
    plan.resources.emplace_back(workload);
}

/// How many pods an error of this service strikes, where two are in "blue" and three in "green".
std::uint64_t struck(const std::string& service) {
    sim::WorldPlan plan = tests::empty_plan(1);
    add_shop(plan, "blue", 2);
    add_shop(plan, "green", 3);
    tests::add_service(plan, "other", 1, {});
    plan.horizon = mesh::Instant{2s};
    const mesh::TextSettings::Values none{};
    mesh::TextSettings settings{none};
    sim::FaultTarget target;
    target.pods.service = service;
    plan.timeline.push_back(
        {.id = "ill",
         .at = mesh::Instant{1s},
         .action = sim::PlannedFault{.effect = sim::built_in_faults().find("error")->make(settings),
                                     .target = target,
                                     .length = std::nullopt}});
    tests::Notes notes;
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
    const auto started =
        std::ranges::find(notes.changes_made, Change::Kind::fault_started, &Change::kind);
    REQUIRE(started != notes.changes_made.end());
    CHECK(notes.count(Change::Kind::fault_struck) == started->value);  // And each is named.
    return started->value;
}

/// How often a fault of two pods "shop" in "blue" and one "other" finds nobody.
std::size_t missed_by(const std::string& fault, const sim::FaultTarget& target) {
    sim::WorldPlan plan = tests::empty_plan(1);
    add_shop(plan, "blue", 2);
    tests::add_service(plan, "other", 1, {});
    plan.horizon = mesh::Instant{3s};
    tests::add_fault(plan, fault, 1s, 1s, target);
    return tests::play(plan)->count(Change::Kind::fault_missed);
}

}  // namespace

TEST_SUITE("pods that a fault means") {
    TEST_CASE("an app, a workload and a Service are names of their pods") {
        CHECK(struck("shop") == 5);
        CHECK(struck("shop-v1") == 5);
        CHECK(struck("shop-front") == 5);
        CHECK(struck("") == 6);
    }

    TEST_CASE("with a namespace they are those of that one") {
        CHECK(struck("shop.blue") == 2);
        CHECK(struck("shop-v1.green") == 3);
        CHECK(struck("shop-front.green") == 3);
        CHECK(struck("shop.red") == 0);
        CHECK(struck("shop.") == 0);
    }
}

TEST_SUITE("pods that a fault is told to have struck") {
    TEST_CASE("of a fault of links they are those at its two ends") {
        sim::WorldPlan plan = tests::empty_plan(1);
        add_shop(plan, "blue", 2);
        add_shop(plan, "green", 3);
        plan.horizon = mesh::Instant{2s};
        sim::FaultTarget target;
        target.from.service = "shop.blue";
        target.to.service = "shop.green";
        tests::add_fault(plan, "partition", 1s, {}, target);
        const auto notes = tests::play(plan);
        std::vector<std::uint64_t> ends;
        for (const Change& change : notes->changes_made)
            if (change.kind == Change::Kind::fault_struck) ends.push_back(change.value);
        CHECK(ends == std::vector<std::uint64_t>{1, 1, 2, 2, 2});
    }
}

TEST_SUITE("faults that miss") {
    TEST_CASE("one that finds no pod is told of, and one that finds some is not") {
        CHECK(missed_by("error", {.pods = {.service = "shop.red"}}) == 1);
        CHECK(missed_by("error", {.pods = {.service = "shop.blue"}}) == 0);
    }

    TEST_CASE("a percentage may round to nobody") {
        sim::FaultTarget target;
        target.pods.service = "shop";
        target.pods.pick = sim::PodSelector::Pick::percent;
        target.pods.amount = 49;
        target.pods.rounds_down = true;
        CHECK(missed_by("crash", target) == 1);
        target.pods.amount = 50;
        CHECK(missed_by("crash", target) == 0);
    }

    TEST_CASE("a link has two ends, and the control plane is always there") {
        sim::FaultTarget target;
        target.from.service = "shop";
        target.to.service = "shop.red";
        CHECK(missed_by("partition", target) == 1);
        target.to.service = "other";
        CHECK(missed_by("partition", target) == 0);
        CHECK(missed_by("control_outage", {}) == 0);
    }
}

TEST_SUITE("behaviour by name") {
    TEST_CASE("an entry with a namespace wins over one that holds in all") {
        sim::WorldPlan plan = tests::empty_plan(1);
        add_shop(plan, "blue", 1);
        add_shop(plan, "green", 1);
        const auto failing = [](std::uint16_t status) {
            sim::Behaviour behaviour;
            behaviour.error_rate = mesh::Ratio{mesh::Ratio::whole};
            behaviour.error_status = status;
            return behaviour;
        };
        plan.behaviours = {{"shop", failing(501)}, {"shop.green", failing(502)}};
        plan.loads = {tests::poisson("shop-front.blue", 10)};
        plan.loads.push_back(tests::poisson("shop-front.green", 10));
        plan.loads.back().id = "green";
        plan.horizon = mesh::Instant{5s};
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        REQUIRE(notes.requests_ended.size() > 50);
        for (const auto& end : notes.requests_ended)
            CHECK(end.status == (end.load == 0 ? 501 : 502));
    }
}

}  // namespace fault_target_test
