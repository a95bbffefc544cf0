#include "mesh/resilience/adaptive_concurrency.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace adaptive_concurrency_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

AdaptiveSettings quick() {
    return {.buffer = 0,
            .min_concurrency = 3,
            .max_limit = 50,
            .sample_window = 100ms,
            .min_rtt_interval = 10s,
            .min_rtt_jitter = 0.1,
            .min_rtt_requests = 5};
}

/// A controller whose requests take as long as it is told.
struct Load {
    AdaptiveConcurrency control{quick(), Instant{}};
    DrawList drawn{.numbers = {1'234}};
    Draws draws{drawn};
    Instant now{};

    void requests(int count, Duration latency) {
        for (int i = 0; i < count; ++i) {
            REQUIRE(control.admits());
            control.answered(now, now + latency, draws);
        }
        now += latency;
    }

    void window(Duration latency) {
        requests(3, latency);
        now = control.next_timer();
        control.on_timer(now);
    }
};

}  // namespace

TEST_SUITE("adaptive concurrency") {
    TEST_CASE("the gradient is how far the latency is from the smallest, within bounds") {
        AdaptiveSettings settings = quick();
        CHECK(concurrency_gradient(settings, 10ms, 10ms) == 1);
        CHECK(concurrency_gradient(settings, 10ms, 4ms) == 2);
        CHECK(concurrency_gradient(settings, 10ms, 40ms) == 0.5);
        CHECK(concurrency_gradient(settings, 10ms, 0ms) == 2);
        settings.buffer = 0.5;
        CHECK(concurrency_gradient(settings, 10ms, 10ms) == 1.5);
    }

    TEST_CASE("the limit has room for bursts and stays within its bounds") {
        CHECK(next_concurrency_limit(quick(), 16, 1) == 20);
        CHECK(next_concurrency_limit(quick(), 3, 0.5) == 3);
        CHECK(next_concurrency_limit(quick(), 50, 2) == 50);
    }

    TEST_CASE("over the limit nothing goes on") {
        Load load;
        for (int i = 0; i < 3; ++i)
            CHECK(load.control.admits());
        CHECK_FALSE(load.control.admits());
        load.control.cancelled();
        CHECK(load.control.admits());
        CHECK(load.control.in_flight() == 3);
    }

    TEST_CASE("it measures first, and enough samples end that") {
        Load load;
        load.requests(4, 10ms);
        CHECK(load.control.is_measuring());
        CHECK(load.control.next_timer() == never);
        load.requests(1, 10ms);
        CHECK_FALSE(load.control.is_measuring());
        CHECK(load.control.min_rtt() == 10ms);
        CHECK(load.drawn.used == 1);
    }

    TEST_CASE("the limit grows while the latency stays, and a slow window shrinks it") {
        Load load;
        load.requests(5, 10ms);
        load.window(10ms);
        CHECK(load.control.limit() == 4);  // 3 + 1.7
        load.window(10ms);
        CHECK(load.control.limit() == 6);
        load.window(100ms);
        CHECK(load.control.limit() == 4);  // 3 + 1.7
    }

    TEST_CASE("a window without samples changes nothing") {
        Load load;
        load.requests(5, 10ms);
        load.control.on_timer(load.control.next_timer());
        CHECK(load.control.limit() == 3);
    }

    TEST_CASE("five windows at the minimum start a measurement") {
        Load load;
        load.requests(5, 10ms);
        for (int window = 0; window < 4; ++window)
            load.window(100ms);
        CHECK_FALSE(load.control.is_measuring());
        load.window(100ms);
        CHECK(load.control.is_measuring());
    }

    TEST_CASE("a measurement keeps the limit for later and ignores what was sent before") {
        Load load;
        load.requests(5, 10ms);
        load.window(10ms);
        load.window(10ms);
        REQUIRE(load.control.admits());
        const Instant before = load.now;
        load.now += 20s;
        load.control.on_timer(load.now);
        REQUIRE(load.control.is_measuring());
        CHECK(load.control.limit() == 3);
        load.control.answered(before, load.now + 1ms, load.draws);
        load.drawn.numbers.push_back(0);
        load.requests(5, 20ms);
        CHECK(load.control.min_rtt() == 20ms);
        CHECK(load.control.limit() == 6);
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK_FALSE(mistake_in(quick()));
        AdaptiveSettings wrong = quick();
        wrong.max_limit = 2;
        CHECK(mistake_in(wrong));
        wrong = quick();
        wrong.percentile = 1.01;
        CHECK(mistake_in(wrong));
    }
}

}  // namespace adaptive_concurrency_test
