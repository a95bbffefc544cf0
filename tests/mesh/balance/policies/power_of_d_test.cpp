#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

namespace power_of_d_test {

using namespace weft::mesh;
using tests::HostList;

namespace {

std::size_t pick(const std::vector<std::uint32_t>& in_flight,
                 const std::vector<std::uint64_t>& numbers,
                 const TextSettings::Values& settings = {}) {
    HostList hosts = HostList::alike(in_flight.size());
    hosts.in_flight = in_flight;
    const auto balancer = tests::make_balancer("power_of_d", settings);
    DrawList list{numbers};
    Draws draws{list};
    return balancer->pick(hosts.columns(), {.now = {}, .draws = draws, .first_draw = 0});
}

}  // namespace

TEST_SUITE("power of d") {
    TEST_CASE("no host is drawn twice") {
        CHECK(pick({9, 0}, {0, 0}) == 1);
        CHECK(pick({0, 5, 4}, {1, 1}) == 2);                   // 1, then the second of 0 and 2.
        CHECK(pick({3, 5, 4}, {1, 1, 0}, {{"d", "3"}}) == 0);  // At last what is left.
    }

    TEST_CASE("the first drawn wins a tie, which is one of them at random") {
        CHECK(pick({2, 2, 2}, {2, 0}) == 2);
        CHECK(pick({2, 2, 2}, {0, 1}) == 0);
    }

    TEST_CASE("more choices than hosts look at all of them") {
        CHECK(pick({3, 1}, {0, 0}, {{"d", "100"}}) == 1);
    }

    TEST_CASE("one choice is a random one") {
        CHECK(pick({0, 9}, {1}, {{"d", "1"}}) == 1);
    }

    TEST_CASE("each pair of hosts comes as often as any other") {
        HostList hosts = HostList::alike(3);
        hosts.in_flight = {0, 1, 2};
        const auto balancer = tests::make_balancer("power_of_d");
        const auto found = tests::counts(tests::picks(*balancer, hosts, 30'000), 3);
        CHECK(found[0] == doctest::Approx(20'000).epsilon(0.02));  // In two pairs of three.
        CHECK(found[1] == doctest::Approx(10'000).epsilon(0.04));
        CHECK(found[2] == 0);
    }
}

}  // namespace power_of_d_test
