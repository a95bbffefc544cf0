#include "mesh/resilience/global_rate_limit.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("global rate limit") {
    TEST_CASE("a unit has its quota, and the next one a new one") {
        RateWindow window{{.requests = 2, .unit = 1min}};
        CHECK(window.ask(1, Instant{10s}).left == 1);
        const auto last = window.ask(1, Instant{59s});
        CHECK(last.admitted);
        CHECK(last.left == 0);
        CHECK(last.resets_in == 1s);
        CHECK_FALSE(window.ask(1, Instant{1min - 1ns}).admitted);
        CHECK(window.ask(1, Instant{1min}).admitted);
    }

    TEST_CASE("a request may cost more than one, and a denied one is counted, too") {
        RateWindow window{{.requests = 3, .unit = 1s}};
        CHECK(window.ask(2, Instant{}).admitted);
        CHECK_FALSE(window.ask(2, Instant{}).admitted);
        CHECK_FALSE(window.ask(1, Instant{}).admitted);
    }

    TEST_CASE("a quota of nothing denies everything") {
        RateWindow window{{.requests = 0, .unit = 1s}};
        CHECK_FALSE(window.ask(1, Instant{1h}).admitted);
    }

    TEST_CASE("without an answer in time requests go on, unless they are to be denied") {
        CHECK(may_go_on(LimiterFailure::open, false, false));
        CHECK_FALSE(may_go_on(LimiterFailure::deny, false, false));
        CHECK_FALSE(may_go_on(LimiterFailure::open, true, false));
        CHECK(may_go_on(LimiterFailure::deny, true, true));
    }
}
