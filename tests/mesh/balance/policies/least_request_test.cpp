#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

namespace least_request_test {

using namespace weft::mesh;
using tests::HostList;
using tests::make_balancer;

namespace {

/// Hosts alike with these requests in flight.
HostList busy(const std::vector<std::uint32_t>& in_flight) {
    HostList hosts = HostList::alike(in_flight.size());
    hosts.in_flight = in_flight;
    return hosts;
}

struct Drawn {
    std::size_t host;
    std::size_t draws;

    friend bool operator==(const Drawn&, const Drawn&) = default;
};

/// The pick from these drawn numbers, and how many of them were used.
Drawn pick(HostList hosts,
           const std::vector<std::uint64_t>& numbers,
           const TextSettings::Values& settings = {}) {
    const auto balancer = make_balancer("least_request", settings);
    balancer->on_hosts(hosts.columns(), {});
    DrawList list{numbers};
    Draws draws{list};
    const PickContext context{.now = {}, .draws = draws, .first_draw = 0};
    const std::size_t host = balancer->pick(hosts.columns(), context);
    return {host, list.used};
}

std::vector<std::size_t> weighted_picks(HostList& hosts,
                                        const TextSettings::Values& settings,
                                        std::size_t count) {
    const auto balancer = make_balancer("least_request", settings);
    balancer->on_hosts(hosts.columns(), {});
    return tests::counts(tests::picks(*balancer, hosts, count), hosts.id.size());
}

}  // namespace

TEST_SUITE("least request") {
    TEST_CASE("the less busy of two drawn hosts is chosen") {
        CHECK(pick(busy({3, 1, 2}), {0, 2}) == Drawn{2, 2});
        CHECK(pick(busy({3, 1, 2}), {1, 2}) == Drawn{1, 2});
        CHECK(pick(busy({3, 1, 2}), {3, 4}) == Drawn{1, 2});  // 3 % 3 = 0, 4 % 3 = 1.
    }

    TEST_CASE("the first drawn wins a tie") {
        CHECK(pick(busy({1, 1, 1}), {2, 0}) == Drawn{2, 2});
        CHECK(pick(busy({1, 1, 1}), {0, 2}) == Drawn{0, 2});
    }

    TEST_CASE("a host may be drawn twice, so the busiest can be chosen") {
        CHECK(pick(busy({9, 0}), {0, 0}) == Drawn{0, 2});
    }

    TEST_CASE("a pick says which hosts it compared, if somebody wants to know") {
        HostList hosts = busy({5, 2, 9});
        const auto balancer = make_balancer("least_request");
        balancer->on_hosts(hosts.columns(), {});
        DrawList list{{2, 1}};
        Draws draws{list};
        std::vector<ConsideredHost> considered;
        balancer->pick(hosts.columns(),
                       {.now = {}, .draws = draws, .first_draw = 0, .considered = &considered});
        REQUIRE(considered.size() == 2);
        CHECK(considered[0].host == HostId{2});
        CHECK(considered[0].measure == 9);
        CHECK(considered[1].host == HostId{1});
        CHECK(considered[1].measure == 2);
    }

    TEST_CASE("a full scan compares all hosts by their requests in flight") {
        HostList hosts = busy({3, 2, 1});
        const auto balancer = make_balancer("least_request", {{"selection", "full_scan"}});
        balancer->on_hosts(hosts.columns(), {});
        CHECK(tests::measures(*balancer, hosts) == std::vector<double>{3, 2, 1});
    }

    TEST_CASE("with weights hosts are compared by when each is due, and the earliest is chosen") {
        HostList hosts{{1, 4}};
        const auto balancer = make_balancer("least_request");
        balancer->on_hosts(hosts.columns(), {});
        const auto due = tests::measures(*balancer, hosts);
        CHECK(due[0] == doctest::Approx(1));
        CHECK(due[1] == doctest::Approx(0.25));
        CHECK(tests::measures(*balancer, hosts)[1] == doctest::Approx(0.5));  // It was chosen.
    }

    TEST_CASE("`choices` says how many are drawn") {
        CHECK(pick(busy({4, 3, 2, 1}), {0, 1, 2, 3}, {{"choices", "4"}}) == Drawn{3, 4});
        CHECK(pick(busy({4, 3, 2, 1}), {0, 1, 2, 3}, {{"choices", "3"}}) == Drawn{2, 3});
    }

    TEST_CASE("a full scan finds the least busy without a draw if there is just one") {
        const TextSettings::Values scan{{"selection", "full_scan"}};
        CHECK(pick(busy({3, 2, 1, 2}), {}, scan) == Drawn{2, 0});
        CHECK(pick(busy({0}), {}, scan) == Drawn{0, 0});
    }

    TEST_CASE("a full scan draws once for each further host that ties") {
        const TextSettings::Values scan{{"selection", "full_scan"}};
        CHECK(pick(busy({1, 1, 1}), {1, 1}, scan) == Drawn{0, 2});
        CHECK(pick(busy({1, 1, 1}), {0, 1}, scan) == Drawn{1, 2});
        CHECK(pick(busy({1, 1, 1}), {1, 3}, scan) == Drawn{2, 2});
        // The draw for the pair of 2 is made before the better ones are seen; then counting
        // restarts.
        CHECK(pick(busy({2, 2, 1, 1}), {0, 1}, scan) == Drawn{2, 2});
    }

    TEST_CASE("with weights hosts come by weight over requests in flight, without a draw") {
        HostList hosts{{1, 3}};
        CHECK(weighted_picks(hosts, {}, 400) == std::vector<std::size_t>{100, 300});
        hosts.in_flight = {0, 2};  // 1 / 1 against 3 / 3.
        CHECK(weighted_picks(hosts, {}, 400) == std::vector<std::size_t>{200, 200});
    }

    TEST_CASE("`bias` is the power of the requests in flight") {
        HostList hosts{{1, 4}};
        hosts.in_flight = {0, 3};
        CHECK(weighted_picks(hosts, {{"bias", "0"}}, 500) == std::vector<std::size_t>{100, 400});
        CHECK(weighted_picks(hosts, {{"bias", "1"}}, 500) == std::vector<std::size_t>{250, 250});
        CHECK(weighted_picks(hosts, {{"bias", "2"}}, 500) == std::vector<std::size_t>{400, 100});
    }

    TEST_CASE("a host in slow start comes by a part of its weight, without a draw") {
        HostList hosts = HostList::alike(1);
        hosts.add(1, 1, Instant{std::chrono::seconds{60}});
        const auto balancer = make_balancer("least_request", {{"slow_start_window", "60s"}});
        const Instant now{std::chrono::seconds{90}};
        balancer->on_hosts(hosts.columns(), now);
        DrawList none;
        Draws draws{none};
        std::vector<std::size_t> found(2, 0);
        for (int i = 0; i < 300; ++i) {
            ++found[balancer->pick(hosts.columns(), {.now = now, .draws = draws, .first_draw = 0})];
        }
        CHECK(found == std::vector<std::size_t>{200, 100});
    }

    TEST_CASE("weights that become equal bring the draws back") {
        HostList hosts{{1, 3}};
        const auto balancer = make_balancer("least_request");
        balancer->on_hosts(hosts.columns(), {});
        hosts.weight = {1, 1};
        balancer->on_hosts(hosts.columns(), {});
        DrawList list{{1, 1}};
        Draws draws{list};
        CHECK(balancer->pick(hosts.columns(), {.now = {}, .draws = draws, .first_draw = 0}) == 1);
        CHECK(list.used == 2);
    }
}

}  // namespace least_request_test
