#include "mesh/balance/priority_load.hpp"

#include <doctest/doctest.h>

namespace priority_load_test {

using namespace weft::mesh;

namespace {

using Percents = std::vector<std::uint32_t>;
using Flags = std::vector<bool>;

PriorityLoads loads_of(const std::vector<PriorityHealth>& priorities,
                       std::uint32_t panic_percent = 50) {
    return priority_loads(priorities, {.panic_percent = panic_percent});
}

}  // namespace

TEST_SUITE("priority load") {
    TEST_CASE("a healthy first priority takes everything") {
        const PriorityLoads loads =
            loads_of({{.hosts = 3, .healthy = 3}, {.hosts = 3, .healthy = 3}});
        CHECK(loads.healthy == Percents{100, 0});
        CHECK(loads.degraded == Percents{0, 0});
    }

    TEST_CASE("load spills over when healthy hosts times 1.4 no longer carry it") {
        // 5 of 7 is just enough: 140 * 5 / 7 = 100.
        CHECK(loads_of({{.hosts = 7, .healthy = 5}, {.hosts = 1, .healthy = 1}}).healthy ==
              Percents{100, 0});
        // 140 * 4 / 7 = 80.
        CHECK(loads_of({{.hosts = 7, .healthy = 4}, {.hosts = 1, .healthy = 1}}).healthy ==
              Percents{80, 20});
        // 140 * 1 / 3 = 46.67, cut to 46.
        CHECK(loads_of({{.hosts = 3, .healthy = 1}, {.hosts = 1, .healthy = 1}}).healthy ==
              Percents{46, 54});
    }

    TEST_CASE("when all together cannot carry it each takes its part, the first also the rest") {
        // 20 + 20 + 28 = 68; 20 * 100 / 68 = 29, 28 * 100 / 68 = 41, and 1 is left.
        const PriorityLoads loads = loads_of(
            {{.hosts = 7, .healthy = 1}, {.hosts = 7, .healthy = 1}, {.hosts = 5, .healthy = 1}},
            10);
        CHECK(loads.healthy == Percents{30, 29, 41});
        CHECK(loads.panic == Flags{false, false, false});
    }

    TEST_CASE("degraded hosts get what the healthy ones cannot carry") {
        const PriorityLoads loads = loads_of({{.hosts = 10, .healthy = 5, .degraded = 5}});
        CHECK(loads.healthy == Percents{70});
        CHECK(loads.degraded == Percents{30});
    }

    TEST_CASE("with degraded hosts only the rest goes to the first that has one") {
        // 15 * 100 / 45 = 33 each, and 1 is left.
        const PriorityLoads loads = loads_of(
            {{.hosts = 9, .degraded = 1}, {.hosts = 9, .degraded = 1}, {.hosts = 9, .degraded = 1}},
            5);
        CHECK(loads.healthy == Percents{0, 0, 0});
        CHECK(loads.degraded == Percents{34, 33, 33});
    }

    TEST_CASE("excluded hosts do not count among those that could be healthy") {
        CHECK(loads_of({{.hosts = 4, .healthy = 1, .excluded = 3}, {.hosts = 1}}).healthy ==
              Percents{100, 0});
    }

    TEST_CASE("a priority panics below the threshold, not at it") {
        CHECK(loads_of({{.hosts = 100, .healthy = 50}}).panic == Flags{false});
        CHECK(loads_of({{.hosts = 100, .healthy = 49}}).panic == Flags{true});
        CHECK(loads_of({{.hosts = 100, .healthy = 40, .degraded = 9}}).panic == Flags{true});
        CHECK(loads_of({{.hosts = 100, .healthy = 40, .degraded = 10}}).panic == Flags{false});
    }

    TEST_CASE("nobody panics while the priorities together can carry everything") {
        const PriorityLoads loads =
            loads_of({{.hosts = 10, .healthy = 1}, {.hosts = 5, .healthy = 5}});
        CHECK(loads.panic == Flags{false, false});
        CHECK(loads.healthy == Percents{14, 86});
    }

    TEST_CASE("one priority may panic while another does not") {
        const PriorityLoads loads =
            loads_of({{.hosts = 10, .healthy = 1}, {.hosts = 10, .healthy = 5}});
        CHECK(loads.panic == Flags{true, false});
        CHECK(loads.healthy == Percents{17, 83});
    }

    TEST_CASE("when all panic load goes by the number of hosts, excluded ones included") {
        const PriorityLoads loads =
            loads_of({{.hosts = 0}, {.hosts = 2, .excluded = 2}, {.hosts = 4, .healthy = 1}});
        CHECK(loads.panic == Flags{true, true, true});
        CHECK(loads.healthy == Percents{0, 34, 66});
    }

    TEST_CASE("load goes to the first priority if there is no host, or none while panic is off") {
        CHECK(loads_of({{.hosts = 0}, {.hosts = 0}}).healthy == Percents{100, 0});
        const PriorityLoads loads = loads_of({{.hosts = 3}, {.hosts = 3}}, 0);
        CHECK(loads.healthy == Percents{100, 0});
        CHECK(loads.panic == Flags{false, false});
    }

    TEST_CASE("a drawn number walks the healthy loads, then the degraded ones") {
        const Percents healthy{60, 10};
        const Percents degraded{25, 5};
        const auto choose = [&](std::uint64_t draw) {
            return choose_priority(draw, healthy, degraded);
        };
        CHECK(choose(0) == PriorityChoice{0, false});
        CHECK(choose(59) == PriorityChoice{0, false});
        CHECK(choose(60) == PriorityChoice{1, false});
        CHECK(choose(69) == PriorityChoice{1, false});
        CHECK(choose(70) == PriorityChoice{0, true});
        CHECK(choose(94) == PriorityChoice{0, true});
        CHECK(choose(95) == PriorityChoice{1, true});
        CHECK(choose(99) == PriorityChoice{1, true});
        CHECK(choose(100) == PriorityChoice{0, false});
    }
}

}  // namespace priority_load_test
