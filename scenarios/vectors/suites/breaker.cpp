// How many retries a budget allows at once.
#include "mesh/resilience/resource_limits.hpp"
#include "scenarios/vectors/vector_values.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

std::optional<VectorMismatch> check_breaker(const Json& /*file*/, const Json& vector) {
    mesh::RetryBudget budget;
    budget.percent = vector.value("budget_percent", budget.percent);
    budget.min_concurrency = count(vector, "min_retry_concurrency", budget.min_concurrency);
    return compare(
        vector.at("expect_max"),
        mesh::retries_allowed(budget, count(vector, "active", 0), count(vector, "pending", 0)));
}

}  // namespace

VectorSuite breaker() {
    return {.name = "breaker", .check = check_breaker};
}

}  // namespace weft::scenarios::suites
