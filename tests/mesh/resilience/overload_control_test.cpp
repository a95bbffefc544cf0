#include "mesh/resilience/overload_control.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace overload_control_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

OverloadSettings patient() {
    return {.patience = 100ms, .patience_overloaded = 5ms, .newest_first_overloaded = true};
}

}  // namespace

TEST_SUITE("overload control") {
    TEST_CASE("a queue takes as many as its limit") {
        const OverloadSettings settings{.queue_limit = 3};
        CHECK(may_join_queue(settings, 2, 0));
        CHECK_FALSE(may_join_queue(settings, 3, 0));
        CHECK(may_join_queue({}, 1'000'000, 0));
    }

    TEST_CASE("the lowest priority is shed first") {
        const OverloadSettings settings{.queue_limit = 9, .priorities = 3};
        CHECK(may_join_queue(settings, 2, 2));
        CHECK_FALSE(may_join_queue(settings, 3, 2));
        CHECK(may_join_queue(settings, 5, 1));
        CHECK_FALSE(may_join_queue(settings, 6, 1));
        CHECK(may_join_queue(settings, 8, 0));
        CHECK_FALSE(may_join_queue(settings, 9, 0));
    }

    TEST_CASE("a queue that never runs empty is a sign of overload") {
        OverloadControl control{patient(), Instant{}};
        CHECK_FALSE(control.is_overloaded(Instant{100ms - 1ns}));
        CHECK_FALSE(control.takes_newest(Instant{100ms - 1ns}));
        CHECK(control.is_overloaded(Instant{100ms}));
        CHECK(control.takes_newest(Instant{100ms}));
        control.on_empty(Instant{150ms});
        CHECK_FALSE(control.is_overloaded(Instant{200ms}));
    }

    TEST_CASE("patience is short while it is overloaded") {
        const OverloadControl control{patient(), Instant{}};
        CHECK_FALSE(control.is_stale(Instant{}, Instant{99ms}));
        CHECK_FALSE(control.is_stale(Instant{95ms}, Instant{100ms}));
        CHECK(control.is_stale(Instant{95ms}, Instant{100ms + 1ns}));
    }

    TEST_CASE("without patience nobody waits too long") {
        const OverloadControl control{{}, Instant{}};
        CHECK_FALSE(control.is_overloaded(Instant{1h}));
        CHECK_FALSE(control.is_stale(Instant{}, Instant{1h}));
    }

    TEST_CASE("work that ends after the deadline is wasted") {
        CHECK_FALSE(is_too_late(Instant{10ms}, Instant{8ms}, 2ms));
        CHECK(is_too_late(Instant{10ms}, Instant{8ms}, 2ms + 1ns));
        CHECK(is_too_late(Instant{10ms}, Instant{10ms}, 0ms));
        CHECK_FALSE(is_too_late(never, Instant{1h}, 1h));
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK_FALSE(mistake_in(patient()));
        OverloadSettings settings = patient();
        settings.patience_overloaded = 101ms;
        CHECK(mistake_in(settings));
        CHECK(mistake_in(OverloadSettings{.priorities = 0}));
    }
}

}  // namespace overload_control_test
