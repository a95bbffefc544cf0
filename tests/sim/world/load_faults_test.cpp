// Faults of loads in a world, against calculations by hand.
#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace load_faults_test {

using namespace weft;
using namespace std::chrono_literals;
using tests::cart_plan;
using tests::inject;
using tests::play_out;

namespace {

std::ptrdiff_t count_sent(const tests::Notes& notes, mesh::Duration from, mesh::Duration to) {
    return std::ranges::count_if(notes.requests_ended, [&](const auto& end) {
        return mesh::Instant{from} <= end.sent && end.sent < mesh::Instant{to};
    });
}

}  // namespace

TEST_SUITE("faults of loads in a world") {
    TEST_CASE("three times the load is three times as many requests, while it lasts") {
        sim::WorldPlan plan = cart_plan(1ms);
        inject(plan, "load", {{"factor", "3"}}, 1s, 2s);
        const auto notes = play_out(plan);
        CHECK(count_sent(*notes, 0s, 1s) == 9);  // From 100 ms on.
        // One that was due at 1 s; from then on one in each third of 100 ms, rounded down.
        CHECK(count_sent(*notes, 1s, 3s) == 61);
        CHECK(count_sent(*notes, 3100ms, 4100ms) == 10);
    }

    TEST_CASE("a load that none of the faults means sends as before") {
        sim::WorldPlan plan = cart_plan(1ms);
        inject(plan, "load", {{"factor", "3"}}, 1s, 2s, {.loads = {"other"}});
        CHECK(count_sent(*play_out(plan), 1s, 3s) == 20);
    }

    TEST_CASE("a load that was next to nothing is what it was once that is over") {
        sim::WorldPlan plan = cart_plan(1ms);
        inject(plan, "load", {{"factor", "0.001"}}, 1s, 2s);
        const auto notes = play_out(plan);
        CHECK(count_sent(*notes, 1s, 3s) == 1);
        // The next was due at 101 s: 98 s of that gap are 98 ms again.
        CHECK(count_sent(*notes, 3s, 3090ms) == 0);
        CHECK(count_sent(*notes, 3090ms, 3110ms) == 1);
        CHECK(count_sent(*notes, 3s, 5s) == 20);
    }

    TEST_CASE("a load that grows does not wait for the gap that has begun") {
        sim::WorldPlan plan = cart_plan(1ms);
        plan.loads.front().arrivals->rate = 0.5;
        inject(plan, "load", {{"factor", "10"}}, 1s, 2s);
        const auto notes = play_out(plan);
        // At 1.1 s, 1.3 s and so on instead of at 2 s; then a tenth of a second is a whole one.
        CHECK(count_sent(*notes, 0s, 1s) == 0);
        CHECK(count_sent(*notes, 1s, 3s) == 10);
        CHECK(count_sent(*notes, 3s, 3900ms) == 0);
        CHECK(count_sent(*notes, 3900ms, 5s) == 1);
    }

    TEST_CASE("no fault makes a load begin before its start, or send after its end") {
        sim::WorldPlan plan = cart_plan(1ms);
        plan.loads.front().start = mesh::Instant{2s};
        plan.loads.front().end = mesh::Instant{4s};
        inject(plan, "load", {{"factor", "10"}}, 500ms, 1s);
        inject(plan, "load", {{"factor", "0.01"}}, 3s, 500ms);
        const auto notes = play_out(plan);
        CHECK(count_sent(*notes, 0s, 2090ms) == 0);
        CHECK(count_sent(*notes, 2090ms, 2110ms) == 1);
        // Of the gap of ten seconds 9.5 are left at 3.5 s: 95 ms.
        CHECK(count_sent(*notes, 3010ms, 3590ms) == 0);
        CHECK(count_sent(*notes, 3590ms, 4s) == 5);
        CHECK(count_sent(*notes, 4s, 5s) == 0);
    }

    TEST_CASE("users who thought a thousand times as long think as before once that is over") {
        sim::WorldPlan plan = cart_plan(20ms);
        plan.loads.front().arrivals.reset();
        plan.loads.front().users =
            sim::UsersPlan{.count = 1, .think = sim::Distribution::constant(180ms)};
        inject(plan, "load", {{"factor", "0.001"}}, 1s, 1s);
        const auto notes = play_out(plan);
        // One who began to think at 1 s has 179 s left at 2 s: 179 ms.
        CHECK(count_sent(*notes, 1s, 2170ms) == 0);
        CHECK(count_sent(*notes, 2170ms, 2190ms) == 1);
        CHECK(count_sent(*notes, 2s, 3s) == 5);
    }

    TEST_CASE("users who think so much shorter ask so much more often") {
        sim::WorldPlan plan = cart_plan(20ms);
        plan.loads.front().arrivals.reset();
        plan.loads.front().users =
            sim::UsersPlan{.count = 1, .think = sim::Distribution::constant(180ms)};
        inject(plan, "load", {{"factor", "9"}}, 1s, 2s);
        const auto notes = play_out(plan);
        // One request and its thinking take 200 ms, and with the fault 20 + 20 ms.
        CHECK(count_sent(*notes, 0s, 1s) == 5);
        CHECK(count_sent(*notes, 1200ms, 2200ms) == 25);
    }

    TEST_CASE("clients in step send at the multiples of the period, all that have gathered") {
        sim::WorldPlan plan = cart_plan(1ms);
        inject(plan, "synchronise", {{"period", "500ms"}}, 950ms, 2s);
        const auto notes = play_out(plan);
        CHECK(count_sent(*notes, 0s, 1s) == 9);
        CHECK(count_sent(*notes, 1s, 1s + 1ns) == 1);
        CHECK(count_sent(*notes, 1s + 1ns, 1500ms) == 0);
        CHECK(count_sent(*notes, 1500ms, 1500ms + 1ns) == 5);
        CHECK(count_sent(*notes, 2s, 2s + 1ns) == 5);
        CHECK(count_sent(*notes, 2001ms, 2500ms) == 0);
        // It is over at 2.95 s, when four had been gathered for 3 s.
        CHECK(count_sent(*notes, 2500ms + 1ns, 2950ms) == 0);
        CHECK(count_sent(*notes, 2950ms, 2950ms + 1ns) == 4);
        CHECK(count_sent(*notes, 0s, 4050ms) == 40);
    }

    TEST_CASE("a hot key is on its share of the requests, for all who look at it") {
        sim::WorldPlan plan = cart_plan(1ms);
        plan.loads.front().arrivals->rate = 100;
        plan.loads.front().mix.front().head.headers = {{"x-key", "cold"}};
        plan.horizon = mesh::Instant{20s};
        mesh::control::HttpMatch match;
        match.match.headers = {{.name = "x-key", .value = {.text = "hot"}}};
        mesh::control::HttpRoute hot;
        hot.matches = {match};
        hot.direct_response = mesh::DirectResponse{.status = 418};
        mesh::control::HttpRoute all;
        all.route.emplace_back().destination.host = "cart";
        mesh::control::VirtualService rules;
        rules.meta.name = "by-key";
        rules.hosts = {"cart"};
        rules.http = {hot, all};
        plan.resources.emplace_back(rules);
        inject(plan, "hot_key", {{"rate", "30%"}}, 0s, 20s);
        const auto notes = play_out(plan);
        const auto struck =
            std::ranges::count(notes->requests_ended, 418, &sim::observe::RequestEnd::status);
        const double share =
            static_cast<double>(struck) / static_cast<double>(notes->requests_ended.size());
        CHECK(std::abs(share - 0.3) < 4 * std::sqrt(0.3 * 0.7 / 1'999));  // Four sigma.
    }
}

}  // namespace load_faults_test
