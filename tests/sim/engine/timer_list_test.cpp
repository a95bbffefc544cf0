#include "sim/engine/timer_list.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace timer_list_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::EventKind;
using sim::Instant;
using sim::TimerList;

TEST_SUITE("timer list") {
    TEST_CASE("timers expire in the order in which they were set, to the nanosecond") {
        TimerList timers{10s};
        CHECK(timers.next_time() == sim::never);
        timers.set(EventKind{1}, 1, Instant{});
        timers.set(EventKind{1}, 2, Instant{});
        timers.set(EventKind{2}, 3, Instant{} + 1ns);
        CHECK(timers.next_time() == Instant{} + 10s);
        CHECK(timers.expire().subject == 1);
        CHECK(timers.expire().subject == 2);
        CHECK(timers.next_time() == Instant{} + 10s + 1ns);
        CHECK(timers.expire().kind == EventKind{2});
        CHECK(timers.empty());
        CHECK(timers.next_time() == sim::never);
    }

    TEST_CASE("a cancelled timer leaves the others as they were, wherever it stood") {
        for (const std::size_t cancelled : {0U, 1U, 2U}) {
            CAPTURE(cancelled);
            TimerList timers{1s};
            std::vector<TimerList::Timer> set;
            for (std::uint32_t i = 0; i < 3; ++i) {
                set.push_back(timers.set(EventKind{}, i, Instant{} + i * 1ms));
            }
            CHECK(timers.cancel(set[cancelled]) == (cancelled == 0));
            CHECK(timers.size() == 2);
            for (std::uint32_t i = 0; i < 3; ++i) {
                if (i == cancelled) continue;
                CHECK(timers.next_time() == Instant{} + 1s + i * 1ms);
                CHECK(timers.expire().subject == i);
            }
            CHECK(timers.empty());
        }
    }

    TEST_CASE("a slot is used again under another name") {
        TimerList timers{1s};
        const auto first = timers.set(EventKind{}, 1, Instant{});
        timers.cancel(first);
        const auto second = timers.set(EventKind{}, 2, Instant{});
        CHECK(first.slot == second.slot);
        CHECK(first.generation != second.generation);
    }
}

}  // namespace timer_list_test
