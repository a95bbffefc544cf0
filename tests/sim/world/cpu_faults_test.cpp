// Faults that take an app's time, against calculations by hand.
#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

namespace cpu_faults_test {

using namespace weft;
using namespace std::chrono_literals;
using tests::cart_plan;
using tests::failed_between;
using tests::inject;
using tests::latency_at;
using tests::play_out;

TEST_SUITE("faults that take an app's time") {
    TEST_CASE("an app that stands still goes on where it was, and serves who came meanwhile") {
        sim::WorldPlan plan = cart_plan(50ms);
        inject(plan, "pause", {}, 1020ms, 500ms);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 900ms) == 50ms);
        CHECK(latency_at(*notes, 1s) == 550ms);      // 30 ms were left.
        CHECK(latency_at(*notes, 1100ms) == 470ms);  // From 1.52 s on.
        CHECK(latency_at(*notes, 1500ms) == 70ms);
        CHECK(latency_at(*notes, 1600ms) == 50ms);
        CHECK(failed_between(*notes, 0s, 5s) == 0);
    }

    TEST_CASE("two pauses of one computation add, also where a computation began before both") {
        sim::WorldPlan plan = cart_plan(90ms);
        plan.loads.front().arrivals->rate = 1;
        inject(plan, "pause", {}, 1010ms, 5ms);
        inject(plan, "pause", {}, 1050ms, 20ms);
        CHECK(latency_at(*play_out(plan), 1s) == 115ms);
    }

    TEST_CASE("a full queue turns nobody away while the app stands still") {
        sim::WorldPlan plan = cart_plan(50ms);
        tests::cart_of(plan).queue_limit = 2;
        inject(plan, "pause", {}, 1020ms, 1s);
        CHECK(failed_between(*play_out(plan), 0s, 5s) == 0);
    }

    TEST_CASE("an app that stands still hears of its calls' answers when it goes on") {
        sim::WorldPlan plan = cart_plan(50ms);
        sim::Behaviour shop;
        shop.workers = 16;
        shop.script = {tests::call("cart")};
        tests::add_service(plan, "shop", 1, shop);
        plan.loads.front().to = "shop";
        inject(plan, "pause", {}, 1020ms, 500ms, tests::on_service("shop"));
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 1s) == 520ms);  // cart was done at 1.05 s.
        CHECK(latency_at(*notes, 1100ms) == 470ms);
        CHECK(latency_at(*notes, 1600ms) == 50ms);
    }

    TEST_CASE("a pod that crashes while it stands still loses what it has") {
        sim::WorldPlan plan = cart_plan(50ms);
        inject(plan, "pause", {}, 1020ms, 2s);
        inject(plan, "crash", {}, 1250ms, 100ms);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 1s) == 250ms);
        CHECK(latency_at(*notes, 1200ms) == 50ms);
        CHECK(failed_between(*notes, 0s, 1250ms) == 3);
    }

    TEST_CASE("half of the CPU makes what is computed twice as long, from the middle of it on") {
        sim::WorldPlan plan = cart_plan(50ms);
        inject(plan, "cpu_share", {{"lost", "50%"}}, 1020ms, 1s);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 1s) == 80ms);  // 20 ms, then 30 at half the speed.
        CHECK(latency_at(*notes, 1100ms) == 100ms);
        CHECK(latency_at(*notes, 2s) == 60ms);  // 20 ms at half the speed, then 40.
        CHECK(latency_at(*notes, 2100ms) == 50ms);
    }

    TEST_CASE("shares of two faults are taken one after the other") {
        sim::WorldPlan plan = cart_plan(10ms);
        inject(plan, "cpu_share", {{"lost", "50%"}}, 1s, 1s);
        inject(plan, "cpu_share", {{"lost", "60%"}}, 1s, 1s);
        CHECK(latency_at(*play_out(plan), 1500ms) == 50ms);
    }

    TEST_CASE("a stall stretches what a script sleeps for, and not what it computes") {
        sim::WorldPlan plan = cart_plan(10ms);
        sim::ScriptStep disk;
        disk.kind = sim::ScriptStep::Kind::sleep;
        disk.time = sim::Distribution::constant(5ms);
        tests::cart_of(plan).script.push_back(disk);
        inject(plan, "stall", {{"factor", "8"}}, 1s, 1s);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 900ms) == 15ms);
        CHECK(latency_at(*notes, 1500ms) == 50ms);
        CHECK(latency_at(*notes, 2s) == 15ms);
    }

    TEST_CASE("a queue that is dropped fails who waits, and nobody else") {
        sim::WorldPlan plan = cart_plan(350ms);
        tests::cart_of(plan).workers = 1;
        plan.loads.front().end = mesh::Instant{550ms};
        inject(plan, "drop", {}, 500ms, 1s);
        const auto notes = play_out(plan);
        // At 0.5 s the first is served since 0.45 s has not come; two, three and four wait. The one
        // sent at 0.5 s comes after the drop.
        CHECK(latency_at(*notes, 100ms) == 350ms);
        CHECK(latency_at(*notes, 200ms) == 600ms);
        CHECK(latency_at(*notes, 300ms) == 200ms);
        CHECK(latency_at(*notes, 400ms) == 100ms);
        CHECK(latency_at(*notes, 500ms) == 650ms);
        CHECK(failed_between(*notes, 0s, 5s) == 2);
    }
}

}  // namespace cpu_faults_test
