// How many retries a budget allows at once.
#include "mesh/resilience/resource_limits.hpp"
#include "scenarios/vectors/vector_numbers.hpp"
#include "scenarios/vectors/vector_suite.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

std::optional<VectorMismatch> check(const Json& /*file*/, const Json& vector) {
    mesh::RetryBudget budget;
    budget.percent = vector.value("budget_percent", budget.percent);
    budget.min_concurrency = vector_count(vector, "min_retry_concurrency", budget.min_concurrency);
    return compare(vector.at("expect_max"),
                   mesh::retries_allowed(budget, vector_count(vector, "active", 0),
                                         vector_count(vector, "pending", 0)));
}

}  // namespace

VectorSuite breaker() {
    return {.name = "breaker", .check = check};
}

}  // namespace weft::scenarios::suites
