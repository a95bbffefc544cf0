#include "mesh/balance/cubic_rate.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace cubic_rate_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

constexpr CubicRateLimits limits{
    .window = 20ms, .initial = 10, .gamma = 0.016, .beta = 0.2, .max_step = 10, .hysteresis = 40ms};

/// Ten requests in the third window, of which one is answered in it and one in the next.
CubicRate cut_once() {
    CubicRate rate{limits, Instant{}};
    for (int sent = 0; sent < 10; ++sent) {
        rate.sent(limits, Instant{45ms});
    }
    rate.answered(limits, Instant{50ms});
    rate.answered(limits, Instant{61ms});
    return rate;
}

}  // namespace

TEST_SUITE("cubic rate") {
    TEST_CASE("a window takes as many requests as the rate says") {
        CubicRate rate{limits, Instant{}};
        for (int sent = 0; sent < 10; ++sent) {
            CHECK(rate.allows(limits, Instant{}));
            rate.sent(limits, Instant{});
        }
        CHECK_FALSE(rate.allows(limits, Instant{20ms - 1ns}));
        CHECK(rate.allows(limits, Instant{20ms}));
    }

    TEST_CASE("the rate is cut by beta when fewer answers come than requests went") {
        CHECK(cut_once().rate() == doctest::Approx(8));
    }

    TEST_CASE("it is not cut again until the answers to the lower rate can show") {
        CubicRate rate = cut_once();
        rate.answered(limits, Instant{62ms});
        CHECK(rate.rate() == doctest::Approx(8));
    }

    TEST_CASE("it comes back to where it was after five windows, flat about there, then grows") {
        CubicRate rate = cut_once();
        rate.answered(limits, Instant{161ms});
        CHECK(rate.rate() == doctest::Approx(10));
        rate.answered(limits, Instant{261ms});  // Five windows on: 0.016 x 5^3 = 2 more.
        CHECK(rate.rate() == doctest::Approx(12));
        rate.answered(limits, Instant{10s});
        CHECK(rate.rate() == doctest::Approx(22));  // One step at most.
    }
}

}  // namespace cubic_rate_test
