#include "mesh/pool/pool_settings.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>

namespace pool_settings_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("pool settings") {
    TEST_CASE("a handshake takes one round trip, one more for TLS 1.3 and two more for TLS 1.2") {
        CHECK(handshake_round_trips(TransportSecurity::plain) == 1);
        CHECK(handshake_round_trips(TransportSecurity::tls_1_3) == 2);
        CHECK(handshake_round_trips(TransportSecurity::tls_1_2) == 3);
    }

    TEST_CASE("an HTTP/1.1 connection carries one request at a time, whatever else is said") {
        PoolSettings settings{.version = HttpVersion::http1};
        CHECK(concurrent_streams(settings) == 1);
        settings.max_concurrent_streams = 100;
        CHECK(concurrent_streams(settings) == 1);
    }

    TEST_CASE("an HTTP/2 connection carries as many as it may, but not more than in its life") {
        PoolSettings settings{.max_concurrent_streams = 100};
        CHECK(concurrent_streams(settings) == 100);
        settings.max_requests_per_connection = 99;
        CHECK(concurrent_streams(settings) == 99);
        settings.max_requests_per_connection = 101;
        CHECK(concurrent_streams(settings) == 100);
    }

    TEST_CASE("an HTTP/2 connection without a limit ends with its stream numbers") {
        CHECK(lifetime_streams({}) == 536'870'912);
        CHECK(lifetime_streams({.version = HttpVersion::http1}) == PoolSettings::unlimited);
        CHECK(lifetime_streams({.max_requests_per_connection = 7}) == 7);
    }

    TEST_CASE("what cannot be used is refused, on both sides of each limit") {
        CHECK_FALSE(mistake_in(PoolSettings{}));
        CHECK(mistake_in({.round_trips = 0}));
        CHECK(mistake_in({.max_concurrent_streams = 0}));
        CHECK_FALSE(mistake_in({.max_concurrent_streams = 1}));
        CHECK(mistake_in({.connect_timeout = -1ns}));
        CHECK(mistake_in({.idle_timeout = -1ns}));
        CHECK_FALSE(mistake_in({.preconnect_ratio = 3}));
        CHECK(mistake_in({.preconnect_ratio = 3.01}));
        CHECK(mistake_in({.preconnect_ratio = 0.99}));
        CHECK(mistake_in({.preconnect_ratio = std::numeric_limits<double>::quiet_NaN()}));
    }
}

}  // namespace pool_settings_test
