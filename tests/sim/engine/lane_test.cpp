#include "sim/engine/lane.hpp"

#include <doctest/doctest.h>

#include <cstdint>

namespace lane_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::EventKind;
using sim::Instant;
using sim::Lane;

TEST_SUITE("lane") {
    TEST_CASE("events leave after the delay, in the order in which they came") {
        Lane lane{250us};
        CHECK(lane.next_time() == sim::never);
        lane.push(EventKind{1}, 7, Instant{} + 1ns);
        lane.push(EventKind{2}, 8, Instant{} + 1ns);
        CHECK(lane.next_time() == Instant{} + 250us + 1ns);
        CHECK(lane.pop().subject == 7);
        CHECK(lane.pop().kind == EventKind{2});
        CHECK(lane.empty());
    }

    TEST_CASE("it grows while its ring is turned") {
        Lane lane{1s};
        std::uint32_t pushed = 0;
        std::uint32_t popped = 0;
        for (int round = 0; round < 300; ++round) {
            for (int i = 0; i < 3; ++i)
                lane.push(EventKind{}, pushed++, Instant{} + round * 1ms);
            CHECK(lane.pop().subject == popped++);
        }
        CHECK(lane.size() == pushed - popped);
        while (!lane.empty())
            CHECK(lane.pop().subject == popped++);
        CHECK(popped == pushed);
    }
}

}  // namespace lane_test
