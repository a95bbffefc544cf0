#include "mesh/resilience/retry_deposits.hpp"

#include "mesh/base/draws.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <rapidcheck.h>

namespace retry_deposits_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("retry deposits") {
    TEST_CASE("five requests pay for a retry of one in five") {
        RetryDeposits budget{{.ratio = 0.2, .ttl = 10s}};
        for (int i = 0; i < 4; ++i)
            budget.request(Instant{});
        CHECK_FALSE(budget.withdraw(Instant{}));
        budget.request(Instant{});
        CHECK(budget.withdraw(Instant{}));
        CHECK_FALSE(budget.withdraw(Instant{}));
    }

    TEST_CASE("the reserve is a rate times the time to live") {
        RetryDeposits budget{{.ratio = 0.2, .min_per_second = 1, .ttl = 10s}};
        for (int i = 0; i < 10; ++i)
            CHECK(budget.withdraw(Instant{}));
        CHECK_FALSE(budget.withdraw(Instant{10s - 1ns}));
        CHECK(budget.withdraw(Instant{10s}));
    }

    TEST_CASE("a deposit is forgotten after its time") {
        RetryDeposits budget{{.ratio = 1, .ttl = 10s}};
        budget.request(Instant{500ms});
        budget.request(Instant{500ms});
        CHECK(budget.withdraw(Instant{9999ms}));
        CHECK_FALSE(budget.withdraw(Instant{10s}));
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK_FALSE(mistake_in(RetryDepositSettings{.ratio = 0.2, .ttl = 1s}));
        CHECK(mistake_in(RetryDepositSettings{.ratio = 0, .ttl = 1s}));
        CHECK(mistake_in(RetryDepositSettings{.ratio = 0.2, .ttl = 1s - 1ns}));
    }

    TEST_CASE("within one time to live no more is withdrawn than was paid in and reserved") {
        CHECK(rc::check([] {
            const auto retries_per_ten = *rc::gen::inRange(1, 11);
            const RetryDepositSettings settings{.ratio = retries_per_ten / 10.0,
                                                .min_per_second = *rc::gen::inRange(0U, 5U),
                                                .ttl = 10s};
            RetryDeposits budget{settings};
            Draws draws{*rc::gen::arbitrary<std::uint64_t>()};
            std::uint64_t requests = 0;
            std::uint64_t retries = 0;
            Instant now{};
            while (now < Instant{10s}) {
                if (draws.below(2) == 0) {
                    budget.request(now);
                    ++requests;
                } else {
                    retries += budget.withdraw(now) ? 1 : 0;
                }
                // A price is cut to whole thousandths of a request.
                const double allowed = static_cast<double>(requests) * settings.ratio * 1.01;
                RC_ASSERT(static_cast<double>(retries) <= allowed + settings.min_per_second * 10.0);
                now += std::chrono::milliseconds{draws.below(100)};
            }
        }));
    }
}

}  // namespace retry_deposits_test
