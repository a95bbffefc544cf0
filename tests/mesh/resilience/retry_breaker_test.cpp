#include "mesh/resilience/retry_breaker.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <rapidcheck.h>

namespace retry_breaker_test {

using namespace weft::mesh;

TEST_SUITE("retry breaker") {
    TEST_CASE("a share of failures that is reached permits a retry, and one above it does not") {
        RetryBreaker breaker{{.failures = 0.1}};
        for (int request = 0; request < 10; ++request)
            breaker.request();
        CHECK(breaker.permits());        // 1 of 10
        CHECK_FALSE(breaker.permits());  // 2 of 11
    }

    TEST_CASE("the first request of all is not tried again") {
        RetryBreaker breaker{{.failures = 0.1}};
        breaker.request();
        CHECK_FALSE(breaker.permits());
    }

    TEST_CASE("successes close it again, retries count as attempts and refused ones do not") {
        RetryBreaker breaker{{.failures = 0.5}};
        breaker.request();
        CHECK_FALSE(breaker.permits());  // 1 of 1
        for (int request = 0; request < 3; ++request)
            breaker.request();
        CHECK(breaker.permits());  // 2 of 4, and one attempt more:
        breaker.request();
        CHECK(breaker.permits());        // 3 of 6, and one more:
        CHECK_FALSE(breaker.permits());  // 4 of 7
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK_FALSE(mistake_in(RetryBreakerSettings{.failures = 0.000001}));
        CHECK(mistake_in(RetryBreakerSettings{.failures = 0}));
        CHECK_FALSE(mistake_in(RetryBreakerSettings{.failures = 0.999999}));
        CHECK(mistake_in(RetryBreakerSettings{.failures = 1}));
        CHECK(
            mistake_in(RetryBreakerSettings{.failures = std::numeric_limits<double>::quiet_NaN()}));
    }

    TEST_CASE("retries are at most the share of all attempts") {
        CHECK(rc::check([] {
            const RetryBreakerSettings settings{.failures = *rc::gen::inRange(1, 100) / 100.0};
            RetryBreaker breaker{settings};
            Draws draws{*rc::gen::arbitrary<std::uint64_t>()};
            double requests = 0;
            double retries = 0;
            for (int step = 0; step < 1000; ++step) {
                if (requests == 0 || draws.below(2) == 0) {
                    breaker.request();
                    ++requests;
                } else if (breaker.permits()) {
                    ++retries;
                }
                RC_ASSERT(retries <= settings.failures * (requests + retries) + 1e-6);
            }
        }));
    }
}

}  // namespace retry_breaker_test
