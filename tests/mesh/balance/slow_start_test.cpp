#include "mesh/balance/slow_start.hpp"

#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <stdexcept>

namespace slow_start_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using doctest::Approx;

TEST_SUITE("slow start") {
    TEST_CASE("the factor is the part of the window that has passed") {
        const SlowStartSettings minute{.window = 60s};
        CHECK(slow_start_factor(12s, minute) == Approx(0.2));
        CHECK(slow_start_factor(59'999ms, minute) < 1);
        CHECK(slow_start_factor(60s, minute) == 1);
        CHECK(slow_start_factor(5h, minute) == 1);
    }

    TEST_CASE("it does not start below the least percent") {
        const SlowStartSettings minute{.window = 60s};
        CHECK(slow_start_factor(0s, minute) == Approx(0.1));
        CHECK(slow_start_factor(6s, minute) == Approx(0.1));
        CHECK(slow_start_factor(7s, minute) == Approx(7.0 / 60));
        const SlowStartSettings from_nothing{.window = 10s, .min_weight_percent = 0};
        CHECK(slow_start_factor(0s, from_nothing) == Approx(0.0001));  // A millisecond at least.
        CHECK(slow_start_factor(2ms, from_nothing) == Approx(0.0002));
        CHECK(slow_start_factor(2'999us, from_nothing) == Approx(0.0002));
        CHECK(slow_start_factor(0s, {.window = 10s, .min_weight_percent = 100}) == 1);
    }

    TEST_CASE("aggression bends the way up") {
        const auto after_nine_of_ten = [](double aggression) {
            return slow_start_factor(9s, {.window = 10s, .aggression = aggression});
        };
        CHECK(after_nine_of_ten(1.5) == Approx(0.932169752).epsilon(1e-9));
        CHECK(after_nine_of_ten(0.5) == Approx(0.81));
        CHECK(after_nine_of_ten(0) == Approx(0.9));
        CHECK(after_nine_of_ten(-3) == Approx(0.9));
        CHECK(after_nine_of_ten(std::numeric_limits<double>::quiet_NaN()) == Approx(0.9));
    }

    TEST_CASE("without a window every host has its whole weight") {
        tests::HostList hosts = tests::HostList::alike(2);
        CHECK(slow_start_factor(0s, SlowStartSettings{}) == 1);
        CHECK_FALSE(any_in_slow_start(hosts.columns(), Instant{}, {}));
        CHECK(slow_start_factor(hosts.columns(), 1, Instant{}, {}) == 1);
    }

    TEST_CASE("each host has a window of its own, from when it became usable") {
        tests::HostList hosts = tests::HostList::alike(1);
        hosts.add(1, 1, Instant{100s});
        const SlowStartSettings minute{.window = 60s};
        const Instant now{130s};
        CHECK(slow_start_factor(hosts.columns(), 0, now, minute) == 1);
        CHECK(slow_start_factor(hosts.columns(), 1, now, minute) == Approx(0.5));
        CHECK(any_in_slow_start(hosts.columns(), Instant{160s}, minute));
        CHECK_FALSE(any_in_slow_start(hosts.columns(), Instant{160s + 1ns}, minute));
    }

    TEST_CASE("its parameters have ranges") {
        const TextSettings::Values good{{"slow_start_window", "30s"},
                                        {"slow_start_aggression", "2"},
                                        {"slow_start_min_weight_percent", "5"}};
        TextSettings settings{good};
        const SlowStartSettings read = read_slow_start(settings);
        CHECK(read.window == 30s);
        CHECK(read.aggression == 2);
        CHECK(read.min_weight_percent == 5);
        const TextSettings::Values bad{{"slow_start_aggression", "0"}};
        TextSettings refused{bad};
        CHECK_THROWS_AS(read_slow_start(refused), std::invalid_argument);
    }
}

}  // namespace slow_start_test
