#include "sim/cluster/disruption_budget.hpp"

#include <doctest/doctest.h>

namespace disruption_budget_test {

using weft::mesh::control::PodDisruptionBudget;
using weft::sim::must_be_ready;

TEST_SUITE("disruption budget") {
    TEST_CASE("percentages are of the pods wanted, and rounded up") {
        CHECK(must_be_ready({.min_available = {{50, true}}}, 3) == 2);
        CHECK(must_be_ready({.min_available = {{2, false}}}, 3) == 2);
        CHECK(must_be_ready({.max_unavailable = {{1, false}}}, 3) == 2);
        CHECK(must_be_ready({.max_unavailable = {{34, true}}}, 3) == 1);
        CHECK(must_be_ready({.max_unavailable = {{5, false}}}, 3) == 0);
    }

    TEST_CASE("a budget that says nothing keeps nobody") {
        CHECK(must_be_ready({}, 3) == 0);
    }
}

}  // namespace disruption_budget_test
