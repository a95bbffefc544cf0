#include "mesh/balance/bounded_loads.hpp"

#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace bounded_loads_test {

using namespace weft::mesh;
using tests::HostList;

namespace {

using Positions = std::vector<std::uint32_t>;

/// The pick among hosts alike with so many requests in flight.
std::size_t pick(const std::vector<std::uint32_t>& in_flight,
                 std::uint32_t factor,
                 std::size_t first,
                 std::uint64_t hash) {
    HostList hosts = HostList::alike(in_flight.size());
    hosts.in_flight = in_flight;
    BoundedLoads bounded{factor};
    bounded.on_hosts(hosts.columns());
    return bounded.pick(hosts.columns(), first, hash);
}

}  // namespace

TEST_SUITE("bounded loads") {
    TEST_CASE("slots are the share of all requests, the next one included, times the factor") {
        CHECK(total_slots(9, 150) == 15);
        CHECK(total_slots(0, 100) == 1);
        CHECK(total_slots(0, 101) == 2);  // Rounded up.
        CHECK(total_slots(std::numeric_limits<std::uint32_t>::max(), 100) == 4'294'967'296);
        CHECK(host_slots(15, 0.25) == 4);
        CHECK(host_slots(16, 0.25) == 4);
        CHECK(host_slots(17, 0.25) == 5);
    }

    TEST_CASE("every host has one slot at least") {
        CHECK(host_slots(1, 1e-9) == 1);
        CHECK(host_slots(100, 0) == 1);
    }

    TEST_CASE("the hash decides in which order hosts are probed") {
        CHECK(probe_order(2, 5) == Positions{2, 1, 0, 4, 3});
        CHECK(probe_order(0, 3) == Positions{1, 2, 0});
        CHECK(probe_order(0, 0).empty());
        CHECK(probe_order(77, 1) == Positions{0});
    }

    TEST_CASE("of a hash the low 32 bits count") {
        CHECK(probe_order((std::uint64_t{7} << 32) + 2, 5) == probe_order(2, 5));
    }

    TEST_CASE("the host of the hash is taken up to its last slot") {
        // 5 in flight and one to come, 3 hosts at 150 %: 9 slots, 3 for each.
        CHECK(pick({3, 1, 1}, 150, 0, 2) == 0);
        // 6 in flight: 11 slots, and 4 is its fourth.
        CHECK(pick({4, 1, 1}, 150, 0, 2) == 0);
        CHECK(pick({5, 0, 0}, 150, 0, 0) == 1);
    }

    TEST_CASE("an overloaded host gives way to the next one of the probe order") {
        CHECK(pick({9, 0, 0, 0, 0}, 100, 0, 2) == 2);
        CHECK(pick({9, 0, 9, 0, 0}, 100, 0, 2) == 1);
        CHECK(pick({9, 9, 9, 9, 0}, 100, 0, 2) == 4);
    }

    TEST_CASE("when all are overloaded the least so is taken") {
        // Slots by weight are one for each here: a factor below 100 makes that possible.
        CHECK(pick({5, 4, 3}, 10, 0, 0) == 2);
        CHECK(pick({3, 3, 4}, 10, 1, 0) == 1);  // The host of the hash wins a tie.
        CHECK(pick({7}, 10, 0, 0) == 0);
    }

    TEST_CASE("without a factor the host of the hash is taken whatever it has in hand") {
        CHECK(pick({1'000, 0}, 0, 0, 5) == 0);
    }

    TEST_CASE("hosts have slots by weight") {
        HostList hosts{{1, 3}};
        hosts.in_flight = {2, 4};  // 7 slots: 2 and 6.
        BoundedLoads bounded{100};
        bounded.on_hosts(hosts.columns());
        CHECK(bounded.pick(hosts.columns(), 0, 1) == 0);
        hosts.in_flight = {3, 4};  // 8 slots: 2 and 6.
        CHECK(bounded.pick(hosts.columns(), 0, 1) == 1);
    }
}

}  // namespace bounded_loads_test
