#include "mesh/resilience/resource_limits.hpp"

#include <doctest/doctest.h>

using namespace weft::mesh;

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
}
