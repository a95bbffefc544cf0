// Faults that look at single requests, against calculations by hand.
#include "sim/world/mishaps.hpp"

#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace mishaps_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::observe::Change;
using tests::cart_plan;
using tests::inject;
using tests::latency_at;
using tests::play_out;
using tests::sent_at;

namespace {

/// Half of the requests are for /buy, by position: a mix by weight, told apart by their latency.
sim::WorldPlan two_paths(mesh::Duration takes) {
    sim::WorldPlan plan = cart_plan(takes);
    plan.loads.front().mix.front().head.path = "/buy/now";
    sim::LoadPlan other = plan.loads.front();
    other.id = "other";
    other.start = mesh::Instant{50ms};
    other.mix.front().head.path = "/look";
    plan.loads.push_back(other);
    return plan;
}

}  // namespace

TEST_SUITE("requests that faults strike") {
    TEST_CASE(
        "a black hole keeps what it took until it ends, and its callers lose the connection") {
        sim::WorldPlan plan = cart_plan(10ms);
        inject(plan, "black_hole", {}, 1s, 1s);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 900ms) == 10ms);
        CHECK(sent_at(*notes, 1s).status == 503);
        CHECK(latency_at(*notes, 1s) == 1s);
        CHECK(latency_at(*notes, 1900ms) == 100ms);
        CHECK(sent_at(*notes, 1900ms).flags.has(mesh::Flag::UC));
        CHECK(latency_at(*notes, 2s) == 10ms);
        CHECK(tests::failed_between(*notes, 0s, 5s) == 10);
    }

    TEST_CASE("a black hole for one path holds no worker that others need") {
        sim::WorldPlan plan = two_paths(10ms);
        tests::cart_of(plan).workers = 1;
        inject(plan, "black_hole", {{"path", "/buy"}}, 1s, 1s);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 1500ms) == 500ms);
        CHECK(latency_at(*notes, 1550ms) == 10ms);
        CHECK(tests::failed_between(*notes, 0s, 5s) == 10);
    }

    TEST_CASE("a pod that crashes loses what it has swallowed") {
        sim::WorldPlan plan = cart_plan(10ms);
        inject(plan, "black_hole", {}, 1s, 3s);
        inject(plan, "crash", {}, 1250ms, 1s);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 1s) == 250ms);
        CHECK(latency_at(*notes, 1300ms) == 0s);
        CHECK(latency_at(*notes, 3s) == 1s);
    }

    TEST_CASE("an error takes its latency, at its path and method alone") {
        sim::WorldPlan plan = two_paths(10ms);
        inject(plan, "error", {{"path", "/buy"}, {"latency", "3ms"}, {"status", "500"}}, 1s, 1s);
        inject(plan, "error", {{"path", "/look"}, {"method", "POST"}}, 1s, 1s);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 1500ms) == 3ms);
        CHECK(sent_at(*notes, 1500ms).status == 500);
        CHECK(latency_at(*notes, 1550ms) == 10ms);
        CHECK(sent_at(*notes, 1550ms).status == 200);
    }

    TEST_CASE("a slow path is slow alone, and factors multiply") {
        sim::WorldPlan plan = two_paths(10ms);
        inject(plan, "slow", {{"path", "/buy"}, {"factor", "3"}}, 1s, 1s);
        inject(plan, "slow", {{"factor", "2"}}, 1s, 1s);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 1500ms) == 60ms);
        CHECK(latency_at(*notes, 1550ms) == 20ms);
        CHECK(latency_at(*notes, 2s) == 10ms);
    }

    TEST_CASE("a corrupt answer fails the request for its client, and is good for proxies") {
        sim::WorldPlan plan = cart_plan(10ms);
        inject(plan, "corrupt", {{"rate", "100%"}}, 1s, 1s);
        const auto notes = play_out(plan);
        CHECK(sent_at(*notes, 1500ms).status == sim::unusable_status);
        CHECK(tests::failed_between(*notes, 0s, 5s) == 10);
        CHECK(std::ranges::all_of(notes->calls_ended,
                                  [](const auto& call) { return call.status == 200; }));
    }

    TEST_CASE("an app that gets a corrupt answer fails as if its call had failed") {
        sim::WorldPlan plan = cart_plan(10ms);
        sim::Behaviour shop;
        shop.workers = 16;
        shop.script = {tests::call("cart")};
        tests::add_service(plan, "shop", 1, shop);
        plan.loads.front().to = "shop";
        inject(plan, "corrupt", {{"rate", "100%"}}, 1s, 1s);
        const auto notes = play_out(plan);
        CHECK(sent_at(*notes, 900ms).status == 200);
        CHECK(sent_at(*notes, 1500ms).status == 500);
    }

    TEST_CASE("a poison request is so at each pod and each try, and its share is kept") {
        sim::WorldPlan plan = cart_plan(1ms);
        sim::Behaviour shop;
        shop.workers = 16;
        shop.script = {tests::compute(sim::Distribution::constant(1ms)), tests::call("cart")};
        tests::add_service(plan, "shop", 1, shop);
        plan.loads.front().to = "shop";
        plan.loads.front().arrivals->rate = 100;
        plan.horizon = mesh::Instant{100s};
        inject(plan, "poison", {{"rate", "10%"}, {"factor", "4"}}, 0s, 100s, {});
        const auto notes = play_out(plan);
        const auto with = [&](mesh::Duration latency) {
            return std::ranges::count_if(notes->requests_ended, [&](const auto& end) {
                return end.ended - end.sent == latency;
            });
        };
        const auto all = static_cast<std::ptrdiff_t>(notes->requests_ended.size());
        CHECK(with(2ms) + with(8ms) == all);  // Never 5 ms: poison to one of the two alone.
        const double share = static_cast<double>(with(8ms)) / static_cast<double>(all);
        CHECK(std::abs(share - 0.1) < 4 * std::sqrt(0.1 * 0.9 / 9'999));  // Four sigma.
    }

    TEST_CASE("poison that kills ends the app, with all that it has in hand") {
        sim::WorldPlan plan = cart_plan(250ms);
        plan.cluster.crash_noticed_after = 1s;
        inject(plan, "poison", {{"rate", "100%"}, {"effect", "kill"}}, 1s, 50ms);
        const auto notes = play_out(plan);
        CHECK(notes->count(Change::Kind::pod_crashed) == 1);
        CHECK(latency_at(*notes, 700ms) == 250ms);
        CHECK(latency_at(*notes, 800ms) == 200ms);  // In hand when the pod died at 1 s.
        CHECK(latency_at(*notes, 1s) == 0s);
        CHECK(tests::failed_between(*notes, 800ms, 1100ms) == 3);
    }
}

}  // namespace mishaps_test
