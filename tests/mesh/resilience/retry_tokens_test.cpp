#include "mesh/resilience/retry_tokens.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <rapidcheck.h>

namespace retry_tokens_test {

using namespace weft::mesh;

namespace {

/// How many retries in a row a bucket allows.
int withdrawn(RetryTokens& tokens) {
    int retries = 0;
    while (tokens.withdraw())
        ++retries;
    return retries;
}

}  // namespace

TEST_SUITE("retry tokens") {
    TEST_CASE(
        "a full bucket of five allows four retries, since a retry needs more than one token") {
        RetryTokens tokens{{.size = 5, .per_request = 0.1}};
        CHECK(withdrawn(tokens) == 4);
    }

    TEST_CASE("ten requests bring the next retry, and not nine") {
        RetryTokens tokens{{.size = 5, .per_request = 0.1}};
        withdrawn(tokens);  // One token is left.
        tokens.request();
        CHECK(tokens.withdraw());
        for (int request = 0; request < 9; ++request)
            tokens.request();
        CHECK_FALSE(tokens.withdraw());  // Exactly one token.
        tokens.request();
        CHECK(tokens.withdraw());
    }

    TEST_CASE("requests bring nothing beyond the bucket's size") {
        RetryTokens tokens{{.size = 5, .per_request = 0.1}};
        for (int request = 0; request < 1000; ++request)
            tokens.request();
        CHECK(withdrawn(tokens) == 4);
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK_FALSE(mistake_in(RetryTokenSettings{.size = 1.000001, .per_request = 0}));
        CHECK(mistake_in(RetryTokenSettings{.size = 1, .per_request = 0}));
        CHECK_FALSE(mistake_in(RetryTokenSettings{.size = 1'000'000, .per_request = 1000}));
        CHECK(mistake_in(RetryTokenSettings{.size = 1'000'001, .per_request = 1000}));
        CHECK(mistake_in(RetryTokenSettings{.size = 5, .per_request = 1000.1}));
        CHECK(mistake_in(RetryTokenSettings{.size = 5, .per_request = -0.1}));
        const double none = std::numeric_limits<double>::quiet_NaN();
        CHECK(mistake_in(RetryTokenSettings{.size = none, .per_request = 0.1}));
        CHECK(mistake_in(RetryTokenSettings{.size = 5, .per_request = none}));
    }

    TEST_CASE("no more retries leave than the bucket held and requests brought") {
        CHECK(rc::check([] {
            const RetryTokenSettings settings{.size = *rc::gen::inRange(11, 200) / 10.0,
                                              .per_request = *rc::gen::inRange(0, 20) / 10.0};
            RetryTokens tokens{settings};
            Draws draws{*rc::gen::arbitrary<std::uint64_t>()};
            double brought = 0;
            double retries = 0;
            for (int step = 0; step < 1000; ++step) {
                if (draws.below(2) == 0) {
                    tokens.request();
                    brought += settings.per_request;
                } else if (tokens.withdraw()) {
                    ++retries;
                }
                RC_ASSERT(retries <= settings.size + brought + 1e-6);
            }
        }));
    }
}

}  // namespace retry_tokens_test
