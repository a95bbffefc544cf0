#include "mesh/resilience/retry_hosts.hpp"

#include <doctest/doctest.h>

namespace retry_hosts_test {

using namespace weft::mesh;

namespace {

using Percents = std::vector<std::uint32_t>;

}  // namespace

TEST_SUITE("retry hosts") {
    TEST_CASE("hosts that were tried are left out if so wished") {
        CHECK(suits_retry({}, true, {}));
        CHECK_FALSE(suits_retry({.omit_previous = true}, true, {}));
        CHECK(suits_retry({.omit_previous = true}, false, {}));
    }

    TEST_CASE("hosts that have all of some labels are left out if so wished") {
        const RetryHostRules rules{.omit_labels = {{"stage", "canary"}, {"zone", "a"}}};
        CHECK_FALSE(
            suits_retry(rules, false, {{"app", "cart"}, {"stage", "canary"}, {"zone", "a"}}));
        CHECK(suits_retry(rules, false, {{"stage", "canary"}, {"zone", "b"}}));
        CHECK(suits_retry(rules, false, {{"stage", "canary"}}));
        CHECK(suits_retry(rules, false, {}));
    }

    TEST_CASE("after the last pick a host is taken, suitable or not") {
        int picks = 0;
        const auto pick = [&picks] { return std::optional{++picks}; };
        CHECK(pick_for_retry({.more_picks = 3}, pick, [](int host) { return host == 3; }) == 3);
        picks = 0;
        CHECK(pick_for_retry({.more_picks = 3}, pick, [](int) { return false; }) == 4);
        picks = 0;
        CHECK(pick_for_retry({.more_picks = 0}, pick, [](int) { return false; }) == 1);
        CHECK_FALSE(
            pick_for_retry({}, [] { return std::optional<int>{}; }, [](int) { return true; }));
    }

    TEST_CASE("a retry goes to priorities that were not tried") {
        RetryPriorities priorities{1};
        const PriorityAvailability available{{100, 100, 40}, {0, 0, 0}};
        CHECK_FALSE(priorities.loads(available));
        priorities.on_attempt(0);
        CHECK(priorities.loads(available)->healthy == Percents{0, 100, 0});
        priorities.on_attempt(1);
        CHECK(priorities.loads(available)->healthy == Percents{0, 0, 100});
        CHECK(priorities.loads(available)->healthy == Percents{0, 0, 100});
        priorities.on_attempt(2);  // All tried: all are free again.
        CHECK(priorities.loads(available)->healthy == Percents{100, 0, 0});
    }

    TEST_CASE("the loads change only after so many attempts") {
        RetryPriorities priorities{2};
        const PriorityAvailability available{{100, 100}, {0, 0}};
        priorities.on_attempt(0);
        CHECK_FALSE(priorities.loads(available));
        priorities.on_attempt(0);
        CHECK(priorities.loads(available)->healthy == Percents{0, 100});
    }

    TEST_CASE("what was found for other priorities does not hold") {
        RetryPriorities priorities{1};
        priorities.on_attempt(0);
        CHECK(priorities.loads({{100, 100}, {0, 0}})->healthy == Percents{0, 100});
        CHECK_FALSE(priorities.loads({{100}, {0}}));
        CHECK_FALSE(priorities.loads({{100, 100, 100}, {0, 0, 0}}));
    }

    TEST_CASE("what rounding leaves goes round again") {
        RetryPriorities priorities{1};
        priorities.on_attempt(0);
        const auto loads = priorities.loads({{100, 20, 10}, {0, 0, 3}});
        CHECK(loads->healthy == Percents{0, 61, 30});
        CHECK(loads->degraded == Percents{0, 0, 9});
    }

    TEST_CASE("if no priority is able to carry anything the usual loads hold") {
        RetryPriorities priorities{1};
        priorities.on_attempt(0);
        CHECK_FALSE(priorities.loads({{0, 0}, {0, 0}}));
    }
}

}  // namespace retry_hosts_test
