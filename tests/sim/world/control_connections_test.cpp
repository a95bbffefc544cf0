// How proxies connect to the control plane, what they refuse, and when each acts on what.
#include "tests/sim/world/control_plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace control_connections_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using tests::add_fault;
using tests::applied;
using tests::plan_with_rule;
using tests::play;
using tests::scaled;
using tests::values;

namespace {

std::uint64_t ns(mesh::Duration time) {
    return static_cast<std::uint64_t>(time.count());
}

bool none_failed(const tests::Notes& notes) {
    return std::ranges::none_of(notes.requests_ended,
                                [](const auto& end) { return mesh::is_failure(end.status); });
}

sim::PlannedStep put_at(Instant at, mesh::control::Resource resource) {
    return {
        .id = "step", .at = at, .action = sim::PlannedApply{.resources = {std::move(resource)}}};
}

/// The rule, with another status.
mesh::control::VirtualService answering(std::uint16_t status) {
    mesh::control::VirtualService rule;
    rule.meta.name = "shop";
    rule.hosts = {"shop"};
    rule.http.emplace_back().direct_response = mesh::DirectResponse{.status = status};
    return rule;
}

mesh::control::DestinationRule with_ring(std::uint64_t size) {
    mesh::control::DestinationRule rule;
    rule.meta.name = "shop";
    rule.host = "shop";
    mesh::control::HashKey key;
    key.policy.source = mesh::HashPolicy::Source::source_ip;
    key.minimum_ring_size = size;
    rule.policy.emplace().load_balancer.emplace().consistent_hash = key;
    return rule;
}

/// 21 proxies, of which ten are let in each second.
sim::WorldPlan crowded_plan() {
    sim::WorldPlan plan = plan_with_rule();
    for (auto& resource : plan.resources) {
        if (auto* const workload = std::get_if<mesh::control::Workload>(&resource))
            workload->replicas = 20;
    }
    plan.defaults.push.connections = {
        .per_second = 10, .longest_wait = 200ms, .retry = {.base = 100ms, .max = 800ms}};
    return plan;
}

}  // namespace

TEST_SUITE("proxies and their control plane") {
    TEST_CASE("a fleet comes back after an outage no faster than it is let in") {
        sim::WorldPlan plan = crowded_plan();
        add_fault(plan, "control_outage", 9s, 11s);
        const auto slow = play(plan)->instants(Change::Kind::config_converged);
        REQUIRE_FALSE(slow.empty());
        CHECK(slow.back() >= Instant{20s} + 20 * 100ms);
        CHECK(slow.back() < Instant{30s});
        plan.defaults.push.connections.per_second = 1'000;
        const auto fast = play(plan)->instants(Change::Kind::config_converged);
        REQUIRE_FALSE(fast.empty());
        CHECK(fast.back() < Instant{20s} + 1100ms);  // The longest back-off, and a push.
    }

    TEST_CASE("who has lost the control plane hears nothing before it is back at it") {
        sim::WorldPlan plan = crowded_plan();
        plan.defaults.push.connections.retry = {.base = 10s, .max = 10s};
        plan.timeline.front().at = Instant{12s};
        add_fault(plan, "control_outage", 9s, 1s);
        const auto notes = play(plan);
        // A push to those that are back, and one to each that comes back later.
        CHECK(notes->instants(Change::Kind::config_converged).back() > Instant{15s});
        CHECK(none_failed(*notes));
    }

    TEST_CASE("an outage from the first moment on begins with what the cluster started with") {
        sim::WorldPlan plan = plan_with_rule();
        add_fault(plan, "control_outage", 0s, 20s);
        const auto notes = play(plan);
        CHECK(tests::is_about(tests::first_by_rule(*notes), Instant{20s} + 70ms));
        CHECK(none_failed(*notes));
    }

    TEST_CASE("connections that are too old are closed and opened anew, and nobody notices") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline.clear();
        plan.defaults.push.connections = {.max_age = 5s, .age_jitter_percent = 10};
        const auto notes = play(plan);
        // Three proxies, eight times each in 40 s but for what the jitter makes of it.
        const auto again = notes->instants(Change::Kind::config_converged);
        CHECK(again.size() >= 18);
        CHECK(again.size() <= 24);
        CHECK(again.front() >= Instant{4500ms});
        CHECK(none_failed(*notes));
    }

    TEST_CASE("how long a change took to all is known to the millisecond") {
        const auto notes = play(plan_with_rule());
        const auto at = notes->instants(Change::Kind::config_converged);
        REQUIRE(at == std::vector<Instant>{applied + 190ms});
        CHECK(values(*notes, Change::Kind::config_converged) ==
              std::vector<std::uint64_t>{ns(20ms + 100ms + 30ms + 40ms)});
        const std::vector<Instant> acted(3, applied + 190ms);
        CHECK(notes->instants(Change::Kind::config_applied) == acted);
        CHECK(values(*notes, Change::Kind::config_queued) == std::vector<std::uint64_t>{0});
        CHECK(values(*notes, Change::Kind::config_made) == std::vector<std::uint64_t>{ns(30ms)});
        sim::WorldPlan queued = plan_with_rule();
        queued.defaults.push.concurrency = 1;
        CHECK(values(*play(queued), Change::Kind::config_queued) ==
              std::vector<std::uint64_t>{ns(60ms)});
    }

    TEST_CASE("what proxies refuse changes nothing for those that run") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline = {put_at(applied, with_ring(8'388'609)),
                         put_at(Instant{20s}, with_ring(1024))};
        const auto notes = play(plan);
        const std::vector<Instant> refused(3, applied + 190ms);
        CHECK(notes->instants(Change::Kind::config_rejected) == refused);
        const std::vector<Instant> taken(3, Instant{20s} + 190ms);
        CHECK(notes->instants(Change::Kind::config_applied) == taken);
        CHECK(none_failed(*notes));
        CHECK(values(*notes, Change::Kind::config_converged) ==
              std::vector<std::uint64_t>{0, ns(190ms)});
    }

    TEST_CASE("proxies that refuse their first configuration take nothing from their apps") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline = {put_at(applied, with_ring(1024))};
        plan.resources.emplace_back(with_ring(8'388'609));
        const auto notes = play(plan);
        const Instant good = applied + 190ms;
        REQUIRE(notes->requests_ended.size() > 100);
        for (const auto& end : notes->requests_ended) {
            CHECK(end.status == (end.sent < good ? 0 : 200));
            if (end.sent < good) CHECK(end.ended == end.sent);
        }
    }

    TEST_CASE("a new pod whose first configuration is refused is not ready before that is over") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline = {put_at(applied, scaled(4))};
        add_fault(plan, "bad_push", 5s, 15s);
        const auto notes = play(plan);
        const Instant good = Instant{20s} + 100ms + 30ms + 40ms;
        CHECK(notes->instants(Change::Kind::pod_ready) == std::vector<Instant>(2, good + 50ms));
        // Three when the fault begins, and the two themselves, of which nobody else is told yet.
        CHECK(notes->count(Change::Kind::config_rejected) == 3 + 2);
        CHECK(none_failed(*notes));
    }

    TEST_CASE("under steady churn a push comes after the longest time, to the millisecond") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline.clear();
        for (int number = 0; number < 240; ++number) {
            plan.timeline.push_back(put_at(
                applied + number * 50ms, answering(static_cast<std::uint16_t>(400 + number % 7))));
        }
        const auto pushed = play(plan)->instants(Change::Kind::config_pushed);
        // The first change is heard of at 10.02 s, the last at 21.97 s.
        CHECK(pushed == std::vector<Instant>{Instant{0s}, Instant{20'020ms}, Instant{22'070ms}});
    }

    TEST_CASE(
        "without a mesh the first change acts at once, the next not sooner than the interval") {
        sim::WorldPlan plan = plan_with_rule();
        plan.defaults.push = {.debounce = {.min_interval = 1s}, .concurrency = 1'000};
        plan.timeline = {put_at(applied, answering(418)), put_at(applied + 300ms, answering(404)),
                         put_at(applied + 2s, answering(418))};
        CHECK(
            play(plan)->instants(Change::Kind::config_pushed) ==
            std::vector<Instant>{Instant{0s}, applied + 20ms, applied + 1020ms, applied + 2020ms});
    }

    TEST_CASE("a rule that comes before the subset that it names fails until both are there") {
        mesh::control::VirtualService rule;
        rule.meta.name = "shop";
        rule.hosts = {"shop"};
        rule.http.emplace_back().route.emplace_back().destination = {"shop", "all", {}};
        mesh::control::DestinationRule subsets;
        subsets.meta.name = "shop";
        subsets.host = "shop";
        subsets.subsets.push_back({.name = "all", .labels = {}, .policy = {}});
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline = {put_at(applied, rule), put_at(applied + 2s, subsets)};
        Instant first = mesh::never;
        Instant last{};
        const auto notes = play(plan);
        for (const auto& end : notes->requests_ended) {
            if (!end.flags.has(mesh::Flag::NC)) continue;
            first = std::min(first, end.sent);
            last = std::max(last, end.sent);
        }
        CHECK(tests::is_about(first, applied + 190ms));
        CHECK(tests::is_about(last + 15ms, applied + 2190ms));
        // Both at once: a proxy takes all of a configuration or nothing.
        plan.timeline = {{.id = "both",
                          .at = applied,
                          .action = sim::PlannedApply{.resources = {rule, subsets}}}};
        CHECK(none_failed(*play(plan)));
    }
}

}  // namespace control_connections_test
