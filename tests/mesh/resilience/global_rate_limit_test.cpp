#include "mesh/resilience/global_rate_limit.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace global_rate_limit_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("global rate limit") {
    TEST_CASE("a unit has its quota, and the next one a new one") {
        RateWindow window{{.requests = 2, .unit = 1min}};
        CHECK(window.ask(1, Instant{10s}).left == 1);
        const auto last = window.ask(1, Instant{59s});
        CHECK(last.admitted);
        CHECK(last.left == 0);
        CHECK(last.resets_in == 1s);
        CHECK_FALSE(window.ask(1, Instant{1min - 1ns}).admitted);
        CHECK(window.ask(1, Instant{1min}).admitted);
    }

    TEST_CASE("a request may cost more than one, and a denied one is counted, too") {
        RateWindow window{{.requests = 3, .unit = 1s}};
        CHECK(window.ask(2, Instant{}).admitted);
        CHECK_FALSE(window.ask(2, Instant{}).admitted);
        CHECK_FALSE(window.ask(1, Instant{}).admitted);
    }

    TEST_CASE("a quota of nothing denies everything") {
        RateWindow window{{.requests = 0, .unit = 1s}};
        CHECK_FALSE(window.ask(1, Instant{1h}).admitted);
    }

    TEST_CASE("without an answer in time requests go on, unless they are to be denied") {
        CHECK(may_go_on(LimiterFailure::open, false, false));
        CHECK_FALSE(may_go_on(LimiterFailure::deny, false, false));
        CHECK_FALSE(may_go_on(LimiterFailure::open, true, false));
        CHECK(may_go_on(LimiterFailure::deny, true, true));
    }

    TEST_CASE("requests are counted by the values of the headers that are named") {
        const GlobalRateLimit limit{
            .service = "cart", .quota = {1, 1s}, .per = {"x-user", "x-plan"}};
        const auto counted_as = [&](std::vector<Header> headers) {
            return descriptor_of(limit, {.method = "POST",
                                         .authority = "cart:80",
                                         .path = "/buy",
                                         .headers = std::move(headers)});
        };
        const auto ann = counted_as({{"x-user", "ann"}, {"accept", "*/*"}, {"x-plan", "free"}});
        REQUIRE(ann);
        CHECK(ann->authority == "cart");
        CHECK(ann->headers == std::vector<Header>{{"x-user", "ann"}, {"x-plan", "free"}});
        CHECK(ann == counted_as({{"x-plan", "free"}, {"x-user", "ann"}}));
        CHECK(ann != counted_as({{"x-plan", "free"}, {"x-user", "bob"}}));
        CHECK(ann != counted_as({{"x-plan", "free"}, {"x-user", "ann"}, {"x-user", "bob"}}));
    }

    TEST_CASE("a request without one of the headers is not asked about; without names all count") {
        CHECK_FALSE(descriptor_of({.service = "cart", .per = {"x-user", "x-plan"}},
                                  {.headers = {{"x-user", "ann"}}}));
        const GlobalRateLimit all{.service = "cart"};
        CHECK(descriptor_of(all, {.path = "/a"}) == descriptor_of(all, {.path = "/b"}));
    }

    TEST_CASE("a limit has a unit of the service, and a time-out") {
        const auto mistake = [](Duration unit, Duration timeout) {
            return mistake_in(GlobalRateLimit{.quota = {1, unit}, .timeout = timeout});
        };
        for (const Duration unit : {Duration{1s}, Duration{1min}, Duration{1h}, Duration{24h}})
            CHECK_FALSE(mistake(unit, 1ns));
        CHECK(mistake(2s, 20ms) == "the unit must be 1s, 1m, 1h or 24h");
        CHECK(mistake(0s, 20ms));
        CHECK(mistake(1s, 0s) == "the time-out must be above 0");
    }
}

}  // namespace global_rate_limit_test
