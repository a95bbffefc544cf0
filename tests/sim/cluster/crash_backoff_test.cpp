#include "sim/cluster/crash_backoff.hpp"

#include <doctest/doctest.h>

namespace crash_backoff_test {

using namespace std::chrono_literals;
using weft::mesh::Duration;
using weft::mesh::Instant;
using weft::sim::CrashBackoff;
using weft::sim::CrashBackoffPlan;

namespace {

constexpr CrashBackoffPlan kubernetes{.first = 10s, .longest = 5min, .reset_after = 10min};

/// How long a container waits that ends `lives_for` after each start, so many times.
std::vector<Duration> waits(int times, Duration lives_for) {
    CrashBackoff backoff;
    std::vector<Duration> waits;
    Instant ended{100s};
    for (int time = 0; time < times; ++time) {
        const Instant starts = backoff.restart_at(ended, kubernetes);
        waits.push_back(starts - ended);
        ended = starts + lives_for;
    }
    return waits;
}

}  // namespace

TEST_SUITE("crash back-off") {
    TEST_CASE("the first restart is at once, the next after 10 s, doubling up to 5 min") {
        CHECK(waits(8, 1s) == std::vector<Duration>{0s, 10s, 20s, 40s, 80s, 160s, 300s, 300s});
    }

    TEST_CASE("a container that has run for more than 10 min begins anew") {
        CHECK(waits(3, 10min) == std::vector<Duration>{0s, 10s, 20s});
        CHECK(waits(3, 10min + 1ns) == std::vector<Duration>{0s, 0s, 0s});
    }
}

}  // namespace crash_backoff_test
