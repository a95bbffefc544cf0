#include "mesh/resilience/rate_limited_backoff.hpp"

#include <doctest/doctest.h>

namespace rate_limited_backoff_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using Format = ResetHeader::Format;

namespace {

const RateLimitedBackoff policy{
    .headers = {{"retry-after", Format::seconds}, {"x-reset", Format::unix_timestamp}}};

}  // namespace

TEST_SUITE("rate-limited back-off") {
    TEST_CASE("the first header that names a usable time counts") {
        CHECK(asked_wait(policy, {{"Retry-After", "5"}, {"x-reset", "1100"}}, 1'000) == 5s);
        CHECK(asked_wait(policy, {{"retry-after", "soon"}, {"x-reset", "1100"}}, 1'000) == 100s);
        CHECK(asked_wait(policy, {{"retry-after", "301"}, {"x-reset", "1100"}}, 1'000) == 100s);
        CHECK(asked_wait(policy, {{"retry-after", "300"}}, 0) == 300s);
    }

    TEST_CASE("no time, one that is over and one too far off ask for nothing") {
        CHECK_FALSE(asked_wait(policy, {}, 0));
        CHECK_FALSE(asked_wait(policy, {{"retry-after", "0"}}, 0));
        CHECK_FALSE(asked_wait(policy, {{"retry-after", "-1"}}, 0));
        CHECK_FALSE(asked_wait(policy, {{"x-reset", "999"}}, 1'000));
        CHECK_FALSE(asked_wait(policy, {{"x-reset", "1301"}}, 1'000));
    }

    TEST_CASE("the wait is spread over half of itself again") {
        CHECK(spread_wait(2s, 0) == 2s);
        CHECK(spread_wait(2s, 999) == 2999ms);
        CHECK(spread_wait(2s, 1000) == 2s);
    }

    TEST_CASE("a wait is told in whole seconds, rounded up") {
        CHECK(reset_seconds(0ns) == 0);
        CHECK(reset_seconds(1ns) == 1);
        CHECK(reset_seconds(1s) == 1);
        CHECK(reset_seconds(1s + 1ns) == 2);
        CHECK(reset_seconds(24h) == 86'400);
    }

    TEST_CASE("a policy names a header, and an interval that some time fits into") {
        const RateLimitedBackoff nobody{};
        CHECK(mistake_in(nobody) == "at least one header must be named");
        CHECK_FALSE(mistake_in(RateLimitedBackoff{.headers = {{"a"}}, .max_interval = 1s}));
        CHECK(mistake_in(RateLimitedBackoff{.headers = {{"a"}}, .max_interval = 1s - 1ns}) ==
              "the longest interval must be at least 1s");
    }
}

}  // namespace rate_limited_backoff_test
