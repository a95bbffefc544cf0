#include "mesh/resilience/health_check.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace health_check_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using Change = HealthChange;

namespace {

HealthCheckSettings two_and_three() {
    return {.timeout = 1s,
            .interval = 10s,
            .unhealthy_interval = 20s,
            .unhealthy_edge_interval = 30s,
            .healthy_edge_interval = 40s,
            .no_traffic_interval = 50s,
            .no_traffic_healthy_interval = 60s,
            .unhealthy_threshold = 2,
            .healthy_threshold = 3};
}

}  // namespace

TEST_SUITE("active health check") {
    TEST_CASE("a host starts unhealthy, and its first success counts at once") {
        HealthCheck check{two_and_three()};
        CHECK_FALSE(check.healthy());
        CHECK(check.on_result(CheckResult::success) == Change::changed);
        CHECK(check.healthy());
    }

    TEST_CASE("after a first failure it takes the threshold") {
        HealthCheck check{two_and_three()};
        CHECK(check.on_result(CheckResult::no_answer) == Change::unchanged);
        CHECK(check.on_result(CheckResult::success) == Change::pending);
        CHECK(check.on_result(CheckResult::success) == Change::pending);
        CHECK(check.on_result(CheckResult::no_answer) == Change::unchanged);
        for (int i = 0; i < 2; ++i)
            CHECK(check.on_result(CheckResult::success) == Change::pending);
        CHECK(check.on_result(CheckResult::success) == Change::changed);
    }

    TEST_CASE("missing answers count up to the threshold, a bad answer is enough") {
        HealthCheck check{two_and_three()};
        check.on_result(CheckResult::success);
        CHECK(check.on_result(CheckResult::no_answer) == Change::pending);
        CHECK(check.on_result(CheckResult::success) == Change::unchanged);
        CHECK(check.on_result(CheckResult::retriable_answer) == Change::pending);
        CHECK(check.on_result(CheckResult::no_answer) == Change::changed);

        HealthCheck other{two_and_three()};
        other.on_result(CheckResult::success);
        CHECK(other.on_result(CheckResult::bad_answer) == Change::changed);
        CHECK_FALSE(other.healthy());
    }

    TEST_CASE("the next check comes sooner or later by what the last one did") {
        const HealthCheckSettings settings = two_and_three();
        CHECK(check_interval(settings, true, Change::unchanged, true) == 10s);
        CHECK(check_interval(settings, true, Change::changed, true) == 10s);
        CHECK(check_interval(settings, false, Change::unchanged, true) == 20s);
        CHECK(check_interval(settings, false, Change::changed, true) == 20s);
        CHECK(check_interval(settings, true, Change::pending, true) == 30s);
        CHECK(check_interval(settings, false, Change::pending, true) == 40s);
        CHECK(check_interval(settings, true, Change::unchanged, false) == 60s);
        CHECK(check_interval(settings, true, Change::pending, false) == 50s);
        CHECK(check_interval(settings, false, Change::unchanged, false) == 50s);
    }

    TEST_CASE("the jitter is a percent of the wait and a fixed time, each drawn") {
        HealthCheckSettings settings = two_and_three();
        DrawList drawn{.numbers = {1'001, 507}};
        Draws draws{drawn};
        CHECK(jittered_interval(settings, 10s, draws) == 10s);
        CHECK(jittered_interval(settings, 0s, draws) == 1ms);
        settings.interval_jitter_percent = 10;
        settings.interval_jitter = 500ms;
        CHECK(jittered_interval(settings, 10s, draws) == 10'008ms);
        CHECK(drawn.used == 2);
    }

    TEST_CASE("the first check is spread over the initial jitter") {
        HealthCheckSettings settings = two_and_three();
        DrawList drawn{.numbers = {1'003}};
        Draws draws{drawn};
        CHECK(HealthCheck{settings}.first_wait(draws) == 0s);
        settings.initial_jitter = 1s;
        CHECK(HealthCheck{settings}.first_wait(draws) == 3ms);
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK_FALSE(mistake_in(two_and_three()));
        CHECK(mistake_in(HealthCheckSettings{}));
    }
}

}  // namespace health_check_test
