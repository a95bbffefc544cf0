#include "mesh/balance/hash_ring.hpp"

#include "mesh/balance/host_weights.hpp"
#include "mesh/base/hash.hpp"
#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hash_ring_test {

using namespace weft::mesh;
using tests::HostList;

namespace {

constexpr HashRingSettings of_1024{.min_size = 1024, .max_size = 8'388'608};

HashRing ring_of(HostList& hosts, const HashRingSettings& settings) {
    const HostColumns columns = hosts.columns();
    return HashRing{columns.hash_key, columns.weight, settings};
}

std::vector<std::size_t> places(const HashRing& ring, std::size_t hosts) {
    return tests::counts({ring.hosts().begin(), ring.hosts().end()}, hosts);
}

double scale(const std::vector<std::uint32_t>& weights, const HashRingSettings& settings) {
    return ring_scale(normalised_weights(weights), settings);
}

}  // namespace

TEST_SUITE("hash ring") {
    TEST_CASE("it is large enough for a whole number of places of the lightest host") {
        CHECK(scale({1, 1}, {.min_size = 4, .max_size = 100}) == 4);
        CHECK(scale({1, 1}, {.min_size = 5, .max_size = 100}) == 6);
        CHECK(scale({1, 3}, {.min_size = 5, .max_size = 100}) == 8);
        CHECK(scale({1, 3}, {.min_size = 5, .max_size = 7}) == 7);
    }

    TEST_CASE("a ring that need not hold a place holds none") {
        HostList hosts{{1, 3}};
        CHECK(ring_of(hosts, {.min_size = 0, .max_size = 100}).empty());
        CHECK_FALSE(ring_of(hosts, {.min_size = 1, .max_size = 100}).empty());
    }

    TEST_CASE("hosts have places by their weight") {
        HostList hosts{{1, 2, 5}};
        CHECK(places(ring_of(hosts, {.min_size = 16, .max_size = 100}), 3) ==
              std::vector<std::size_t>{2, 4, 10});
    }

    TEST_CASE("a ring cut short carries fractions of a place to the next host") {
        HostList hosts{{1, 1, 1, 1}};
        CHECK(places(ring_of(hosts, {.min_size = 6, .max_size = 6}), 4) ==
              std::vector<std::size_t>{2, 1, 2, 1});
    }

    TEST_CASE("a place is the hash of the key and a number, in the hash chosen") {
        HostList hosts{{1}};
        CHECK(ring_of(hosts, {.min_size = 1, .max_size = 1}).hashes()[0] ==
              xx_hash64("10.0.0.0:80_0"));
        const HashRingSettings murmur{.min_size = 1, .max_size = 1, .hash = RingHash::murmur2};
        CHECK(ring_of(hosts, murmur).hashes()[0] == murmur_hash2_64("10.0.0.0:80_0", murmur_seed));
    }

    TEST_CASE(
        "a request goes to the place at its hash or the next one, past the last to the first") {
        HostList hosts = HostList::alike(5);
        const HashRing ring = ring_of(hosts, of_1024);
        REQUIRE(std::is_sorted(ring.hashes().begin(), ring.hashes().end()));
        for (std::size_t i = 0; i + 1 < ring.hashes().size(); ++i) {
            CHECK(ring.host(ring.hashes()[i], 0) == ring.hosts()[i]);
            CHECK(ring.host(ring.hashes()[i] + 1, 0) == ring.hosts()[i + 1]);
        }
        CHECK(ring.host(0, 0) == ring.hosts().front());
        CHECK(ring.host(std::numeric_limits<std::uint64_t>::max(), 0) == ring.hosts().front());
    }

    TEST_CASE("each further attempt goes one place on, around the ring") {
        HostList hosts = HostList::alike(3);
        const HashRing ring = ring_of(hosts, {.min_size = 6, .max_size = 6});
        const std::uint64_t last = ring.hashes().back();
        CHECK(ring.host(last, 0) == ring.hosts()[5]);
        CHECK(ring.host(last, 1) == ring.hosts()[0]);
        CHECK(ring.host(last, 3) == ring.hosts()[2]);
        CHECK(ring.host(last, 8) == ring.hosts()[1]);
    }

    TEST_CASE("a host that leaves moves the requests it had and no others") {
        HostList hosts = HostList::alike(8);
        const HashRing before = ring_of(hosts, of_1024);
        hosts.remove(3);
        // As many places a host as before: 128.
        const HashRing after = ring_of(hosts, {.min_size = 896, .max_size = 896});
        Draws draws{1};
        int moved = 0;
        for (int request = 0; request < 2'000; ++request) {
            const std::uint64_t hash = draws.next();
            const std::uint32_t new_position = after.host(hash, 0);
            const std::uint32_t new_host = new_position < 3 ? new_position : new_position + 1;
            if (before.host(hash, 0) == 3) {
                ++moved;
            } else {
                CHECK(before.host(hash, 0) == new_host);
            }
        }
        CHECK(moved > 150);
        CHECK(moved < 350);
    }

    TEST_CASE("no host makes an empty ring") {
        CHECK(HashRing{{}, {}, of_1024}.empty());
    }
}

}  // namespace hash_ring_test
