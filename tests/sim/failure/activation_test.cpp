#include "sim/failure/activation.hpp"

#include <doctest/doctest.h>

namespace activation_test {

using namespace weft::sim;
using namespace std::chrono_literals;
namespace mesh = weft::mesh;

TEST_SUITE("activation of faults") {
    TEST_CASE("the first few requests are struck, or every so-many-th") {
        CHECK_FALSE(counts({}));
        const Activation first{.kind = Activation::Kind::first, .count = 3};
        CHECK(counts(first));
        CHECK(strikes(first, 1));
        CHECK(strikes(first, 3));
        CHECK_FALSE(strikes(first, 4));
        const Activation every{.kind = Activation::Kind::every, .count = 3};
        CHECK_FALSE(strikes(every, 2));
        CHECK(strikes(every, 3));
        CHECK_FALSE(strikes(every, 4));
        CHECK(strikes(every, 6));
    }

    TEST_CASE("the times between coming and going are exponential around their means") {
        const Activation poisson{.kind = Activation::Kind::poisson, .up = 10s, .down = 1s};
        mesh::Duration well{};
        mesh::Duration ill{};
        mesh::Draws draws{7};
        for (int round = 0; round < 10'000; ++round) {
            well += sojourn(poisson, false, draws);
            ill += sojourn(poisson, true, draws);
        }
        // The mean of 10,000 of them is off by 1 % in one case of three, by 4 % in one of 10,000.
        CHECK(well / 10'000 > 9600ms);
        CHECK(well / 10'000 < 10400ms);
        CHECK(ill / 10'000 > 960ms);
        CHECK(ill / 10'000 < 1040ms);
    }

    TEST_CASE("without a ramp a fault is all there from its first moment to its last") {
        CHECK(strength_at({}, 0s, std::nullopt) == 1);
        CHECK(strength_at({}, 0s, 5s) == 1);
        CHECK(strength_at({}, 5s, 0s) == 1);
        CHECK_FALSE(next_ramp_step({}, 0s, std::nullopt));
        CHECK_FALSE(next_ramp_step({}, 0s, 5s));
    }

    TEST_CASE("a ramp grows in a straight line and fades in one before the end") {
        const Ramp ramp{.in = 4s, .out = 2s};
        CHECK(strength_at(ramp, 0s, 10s) == 0);
        CHECK(strength_at(ramp, 1s, 9s) == 0.25);
        CHECK(strength_at(ramp, 4s, 6s) == 1);
        CHECK(strength_at(ramp, 8s, 2s) == 1);
        CHECK(strength_at(ramp, 9s, 1s) == 0.5);
        CHECK(strength_at(ramp, 10s, 0s) == 0);
        CHECK(strength_at(ramp, 60s, std::nullopt) == 1);
    }

    TEST_CASE("the weaker of both lines holds where a fault is too short for them") {
        const Ramp ramp{.in = 4s, .out = 4s};
        CHECK(strength_at(ramp, 1s, 3s) == 0.25);
        CHECK(strength_at(ramp, 2s, 2s) == 0.5);
        CHECK(strength_at(ramp, 3s, 1s) == 0.25);
    }

    TEST_CASE("its strength is looked at every 100 ms while it changes, and not in between") {
        const Ramp ramp{.in = 250ms, .out = 1s};
        CHECK(next_ramp_step(ramp, 0ms, 10s) == 100ms);
        CHECK(next_ramp_step(ramp, 200ms, 9800ms) == 100ms);
        CHECK(next_ramp_step(ramp, 300ms, 9700ms) == 8700ms);
        CHECK(next_ramp_step(ramp, 9s, 1s) == 100ms);
        CHECK(next_ramp_step(ramp, 9800ms, 200ms) == 100ms);
        CHECK_FALSE(next_ramp_step(ramp, 9900ms, 100ms));
        CHECK_FALSE(next_ramp_step(ramp, 300ms, std::nullopt));
    }
}

}  // namespace activation_test
