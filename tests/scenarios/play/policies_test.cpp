#include "scenarios/play/world_plan.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace policies_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;

/// The share of a Poisson load at the very rate of the bucket that is answered 429.
double dropped(const std::string& burst) {
    const scenarios::Scenario scenario = tests::valid_shop(
        "horizon: 40s\n"
        "services: {web: {script: []}}\n"
        "load: [{id: visitors, to: web, rate: 10000/s, arrivals: poisson}]\n"
        "policies: {web: {rate_limit: {max_tokens: " +
        burst + ", tokens_per_fill: 500, fill_interval: 50ms}}}\n");
    tests::Notes notes;
    const sim::WorldPlan plan = scenarios::world_plan(scenario, scenarios::built_in_kinds(), 0);
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
    const auto refused =
        std::ranges::count(notes.requests_ended, 429, &sim::observe::RequestEnd::status);
    return static_cast<double>(refused) / static_cast<double>(notes.requests_ended.size());
}

}  // namespace

TEST_SUITE("policies of a scenario") {
    TEST_CASE("a rate limit drops as much as queueing theory says: M/D/1 with losses") {
        CHECK(dropped("1") == doctest::Approx(0.5).epsilon(0.004));
        CHECK(dropped("10") == doctest::Approx(0.050847).epsilon(0.02));
    }

    TEST_CASE("every section reaches the policy of its service") {
        const auto policy = [](const std::string& text) {
            return tests::valid_shop("policies: {cart: {" + text + "}}\n").policies.at(0).policy;
        };
        const auto inbound = policy("rate_limit: {max_tokens: 5, fill_interval: 1s}").inbound;
        CHECK(inbound.rate_limit == mesh::TokenBucketSettings{5, 1, 1s});
        CHECK_FALSE(inbound.concurrency);
        const auto adaptive =
            policy(
                "adaptive_concurrency: {sample_window: 100ms, min_rtt_interval: 60s, "
                "percentile: 90%}")
                .inbound.concurrency;
        REQUIRE(adaptive);
        CHECK(adaptive->percentile == 0.9);
        CHECK(adaptive->buffer == 0.25);
        CHECK(adaptive->sample_window == 100ms);
        const auto admission = policy("admission_control: {success_threshold: 90%}").admission;
        REQUIRE(admission);
        CHECK(admission->success_threshold == 0.9);
        CHECK(admission->window == 30s);
        CHECK(policy("failure_accrual: {failures_to_open: 7, min_penalty: 1s, max_penalty: 60s, "
                     "jitter: 50%}")
                  .failure_accrual == mesh::FailureAccrualSettings{7, 1s, 60s, 0.5, 1});
        CHECK(policy("retry_deposits: {ratio: 0.2, min_per_second: 10, ttl: 10s}").retry_deposits ==
              mesh::RetryDepositSettings{0.2, 10, 10s});
        CHECK(policy("retry_tokens: {size: 5, per_request: 0.1}").retry_tokens ==
              mesh::RetryTokenSettings{5, 0.1});
        CHECK(policy("retry_breaker: {failures: 10%}").retry_breaker ==
              mesh::RetryBreakerSettings{0.1});
        CHECK(policy("retry_budget: {interval: 10s}").retry_budget ==
              mesh::RetryBudget{20, 3, 10s});
    }

    TEST_CASE("intervals of health checks stand in for those that are left out") {
        const auto check = tests::valid_shop(
                               "policies: {cart: {health_check: {timeout: 1s, interval: 5s, "
                               "unhealthy_interval: 7s, unhealthy_threshold: 2, "
                               "healthy_threshold: 3}}}\n")
                               .policies.at(0)
                               .policy.health_check;
        REQUIRE(check);
        CHECK(check->unhealthy_edge_interval == 7s);
        CHECK(check->healthy_edge_interval == 5s);
        CHECK(check->no_traffic_interval == 60s);
        CHECK(check->no_traffic_healthy_interval == 60s);
    }

    TEST_CASE("a mistake is reported where it was written") {
        const auto refusal = [](const std::string& text) {
            return tests::shop_refusal("policies:\n  cart:\n    " + text + "\n");
        };
        CHECK(refusal("failure_accrual: {failures_to_open: 0, min_penalty: 1s, max_penalty: 2s}") ==
              "a.yaml:6:22: error: the number of failures must be above 0");
        CHECK(refusal("rate_limit: {max_tokens: 5, fill_interval: 10ms}") ==
              "a.yaml:6:17: error: the fill interval must be at least 50ms");
        CHECK(refusal("rate_limit: {fill_interval: 1s}") ==
              "a.yaml:6:17: error: max_tokens is missing");
        CHECK(refusal("admission_control: {windows: 1s}") ==
              "a.yaml:6:25: error: unknown key 'windows'; did you mean 'window'?");
        CHECK(refusal("{retry_budget: {percent: 10}, retry_deposits: {ratio: 1, ttl: 1s}}") ==
              "a.yaml:6:51: error: retry_deposits cannot stand beside a retry_budget");
        CHECK(
            refusal("{retry_breaker: {failures: 10%}, retry_tokens: {size: 5, per_request: 1}}") ==
            "a.yaml:6:21: error: retry_breaker cannot stand beside a retry_tokens");
        CHECK(refusal("retry_tokens: {size: 1, per_request: 0.1}") ==
              "a.yaml:6:19: error: the size must be above 1 and at most 1000000");
        CHECK(refusal("retry_breaker: {failures: 100%}") ==
              "a.yaml:6:20: error: the share of failures must be above 0% and below 100%");
    }
}

}  // namespace policies_test
