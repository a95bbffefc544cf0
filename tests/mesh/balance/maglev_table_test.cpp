#include "mesh/balance/maglev_table.hpp"

#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

namespace maglev_table_test {

using namespace weft::mesh;
using tests::HostList;

namespace {

MaglevTable table_of(HostList& hosts, std::uint32_t size) {
    const HostColumns columns = hosts.columns();
    return MaglevTable{columns.hash_key, columns.weight, size};
}

std::vector<std::size_t> slots(const MaglevTable& table, std::size_t hosts) {
    return tests::counts({table.slots().begin(), table.slots().end()}, hosts);
}

}  // namespace

TEST_SUITE("Maglev table") {
    TEST_CASE("hosts of one weight differ by at most one slot") {
        for (const std::size_t count : {2U, 3U, 10U, 100U}) {
            CAPTURE(count);
            HostList hosts = HostList::alike(count);
            const auto found = slots(table_of(hosts, 1'009), count);
            const auto [least, most] = std::minmax_element(found.begin(), found.end());
            CHECK(*most - *least <= 1);
            CHECK(*least >= 1'009 / count);
        }
    }

    TEST_CASE("weights decide how many slots a host has") {
        HostList hosts{{1, 2, 4}};
        const auto found = slots(table_of(hosts, 70'001), 3);
        CHECK(found[0] + found[1] + found[2] == 70'001);
        CHECK(found[0] == doctest::Approx(10'000).epsilon(0.001));
        CHECK(found[1] == doctest::Approx(20'000).epsilon(0.001));
        CHECK(found[2] == doctest::Approx(40'000).epsilon(0.001));
    }

    TEST_CASE("the order of the list does not matter") {
        HostList hosts{{1, 2, 3}};
        HostList reversed{{}};
        for (const std::uint32_t number : {2U, 1U, 0U}) {
            reversed.add(number, number + 1);
        }
        const MaglevTable table = table_of(hosts, 251);
        const MaglevTable other = table_of(reversed, 251);
        for (std::size_t slot = 0; slot < 251; ++slot) {
            CHECK(table.slots()[slot] == 2 - other.slots()[slot]);
        }
    }

    TEST_CASE("a host that leaves moves few requests of the others") {
        HostList hosts = HostList::alike(10);
        const MaglevTable before = table_of(hosts, 65'537);
        hosts.remove(9);
        const MaglevTable after = table_of(hosts, 65'537);
        std::size_t moved = 0;
        for (std::size_t slot = 0; slot < 65'537; ++slot) {
            const bool had_a_host_that_stays = before.slots()[slot] != 9;
            if (had_a_host_that_stays && before.slots()[slot] != after.slots()[slot]) ++moved;
        }
        CHECK(moved < 65'537 / 10);
    }

    TEST_CASE("a request goes to the slot of its hash, another attempt to another slot") {
        HostList hosts = HostList::alike(4);
        const MaglevTable table = table_of(hosts, 101);
        CHECK(table.host(0, 0) == table.slots()[0]);
        CHECK(table.host(100, 0) == table.slots()[100]);
        CHECK(table.host(101, 0) == table.slots()[0]);
        const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
        CHECK(table.host(7, 1) == table.slots()[(7 ^ most) % 101]);
        CHECK(table.host(7, 2) == table.slots()[(7 ^ (most - 1)) % 101]);
    }

    TEST_CASE("one host fills a table of one slot and none an empty one") {
        HostList hosts = HostList::alike(1);
        CHECK(table_of(hosts, 101).slots().size() == 1);
        CHECK(table_of(hosts, 101).host(12'345, 3) == 0);
        CHECK(MaglevTable{{}, {}, 101}.empty());
    }

    TEST_CASE("primes are told from other numbers") {
        for (const std::uint32_t prime : {2U, 3U, 101U, 65'537U, 5'000'011U}) {
            CHECK(is_prime(prime));
        }
        for (const std::uint32_t other : {0U, 1U, 4U, 65'536U, 5'000'009U, 10'201U}) {
            CHECK_FALSE(is_prime(other));
        }
    }
}

}  // namespace maglev_table_test
