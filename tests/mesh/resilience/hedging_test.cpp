#include "mesh/resilience/hedging.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace hedging_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("hedging") {
    TEST_CASE("a try that times out is given up, unless it is to be hedged") {
        CHECK(on_try_timeout({}) == TryTimeout::reset);
        CHECK(on_try_timeout({.on_try_timeout = true}) == TryTimeout::hedge);
    }

    TEST_CASE("another try leaves after the delay while fewer than allowed are out") {
        const HedgePolicy policy{.after = 10ms, .max_at_once = 2};
        CHECK(next_hedge(policy, 1) == 10ms);
        CHECK_FALSE(next_hedge(policy, 2));
        CHECK_FALSE(next_hedge({}, 1));
    }

    TEST_CASE("a policy that would never hedge, at once or at all, is a mistake") {
        CHECK(mistake_in(HedgePolicy{}));
        CHECK(mistake_in(HedgePolicy{.after = 0ms}));
        CHECK(mistake_in(HedgePolicy{.after = 1ms, .max_at_once = 0}));
        CHECK_FALSE(mistake_in(HedgePolicy{.after = 1ms}));
        CHECK_FALSE(mistake_in(HedgePolicy{.on_try_timeout = true}));
    }

    TEST_CASE("the first good answer is taken, a bad one only if it is the last") {
        CHECK(on_hedged_answer(true, 3) == HedgedAnswer::take);
        CHECK(on_hedged_answer(false, 1) == HedgedAnswer::drop);
        CHECK(on_hedged_answer(false, 0) == HedgedAnswer::take);
    }
}

}  // namespace hedging_test
