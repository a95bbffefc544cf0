#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace least_connections_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::HostList;

namespace {

using Picks = std::vector<std::size_t>;

/// The next picks with the load as it is.
Picks picks(std::string_view name, HostList& hosts, std::size_t count, std::uint64_t seed = 0) {
    const auto balancer = tests::make_balancer(name, {}, seed);
    balancer->on_hosts(hosts.columns(), Instant{});
    return tests::picks(*balancer, hosts, count);
}

}  // namespace

TEST_SUITE("least connections") {
    TEST_CASE("the fewest requests for the weight win") {
        HostList hosts{{1, 2, 4}};
        hosts.in_flight = {1, 1, 3};  // 1, 0.5 and 0.75.
        CHECK(picks("least_connections", hosts, 3) == Picks{1, 1, 1});
        hosts.in_flight = {0, 1, 3};
        CHECK(picks("least_connections", hosts, 2) == Picks{0, 0});
    }

    TEST_CASE("all hosts are compared by their requests for each unit of weight") {
        HostList hosts{{1, 2, 4}};
        hosts.in_flight = {1, 1, 3};
        const auto balancer = tests::make_balancer("least_connections");
        balancer->on_hosts(hosts.columns(), Instant{});
        CHECK(tests::measures(*balancer, hosts) == std::vector<double>{1, 0.5, 0.75});
    }

    TEST_CASE("hosts that tie take turns by their weights, smoothly") {
        HostList hosts{{5, 1, 1}};
        CHECK(picks("least_connections", hosts, 7) == Picks{0, 0, 1, 0, 2, 0, 0});
        HostList alike = HostList::alike(3);
        CHECK(picks("least_connections", alike, 4) == Picks{0, 1, 2, 0});
    }

    TEST_CASE("only those that tie take turns") {
        HostList hosts{{2, 1, 1}};
        hosts.in_flight = {2, 1, 2};
        CHECK(picks("least_connections", hosts, 3) == Picks{0, 1, 0});
    }

    TEST_CASE("the seed says where to begin") {
        HostList hosts = HostList::alike(3);
        CHECK(picks("least_connections", hosts, 3, 4) == Picks{1, 2, 0});
    }
}

TEST_SUITE("leastconn") {
    TEST_CASE("all hosts are compared, with the request to come unless they are free") {
        HostList hosts{{1, 2, 4}};
        hosts.in_flight = {0, 1, 3};
        const auto balancer = tests::make_balancer("leastconn");
        balancer->on_hosts(hosts.columns(), Instant{});
        CHECK(tests::measures(*balancer, hosts) == std::vector<double>{0, 1, 1});
    }

    TEST_CASE("the request to come counts, unless the host is free") {
        HostList hosts{{1, 3}};
        hosts.in_flight = {1, 4};  // 2 / 1 against 5 / 3.
        CHECK(picks("leastconn", hosts, 2) == Picks{1, 1});
        hosts.in_flight = {1, 6};  // 2 against 7 / 3.
        CHECK(picks("leastconn", hosts, 1) == Picks{0});
        hosts.in_flight = {0, 1};
        CHECK(picks("leastconn", hosts, 2) == Picks{0, 0});
    }

    TEST_CASE("free hosts take turns whatever their weights") {
        HostList hosts{{1, 100, 1}};
        CHECK(picks("leastconn", hosts, 6) == Picks{0, 1, 2, 0, 1, 2});
        CHECK(picks("leastconn", hosts, 3, 2) == Picks{2, 0, 1});
    }

    TEST_CASE("a host goes to the end of its equals when a request ends, too") {
        HostList hosts = HostList::alike(3);
        const auto balancer = tests::make_balancer("leastconn");
        balancer->on_hosts(hosts.columns(), Instant{});
        balancer->on_end(HostId{0}, {AttemptEnd::Result::success, 1ms, std::nullopt}, Instant{});
        CHECK(tests::picks(*balancer, hosts, 3) == Picks{1, 2, 0});
    }
}

}  // namespace least_connections_test
