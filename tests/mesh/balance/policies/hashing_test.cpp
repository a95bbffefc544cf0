#include "mesh/balance/hash_ring.hpp"
#include "mesh/balance/maglev_table.hpp"
#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace hashing_test {

using namespace weft::mesh;
using tests::HostList;
using tests::make_balancer;

namespace {

std::size_t pick(LoadBalancer& balancer,
                 HostList& hosts,
                 std::optional<std::uint64_t> hash,
                 std::uint64_t first_draw = 0,
                 std::uint32_t attempt = 0) {
    DrawList none;
    Draws draws{none};
    return balancer.pick(hosts.columns(), {.now = {},
                                           .draws = draws,
                                           .first_draw = first_draw,
                                           .request_hash = hash,
                                           .attempt = attempt});
}

}  // namespace

TEST_SUITE("balancers that hash") {
    TEST_CASE("ring hash looks its ring up, each attempt one place on") {
        HostList hosts{{1, 2, 3}};
        const auto balancer =
            make_balancer("ring_hash", {{"minimum_ring_size", "12"}, {"maximum_ring_size", "64"}});
        balancer->on_hosts(hosts.columns(), {});
        const HostColumns columns = hosts.columns();
        const HashRing ring{columns.hash_key, columns.weight, {.min_size = 12, .max_size = 64}};
        for (const std::uint64_t place : ring.hashes()) {
            CHECK(pick(*balancer, hosts, place) == ring.host(place, 0));
            CHECK(pick(*balancer, hosts, place, 0, 2) == ring.host(place, 2));
        }
    }

    TEST_CASE("ring hash uses the hash that it was told to") {
        HostList hosts = HostList::alike(5);
        const auto balancer = make_balancer("ring_hash", {{"hash", "murmur2"}});
        balancer->on_hosts(hosts.columns(), {});
        const HostColumns columns = hosts.columns();
        const HashRing ring{columns.hash_key,
                            columns.weight,
                            {.min_size = 1024, .max_size = 8'388'608, .hash = RingHash::murmur2}};
        Draws hashes{1};
        for (int i = 0; i < 200; ++i) {
            const std::uint64_t hash = hashes.next();
            CHECK(pick(*balancer, hosts, hash) == ring.host(hash, 0));
        }
    }

    TEST_CASE("Maglev looks its table up") {
        HostList hosts{{1, 2, 3}};
        const auto balancer = make_balancer("maglev", {{"table_size", "101"}});
        balancer->on_hosts(hosts.columns(), {});
        const HostColumns columns = hosts.columns();
        const MaglevTable table{columns.hash_key, columns.weight, 101};
        for (std::uint64_t hash = 0; hash < 202; ++hash) {
            CHECK(pick(*balancer, hosts, hash) == table.host(hash, 0));
            CHECK(pick(*balancer, hosts, hash, 0, 1) == table.host(hash, 1));
        }
    }

    TEST_CASE("a table whose size is no prime, and a ring that cannot be, are refused") {
        CHECK_NOTHROW(make_balancer("maglev", {{"table_size", "101"}}));
        CHECK_THROWS_AS(make_balancer("maglev", {{"table_size", "100"}}), std::invalid_argument);
        CHECK_NOTHROW(
            make_balancer("ring_hash", {{"minimum_ring_size", "10"}, {"maximum_ring_size", "10"}}));
        CHECK_THROWS_AS(
            make_balancer("ring_hash", {{"minimum_ring_size", "10"}, {"maximum_ring_size", "9"}}),
            std::invalid_argument);
    }

    TEST_CASE("a host above its bound gives way to another, always the same") {
        HostList hosts = HostList::alike(5);
        for (const auto* const name : {"ring_hash", "maglev"}) {
            CAPTURE(name);
            hosts.in_flight.assign(5, 0);
            const auto balancer = make_balancer(name, {{"hash_balance_factor", "120"}});
            balancer->on_hosts(hosts.columns(), {});
            const std::size_t first = pick(*balancer, hosts, 99);
            hosts.in_flight[first] = 2;  // (2 + 1) * 1.2 / 5, rounded up twice: 1 slot.
            const std::size_t other = pick(*balancer, hosts, 99);
            CHECK(other != first);
            CHECK(pick(*balancer, hosts, 99) == other);
            hosts.in_flight.assign(5, 2);
            CHECK(pick(*balancer, hosts, 99) == first);
        }
    }

    TEST_CASE("a bound that leaves requests without a slot is refused") {
        for (const auto* const name : {"ring_hash", "maglev"}) {
            CHECK_NOTHROW(make_balancer(name, {{"hash_balance_factor", "100"}}));
            CHECK_NOTHROW(make_balancer(name, {{"hash_balance_factor", "0"}}));
            CHECK_THROWS_AS(make_balancer(name, {{"hash_balance_factor", "99"}}),
                            std::invalid_argument);
        }
    }

    TEST_CASE("a request without a hash goes by the draw of its priority") {
        HostList hosts = HostList::alike(7);
        for (const auto* const name : {"ring_hash", "maglev"}) {
            CAPTURE(name);
            const auto balancer = make_balancer(name);
            balancer->on_hosts(hosts.columns(), {});
            Draws hashes{1};
            for (int i = 0; i < 50; ++i) {
                const std::uint64_t drawn = hashes.next();
                CHECK(pick(*balancer, hosts, std::nullopt, drawn) ==
                      pick(*balancer, hosts, drawn, 0));
            }
        }
    }
}

}  // namespace hashing_test
