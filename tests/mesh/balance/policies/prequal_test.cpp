#include "mesh/balance/rif_quantile.hpp"
#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

namespace prequal_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::HostList;

namespace {

/// A pool that nothing is removed from unless a test says so.
class Pool {
public:
    explicit Pool(TextSettings::Values settings = {}, std::size_t count = 8)
        : hosts(HostList::alike(count)) {
        settings.try_emplace("remove_rate", "0");
        balancer = tests::make_balancer("prequal", settings);
        balancer->on_hosts(hosts.columns(), Instant{});
    }

    void report(std::uint32_t host,
                std::uint32_t in_flight,
                Duration latency,
                Instant now = Instant{}) {
        LoadReport report;
        report.in_flight = in_flight;
        report.latency = latency;
        balancer->on_report(HostId{host}, report, now);
    }

    std::size_t pick(Instant now = Instant{}, const std::vector<std::uint64_t>& numbers = {}) {
        DrawList list{numbers};
        Draws draws{list};
        return balancer->pick(hosts.columns(), {.now = now, .draws = draws, .first_draw = 0});
    }

    std::vector<HostId> probes() {
        std::vector<HostId> asked;
        balancer->probes(hosts.columns(), probe_draws, asked);
        return asked;
    }

    HostList hosts;
    std::unique_ptr<LoadBalancer> balancer;
    Draws probe_draws{1};
};

}  // namespace

TEST_SUITE("Prequal") {
    TEST_CASE("with fewer than two answers any host is drawn") {
        Pool pool;
        CHECK(pool.pick(Instant{}, {5}) == 5);
        pool.report(1, 0, 1ms);
        CHECK(pool.pick(Instant{}, {6}) == 6);
        pool.report(2, 0, 2ms);
        CHECK(pool.pick() == 1);
    }

    TEST_CASE("the cold host with the lowest latency is taken, a quick hot one is not") {
        Pool pool{{{"hot_quantile", "0.5"}}};
        pool.report(0, 9, 1ms);
        pool.report(1, 2, 8ms);
        pool.report(2, 2, 5ms);
        CHECK(pool.pick() == 2);
    }

    TEST_CASE("if all are hot the one with the fewest requests is taken") {
        Pool pool{{{"hot_quantile", "0"}}};
        pool.report(0, 9, 1ms);
        pool.report(1, 2, 8ms);
        CHECK(pool.pick() == 1);
    }

    TEST_CASE("cold hosts are compared by latency, hot ones by requests in flight below zero") {
        Pool pool{{{"hot_quantile", "0.5"}}, 3};
        pool.report(0, 9, 1ms);
        pool.report(1, 2, 8ms);
        pool.report(2, 2, 5ms);
        CHECK(tests::measures(*pool.balancer, pool.hosts) == std::vector<double>{-9, 8e6, 5e6});
    }

    TEST_CASE("the request that is sent counts until the next answer") {
        Pool pool{{{"hot_quantile", "0"}}};
        pool.report(0, 3, 1ms);
        pool.report(1, 2, 8ms);
        CHECK(pool.pick() == 1);
        CHECK(pool.pick() == 0);  // 3 against 3, and quicker.
        CHECK(pool.pick() == 1);
    }

    TEST_CASE("an answer is void after its age, to the last nanosecond") {
        Pool pool;
        pool.report(3, 0, 1ms, Instant{});
        pool.report(4, 0, 2ms, Instant{1ms});
        CHECK(pool.pick(Instant{1s}) == 3);
        CHECK(pool.pick(Instant{1s + 1ns}, {7}) == 7);
    }

    TEST_CASE("a full pool loses its oldest answer, and a host has one at most") {
        Pool pool{{{"pool_size", "2"}, {"hot_quantile", "1"}}};
        pool.report(0, 0, 1ms);
        pool.report(1, 0, 5ms);
        pool.report(1, 0, 6ms);
        CHECK(pool.pick() == 0);
        pool.report(2, 0, 7ms);
        CHECK(pool.pick() == 1);
    }

    TEST_CASE("with each request the oldest and the worst are removed in turn") {
        Pool pool{{{"remove_rate", "1"}, {"hot_quantile", "1"}}};
        pool.report(0, 0, 1ms);
        pool.report(1, 0, 9ms);
        pool.report(2, 0, 2ms);
        pool.report(3, 0, 3ms);
        CHECK(pool.pick() == 2);                // Host 0, the oldest, is gone.
        CHECK(pool.pick() == 2);                // Host 1, the worst, is gone.
        CHECK(pool.pick(Instant{}, {5}) == 5);  // Host 2 is gone; one is not enough.
    }

    TEST_CASE("an answer is used as often as the rates allow") {
        // 1000 hosts, pool of 2: 2 / (0.998 x 3 - 0) = 0.67, so once.
        Pool pool{{{"pool_size", "2"}}, 1000};
        pool.report(0, 0, 1ms);
        pool.report(1, 0, 2ms);
        CHECK(pool.pick() == 0);
        CHECK(pool.pick(Instant{}, {77}) == 77);
    }

    TEST_CASE("probes go to distinct hosts, as many as the rate says on average") {
        Pool pool{{{"probe_rate", "2.5"}}};
        std::size_t asked = 0;
        for (int request = 0; request < 100; ++request) {
            auto hosts = pool.probes();
            std::ranges::sort(hosts);
            CHECK(std::ranges::adjacent_find(hosts) == hosts.end());
            asked += hosts.size();
        }
        CHECK(asked == 250);
        Pool small{{{"probe_rate", "100"}}, 2};
        CHECK(small.probes().size() == 2);
    }

    TEST_CASE("the quantile is over the latest reports") {
        RifQuantile quantile{0.5, 4};
        CHECK_FALSE(quantile.exceeded_by(1'000));
        for (const std::uint32_t in_flight : {1U, 2U, 3U, 4U}) {
            quantile.add(HostId{in_flight}, in_flight);
        }
        CHECK_FALSE(quantile.exceeded_by(3));
        CHECK(quantile.exceeded_by(4));
        quantile.add(HostId{5}, 10);
        quantile.add(HostId{6}, 10);
        CHECK_FALSE(quantile.exceeded_by(10));
        quantile.forget_if([](HostId host) { return host.number() >= 5; });
        CHECK(quantile.exceeded_by(5));
        CHECK_FALSE(quantile.exceeded_by(4));
    }
}

}  // namespace prequal_test
