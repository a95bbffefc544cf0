#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

namespace round_robin_test {

using namespace weft::mesh;
using tests::HostList;
using tests::make_balancer;
using tests::picks;

namespace {

using Positions = std::vector<std::size_t>;

}  // namespace

TEST_SUITE("round robin") {
    TEST_CASE("hosts alike take turns, starting where the seed says") {
        HostList hosts = HostList::alike(3);
        const auto balancer = make_balancer("round_robin", {}, 7);
        balancer->on_hosts(hosts.columns(), {});
        CHECK(picks(*balancer, hosts, 5) == Positions{1, 2, 0, 1, 2});
    }

    TEST_CASE("the rotation goes on when the list changes") {
        HostList hosts = HostList::alike(3);
        const auto balancer = make_balancer("round_robin");
        balancer->on_hosts(hosts.columns(), {});
        CHECK(picks(*balancer, hosts, 4) == Positions{0, 1, 2, 0});
        hosts.remove(0);
        balancer->on_hosts(hosts.columns(), {});
        CHECK(picks(*balancer, hosts, 3) == Positions{0, 1, 0});
    }

    TEST_CASE("weights decide how often a host comes") {
        HostList hosts{{1, 3}};
        const auto balancer = make_balancer("round_robin");
        balancer->on_hosts(hosts.columns(), {});
        CHECK(picks(*balancer, hosts, 4) == Positions{1, 1, 0, 1});
    }

    TEST_CASE("with weights each change of the list starts at the seed's place again") {
        HostList hosts{{1, 3}};
        const auto balancer = make_balancer("round_robin", {}, 2);
        for (int change = 0; change < 2; ++change) {
            balancer->on_hosts(hosts.columns(), {});
            CHECK(picks(*balancer, hosts, 3) == Positions{0, 1, 1});
        }
    }

    TEST_CASE("weights that become equal bring the plain rotation back") {
        HostList hosts{{1, 3}};
        const auto balancer = make_balancer("round_robin");
        balancer->on_hosts(hosts.columns(), {});
        hosts.weight = {3, 3};
        balancer->on_hosts(hosts.columns(), {});
        CHECK(picks(*balancer, hosts, 4) == Positions{0, 1, 0, 1});
    }
}

}  // namespace round_robin_test
