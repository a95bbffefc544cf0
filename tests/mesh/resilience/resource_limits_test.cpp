#include "mesh/resilience/resource_limits.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <rapidcheck.h>

namespace resource_limits_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("retry budget") {
    TEST_CASE("it is a share of active and pending requests, cut to a whole number") {
        const RetryBudget budget{.percent = 20, .min_concurrency = 0};
        CHECK(retries_allowed(budget, 0, 0) == 0);
        CHECK(retries_allowed(budget, 4, 0) == 0);
        CHECK(retries_allowed(budget, 4, 1) == 1);
        CHECK(retries_allowed(budget, 100, 49) == 29);
        CHECK(retries_allowed(budget, 100, 50) == 30);
    }

    TEST_CASE("a minimum is always allowed") {
        const RetryBudget budget{.percent = 25, .min_concurrency = 3};
        CHECK(retries_allowed(budget, 0, 0) == 3);
        CHECK(retries_allowed(budget, 15, 0) == 3);
        CHECK(retries_allowed(budget, 16, 0) == 4);
    }

    TEST_CASE("it holds for the largest counts") {
        constexpr std::uint32_t most = ResourceLimits::unlimited;
        CHECK(retries_allowed({.percent = 100, .min_concurrency = 0}, most, most) == most);
    }

    TEST_CASE("it never allows more than its share or its minimum") {
        CHECK(rc::check([] {
            const RetryBudget budget{.percent = *rc::gen::inRange(0, 101) * 1.0,
                                     .min_concurrency = *rc::gen::inRange(0U, 50U)};
            const auto active = *rc::gen::inRange(0U, 100'000U);
            const auto pending = *rc::gen::inRange(0U, 100'000U);
            const std::uint32_t allowed = retries_allowed(budget, active, pending);
            RC_ASSERT(allowed >= budget.min_concurrency);
            RC_ASSERT(allowed == budget.min_concurrency ||
                      allowed * 100.0 <= budget.percent * (active + pending) + 1e-6);
        }));
    }

    TEST_CASE("the requests of the last interval are counted in ten slots") {
        RecentRequests recent{10s};
        recent.begun(Instant{500ms});
        recent.begun(Instant{1500ms});
        CHECK(recent.count(Instant{9999ms}) == 2);
        CHECK(recent.count(Instant{10s}) == 1);
        CHECK(recent.count(Instant{11s - 1ns}) == 1);
        CHECK(recent.count(Instant{11s}) == 0);
        recent.begun(Instant{30s});
        CHECK(recent.count(Instant{30s}) == 1);
        CHECK(recent.count(Instant{1h}) == 0);
    }
}

}  // namespace resource_limits_test
