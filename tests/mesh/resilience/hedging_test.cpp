#include "mesh/resilience/hedging.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("hedging") {
    TEST_CASE("a try that times out is given up, unless it is to be hedged") {
        CHECK(on_try_timeout({}) == TryTimeout::reset);
        CHECK(on_try_timeout({.on_try_timeout = true}) == TryTimeout::hedge);
    }

    TEST_CASE("another try leaves after the delay while fewer than allowed are out") {
        const HedgePolicy policy{.after = 10ms, .max_at_once = 2};
        CHECK(next_hedge(policy, Instant{5ms}, 1, never) == Instant{15ms});
        CHECK_FALSE(next_hedge(policy, Instant{5ms}, 2, never));
        CHECK_FALSE(next_hedge({}, Instant{5ms}, 1, never));
    }

    TEST_CASE("no try leaves when the request is over") {
        const HedgePolicy policy{.after = 10ms};
        CHECK(next_hedge(policy, Instant{}, 1, Instant{10ms + 1ns}));
        CHECK_FALSE(next_hedge(policy, Instant{}, 1, Instant{10ms}));
    }

    TEST_CASE("the first good answer is taken, a bad one only if it is the last") {
        CHECK(on_hedged_answer(true, 3) == HedgedAnswer::take);
        CHECK(on_hedged_answer(false, 1) == HedgedAnswer::drop);
        CHECK(on_hedged_answer(false, 0) == HedgedAnswer::take);
    }
}
