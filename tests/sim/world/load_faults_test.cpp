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
        // It is over at 2.95 s, when one had been gathered for 3 s already.
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
