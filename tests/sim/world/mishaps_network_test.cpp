// Faults of links in a world, against calculations by hand.
#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

namespace mishaps_network_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Flag;
using tests::cart_plan;
using tests::failed_between;
using tests::latency_at;
using tests::play_out;
using tests::sent_at;

namespace {

void inject_on_way(sim::WorldPlan& plan,
                   const std::string& fault,
                   const mesh::TextSettings::Values& parameters,
                   mesh::Duration length) {
    tests::inject(plan, fault, parameters, 1s, length, tests::on_link("ingress", "cart"));
}

}  // namespace

TEST_SUITE("faults of links in a world") {
    TEST_CASE("a clogged link lets go of everything at once when it is over") {
        sim::WorldPlan plan = cart_plan(10ms);
        inject_on_way(plan, "clog", {}, 500ms);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 900ms) == 10ms);
        CHECK(latency_at(*notes, 1s) == 510ms);
        CHECK(latency_at(*notes, 1400ms) == 110ms);
        CHECK(latency_at(*notes, 1500ms) == 10ms);
        CHECK(failed_between(*notes, 0s, 5s) == 0);
    }

    TEST_CASE("what is held is served in the order sent") {
        sim::WorldPlan plan = cart_plan(10ms);
        tests::cart_of(plan).workers = 1;
        inject_on_way(plan, "clog", {}, 500ms);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 1s) == 510ms);
        CHECK(latency_at(*notes, 1100ms) == 420ms);
        CHECK(latency_at(*notes, 1400ms) == 150ms);
    }

    TEST_CASE("a narrow link takes its time for each message, by its size") {
        sim::WorldPlan plan = cart_plan(10ms);
        plan.loads.front().request_size = 300;
        tests::cart_of(plan).response_size = 100;
        inject_on_way(plan, "bandwidth", {{"rate", "8KB"}, {"head", "200B"}}, 1s);
        const auto notes = play_out(plan);
        CHECK(latency_at(*notes, 900ms) == 10ms);
        CHECK(latency_at(*notes, 1500ms) == 62'500us + 10ms + 37'500us);
        CHECK(latency_at(*notes, 2s) == 10ms);
    }

    TEST_CASE("a link that is too narrow makes everybody wait longer and longer") {
        sim::WorldPlan plan = cart_plan(10ms);
        inject_on_way(plan, "bandwidth", {{"rate", "4KB"}, {"head", "500B"}}, 3s);
        const auto notes = play_out(plan);
        // 125 ms for each of the messages that are sent every 100 ms.
        CHECK(latency_at(*notes, 1s) == 125ms + 10ms + 125ms);
        CHECK(latency_at(*notes, 1400ms) == 225ms + 10ms + 125ms);
    }

    TEST_CASE("what is too big never arrives, and what is just small enough does") {
        sim::WorldPlan plan = cart_plan(10ms);
        plan.loads.front().request_size = 901;
        inject_on_way(plan, "mtu", {{"size", "1400B"}, {"head", "500B"}}, 1s);
        const auto too_big = play_out(plan);
        // Sent again after 200, 400 and 800 ms, when it is over.
        CHECK(latency_at(*too_big, 1s) == 1400ms + 10ms);
        plan.loads.front().request_size = 900;
        CHECK(latency_at(*play_out(plan), 1s) == 10ms);
    }

    TEST_CASE("a reset fails what is out, and nothing that comes later") {
        for (const bool are_played : {false, true}) {
            CAPTURE(are_played);
            sim::WorldPlan plan = cart_plan(250ms);
            plan.defaults.connections.as_needed = are_played;
            inject_on_way(plan, "reset", {}, 1s);
            const auto notes = play_out(plan);
            CHECK(latency_at(*notes, 700ms) == 250ms);
            CHECK(latency_at(*notes, 800ms) == 200ms);
            CHECK(sent_at(*notes, 800ms).flags.has(Flag::UC));
            CHECK(latency_at(*notes, 900ms) == 100ms);
            CHECK(latency_at(*notes, 1s) == 250ms);
            CHECK(failed_between(*notes, 0s, 5s) == 2);
        }
    }

    TEST_CASE("a reset of no connection changes nothing") {
        sim::WorldPlan plan = cart_plan(250ms);
        inject_on_way(plan, "reset", {{"rate", "0%"}}, 1s);
        CHECK(failed_between(*play_out(plan), 0s, 5s) == 0);
    }

    TEST_CASE("a connection that is half open swallows its request until somebody answers again") {
        sim::WorldPlan plan = cart_plan(10ms);
        plan.defaults.connections.as_needed = true;
        inject_on_way(plan, "half_open", {}, 500ms);
        const auto notes = play_out(plan);
        // Sent again at 1.2 s and 1.6 s, when the pod says that it knows nothing. Others open new
        // connections meanwhile.
        CHECK(latency_at(*notes, 1s) == 600ms);
        CHECK(sent_at(*notes, 1s).flags.has(Flag::UC));
        CHECK(latency_at(*notes, 1100ms) == 10ms);
        CHECK(failed_between(*notes, 0s, 5s) == 1);
    }

    TEST_CASE("a connection that is idle for longer than the limit is lost, to the nanosecond") {
        const auto failed = [](const std::string& limit) {
            sim::WorldPlan plan = cart_plan(10ms);
            plan.defaults.connections.as_needed = true;
            inject_on_way(plan, "idle_timeout", {{"limit", limit}, {"answer", "reset"}}, 1s);
            return failed_between(*play_out(plan), 0s, 5s);
        };
        // Idle for 90 ms between two requests. After each reset the next request finds a new one.
        CHECK(failed("90ms") == 0);
        CHECK(failed("89999999ns") == 5);
    }
}

}  // namespace mishaps_network_test
