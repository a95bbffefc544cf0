#include "sim/signals/recent_requests.hpp"

#include <doctest/doctest.h>

namespace recent_requests_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::RecentRequests;

namespace {

mesh::Instant at(mesh::Duration since_start) {
    return mesh::Instant{since_start};
}

}  // namespace

TEST_SUITE("recent requests") {
    TEST_CASE("those count that ended in the window, its beginning included") {
        RecentRequests recent{1s};
        recent.add(at(999ms), 1ms, true, 1);
        recent.add(at(1s), 1ms, false, 1);
        recent.add(at(1950ms), 1ms, true, 1);
        recent.pass_to(at(1900ms));
        CHECK(recent.requests() == 3);
        recent.pass_to(at(2s));
        CHECK(recent.requests() == 2);
        CHECK(recent.failed() == 1);
        recent.pass_to(at(2100ms));
        CHECK(recent.requests() == 1);
        recent.pass_to(at(3s));
        CHECK(recent.requests() == 0);
        CHECK(recent.failed() == 0);
        CHECK(recent.attempts() == 0);
    }

    TEST_CASE("attempts beyond the first are retries, and a request without one has none") {
        RecentRequests recent{1s};
        for (const std::uint32_t attempts : {0U, 1U, 3U})
            recent.add(at(1s), 1ms, false, attempts);
        CHECK(recent.attempts() == 4);
        CHECK(recent.retries() == 2);
        recent.pass_to(at(9s));
        CHECK(recent.retries() == 0);
    }

    TEST_CASE("latencies are exact: mean, quantile by rank, maximum") {
        RecentRequests recent{10s};
        CHECK_FALSE(recent.latency(0.5));
        for (const mesh::Duration took : {40ns, 10ns, 20ns, 30ns})
            recent.add(at(1s), took, false, 1);
        CHECK(recent.latency(0) == 25.0);
        CHECK(recent.latency(0.25) == 10.0);
        CHECK(recent.latency(0.26) == 20.0);
        CHECK(recent.latency(0.5) == 20.0);
        CHECK(recent.latency(0.99) == 40.0);
        CHECK(recent.latency(1) == 40.0);
    }
}

}  // namespace recent_requests_test
