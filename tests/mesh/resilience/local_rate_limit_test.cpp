#include "mesh/resilience/local_rate_limit.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <rapidcheck.h>

namespace local_rate_limit_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("token bucket") {
    TEST_CASE("it starts full and fills continuously") {
        TokenBucket bucket{{.max_tokens = 2, .tokens_per_fill = 10, .fill_interval = 1s},
                           Instant{}};
        CHECK(bucket.admits(Instant{}));
        CHECK(bucket.admits(Instant{}));
        CHECK_FALSE(bucket.admits(Instant{100ms - 1ns}));
        CHECK(bucket.admits(Instant{100ms}));
        CHECK_FALSE(bucket.admits(Instant{100ms}));
        CHECK(bucket.tokens(Instant{150ms}) == doctest::Approx(0.5));
        CHECK(bucket.tokens(Instant{1h}) == 2);
    }

    TEST_CASE("thirds add up to a whole") {
        TokenBucket bucket{{.max_tokens = 3, .tokens_per_fill = 3, .fill_interval = 200ms},
                           Instant{}};
        for (int fill = 0; fill < 100; ++fill) {
            const Instant now{fill * 200ms};
            CHECK(bucket.admits(now));
            CHECK(bucket.admits(now));
            CHECK(bucket.admits(now));
            CHECK_FALSE(bucket.admits(now));
        }
    }

    TEST_CASE("a request of one of two that share a limit takes two tokens") {
        TokenBucket bucket{{.max_tokens = 4, .fill_interval = 1s}, Instant{}};
        CHECK(bucket.admits(Instant{}, 0.5));
        CHECK(bucket.admits(Instant{}, 0.5));
        CHECK_FALSE(bucket.admits(Instant{1s}, 0.5));
        CHECK(bucket.admits(Instant{2s}, 0.5));
    }

    TEST_CASE("a bucket that holds nothing denies everything") {
        TokenBucket bucket{{.max_tokens = 0, .tokens_per_fill = 100, .fill_interval = 1s},
                           Instant{}};
        CHECK_FALSE(bucket.admits(Instant{1h}));
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK(mistake_in(TokenBucketSettings{.fill_interval = 50ms - 1ns}));
        CHECK(mistake_in(TokenBucketSettings{.tokens_per_fill = 0, .fill_interval = 1s}));
        CHECK_FALSE(mistake_in(TokenBucketSettings{.fill_interval = 50ms}));
    }

    TEST_CASE("in no time do more requests pass than it held and was filled with") {
        CHECK(rc::check([] {
            const TokenBucketSettings settings{
                .max_tokens = *rc::gen::inRange(0U, 20U),
                .tokens_per_fill = *rc::gen::inRange(1U, 20U),
                .fill_interval = std::chrono::milliseconds{*rc::gen::inRange(50, 1000)}};
            TokenBucket bucket{settings, Instant{}};
            Draws draws{*rc::gen::arbitrary<std::uint64_t>()};
            Instant now{};
            std::uint64_t passed = 0;
            for (int request = 0; request < 300; ++request) {
                now += Duration{static_cast<std::int64_t>(draws.below(100'000'000))};
                passed += bucket.admits(now) ? 1 : 0;
                const auto filled = static_cast<std::uint64_t>(now.time_since_epoch().count()) *
                                    settings.tokens_per_fill /
                                    static_cast<std::uint64_t>(settings.fill_interval.count());
                RC_ASSERT(passed <= settings.max_tokens + filled);
            }
        }));
    }

    TEST_CASE("a bucket knows when its next token comes, to the nanosecond") {
        TokenBucket bucket{{.max_tokens = 1, .tokens_per_fill = 3, .fill_interval = 1s}, Instant{}};
        CHECK(bucket.next_token_in(Instant{}) == 0s);
        REQUIRE(bucket.admits(Instant{}));
        const auto wait = bucket.next_token_in(Instant{});
        CHECK(wait == 333'333'334ns);
        CHECK(bucket.next_token_in(Instant{} + *wait - 1ns) == 1ns);
        CHECK_FALSE(bucket.admits(Instant{} + *wait - 1ns));
        CHECK(bucket.admits(Instant{} + *wait));
    }

    TEST_CASE("a bucket that holds nothing never has a token") {
        const TokenBucket bucket{{.max_tokens = 0, .fill_interval = 1s}, Instant{}};
        CHECK_FALSE(bucket.next_token_in(Instant{1h}));
    }
}

}  // namespace local_rate_limit_test
