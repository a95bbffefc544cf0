// How long news take to the proxies, and what it means when they do not arrive.
#include "tests/sim/world/control_plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace control_plane_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using tests::add_fault;
using tests::applied;
using tests::first_by_rule;
using tests::is_about;
using tests::plan_with_rule;
using tests::play;
using tests::scaled;

TEST_SUITE("control plane") {
    TEST_CASE("a rule acts after the sum of all hops") {
        const auto notes = play(plan_with_rule());
        CHECK(is_about(first_by_rule(*notes), applied + 20ms + 100ms + 30ms + 40ms));
    }

    TEST_CASE("what is pushed to few at a time comes to proxies one after the other") {
        sim::WorldPlan plan = plan_with_rule();
        plan.defaults.push.concurrency = 1;
        // The client's proxy is told first or third: its name decides.
        const Instant alone = applied + 20ms + 100ms + 30ms + 40ms;
        const Instant first = first_by_rule(*play(plan));
        CHECK((is_about(first, alone) || is_about(first, alone + 30ms) ||
               is_about(first, alone + 60ms)));
        add_fault(plan, "slow_push", 5s, 30s, {}, {{"factor", "10"}});
        CHECK(first_by_rule(*play(plan)) - first > 260ms);
    }

    TEST_CASE("an outage keeps proxies at what they know, and its end tells them the rest") {
        sim::WorldPlan plan = plan_with_rule();
        add_fault(plan, "control_outage", 9s, 11s);
        const auto notes = play(plan);
        CHECK(is_about(first_by_rule(*notes), Instant{20s} + 30ms + 40ms));
        CHECK(std::ranges::none_of(notes->requests_ended,
                                   [](const auto& end) { return mesh::is_failure(end.status); }));
    }

    TEST_CASE("what had been seen and not pushed when an outage began is not lost") {
        sim::WorldPlan plan = plan_with_rule();
        add_fault(plan, "control_outage", applied + 60ms, 10s);
        CHECK(is_about(first_by_rule(*play(plan)), applied + 10060ms + 30ms + 40ms));
        sim::WorldPlan on_its_way = plan_with_rule();
        add_fault(on_its_way, "control_outage", applied + 130ms, 10s);
        CHECK(is_about(first_by_rule(*play(on_its_way)), applied + 10130ms + 30ms + 40ms));
    }

    TEST_CASE("pods that start during an outage are not ready before its end") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline.front().action = sim::PlannedApply{.resources = {scaled(4)}};
        add_fault(plan, "control_outage", 9s, 11s);
        const auto notes = play(plan);
        std::vector<Instant> ready;
        for (const Change& change : notes->changes_made) {
            if (change.kind == Change::Kind::pod_ready) ready.push_back(change.at);
        }
        const Instant configured = Instant{20s} + 30ms + 40ms;
        CHECK(ready == std::vector<Instant>(2, configured + 50ms));
    }

    TEST_CASE("a new pod gets requests once its endpoint is known") {
        sim::WorldPlan plan = plan_with_rule();
        plan.timeline.front().action = sim::PlannedApply{.resources = {scaled(3)}};
        const auto notes = play(plan);
        // 2 s until its containers run, 70 ms for its configuration, 50 ms for its status.
        const auto ready =
            std::ranges::find(notes->changes_made, Change::Kind::pod_ready, &Change::kind);
        REQUIRE(ready != notes->changes_made.end());
        CHECK(ready->at == applied + 2s + 30ms + 40ms + 50ms);
        CHECK(std::ranges::none_of(notes->requests_ended,
                                   [](const auto& end) { return mesh::is_failure(end.status); }));
    }
}

}  // namespace control_plane_test
