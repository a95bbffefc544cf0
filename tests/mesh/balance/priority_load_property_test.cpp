#include "mesh/balance/priority_load.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <rapidcheck.h>

namespace priority_load_property_test {

using namespace weft::mesh;

namespace {

PriorityHealth some_priority() {
    PriorityHealth priority;
    priority.hosts = *rc::gen::inRange(0U, 60U);
    priority.excluded = *rc::gen::inRange(0U, priority.hosts + 1);
    priority.healthy = *rc::gen::inRange(0U, priority.hosts - priority.excluded + 1);
    priority.degraded =
        *rc::gen::inRange(0U, priority.hosts - priority.excluded - priority.healthy + 1);
    return priority;
}

std::vector<PriorityHealth> some_priorities() {
    std::vector<PriorityHealth> priorities(*rc::gen::inRange<std::size_t>(1, 6));
    for (PriorityHealth& priority : priorities) {
        priority = some_priority();
    }
    return priorities;
}

std::uint32_t sum(const std::vector<std::uint32_t>& loads) {
    return std::accumulate(loads.begin(), loads.end(), 0U);
}

}  // namespace

TEST_SUITE("priority load") {
    TEST_CASE("loads sum to 100, and every draw finds a priority that has load") {
        CHECK(rc::check([] {
            PriorityRules rules;
            rules.panic_percent = *rc::gen::inRange(0U, 101U);
            rules.overprovisioning_percent = *rc::gen::inRange(1U, 300U);
            const PriorityLoads loads = priority_loads(some_priorities(), rules);
            RC_ASSERT(sum(loads.healthy) + sum(loads.degraded) == 100U);
            for (std::uint64_t draw = 0; draw < 100; ++draw) {
                const PriorityChoice choice = choose_priority(draw, loads);
                const auto& of = choice.degraded ? loads.degraded : loads.healthy;
                RC_ASSERT(of[choice.priority] > 0U);
            }
        }));
    }
}

}  // namespace priority_load_property_test
