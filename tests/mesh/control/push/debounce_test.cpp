#include "mesh/control/push/debounce.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace debounce_test {

using namespace std::chrono_literals;
using weft::mesh::Duration;
using weft::mesh::Instant;
using weft::mesh::never;
using weft::mesh::control::Debounce;

namespace {

/// When pushes come if something changes at these times.
std::vector<Duration> pushes(Debounce debounce, const std::vector<Duration>& changes) {
    std::vector<Duration> found;
    const auto look_until = [&](Instant until) {
        while (debounce.next_look() < until) {
            const Instant now = debounce.next_look();
            if (debounce.look(now)) found.push_back(now.time_since_epoch());
        }
    };
    for (const Duration at : changes) {
        look_until(Instant{at});
        debounce.on_change(Instant{at});
    }
    look_until(never);
    return found;
}

}  // namespace

TEST_CASE("a push comes when nothing has changed for the quiet time") {
    const Debounce debounce{{.quiet = 100ms, .longest = 10s}};
    CHECK(pushes(debounce, {1s}) == std::vector<Duration>{1100ms});
    CHECK(pushes(debounce, {1s, 1060ms}) == std::vector<Duration>{1160ms});
    CHECK(pushes(debounce, {1s, 1060ms, 1159ms}) == std::vector<Duration>{1259ms});
    CHECK(pushes(debounce, {1s, 1101ms}) == std::vector<Duration>{1100ms, 1201ms});
}

TEST_CASE("steady churn is pushed at the first look after the longest time") {
    std::vector<Duration> churn;
    for (Duration at = 0s; at < 25s; at += 30ms)
        churn.push_back(at);
    // Looks come 100 ms after the change that was the latest at the look before.
    const auto found = pushes(Debounce{{.quiet = 100ms, .longest = 10s}}, churn);
    REQUIRE(found.size() == 3);
    CHECK(found[0] >= 10s);
    CHECK(found[0] <= 10100ms);
    CHECK(found[1] - found[0] >= 10s);
    CHECK(found[1] - found[0] <= 10130ms);
    CHECK(found[2] == churn.back() + 100ms);
}

TEST_CASE("without a quiet time each change is pushed at once, but no sooner than the interval") {
    const Debounce debounce{{.quiet = 0s, .longest = 0s, .min_interval = 1s}};
    CHECK(pushes(debounce, {5s, 5300ms, 5600ms, 8s}) == std::vector<Duration>{5s, 6s, 8s});
}

TEST_CASE("what was forgotten is not pushed") {
    Debounce debounce{{.quiet = 100ms, .longest = 10s}};
    debounce.on_change(Instant{1s});
    debounce.clear();
    CHECK(debounce.next_look() == never);
    debounce.on_change(Instant{2s});
    CHECK(debounce.next_look() == Instant{2100ms});
}

}  // namespace debounce_test
