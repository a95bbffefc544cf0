#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace c3_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::HostList;

namespace {

class Replicas {
public:
    explicit Replicas(const TextSettings::Values& settings = {})
        : balancer_(tests::make_balancer("c3", settings)) {
        balancer_->on_hosts(hosts.columns(), Instant{});
    }

    void answer(std::uint32_t host,
                Duration response,
                Duration service,
                std::uint32_t queue,
                Instant now = Instant{}) {
        LoadReport report;
        report.in_flight = queue;
        report.service_time = service;
        balancer_->on_end(
            HostId{host},
            {.result = AttemptEnd::Result::success, .latency = response, .report = report}, now);
    }

    std::size_t pick(const std::vector<std::uint64_t>& numbers = {}, Instant now = Instant{}) {
        DrawList list{numbers};
        Draws draws{list};
        return balancer_->pick(hosts.columns(), {.now = now, .draws = draws, .first_draw = 0});
    }

    HostList hosts = HostList::alike(2);

    std::vector<double> scores(Instant now = Instant{}) {
        return tests::measures(*balancer_, hosts, {}, now);
    }

private:
    std::unique_ptr<LoadBalancer> balancer_;
};

}  // namespace

TEST_SUITE("C3") {
    TEST_CASE("hosts that nobody heard of come first, one of them at random") {
        Replicas replicas;
        CHECK(replicas.pick({1}) == 1);
        CHECK(replicas.pick({0}) == 0);
        replicas.answer(0, 1ms, 1ms, 0);
        CHECK(replicas.pick() == 1);
    }

    TEST_CASE("hosts are compared by their scores, in nanoseconds") {
        Replicas replicas;
        replicas.answer(0, 4ms, 4ms, 1);
        replicas.answer(1, 20ms, 1ms, 2);
        CHECK(replicas.scores() == std::vector<double>{32e6, 46e6});
    }

    TEST_CASE("the queue counts with its cube") {
        Replicas replicas;
        replicas.answer(0, 4ms, 4ms, 1);   // 8 x 4 = 32.
        replicas.answer(1, 20ms, 1ms, 2);  // 19 + 27 = 46.
        CHECK(replicas.pick() == 0);
        Replicas others;
        others.answer(0, 4ms, 4ms, 2);   // 27 x 4 = 108.
        others.answer(1, 20ms, 1ms, 3);  // 19 + 64 = 83.
        CHECK(others.pick() == 1);
    }

    TEST_CASE("what this client has in flight stands for all clients") {
        const auto pick_with = [](const TextSettings::Values& settings) {
            Replicas replicas{settings};
            replicas.answer(0, 1ms, 1ms, 0);
            replicas.answer(1, 1ms, 1ms, 3);  // (1 + 3)^3 = 64.
            replicas.hosts.in_flight = {1, 0};
            return replicas.pick();
        };
        CHECK(pick_with({}) == 0);                  // (1 + 1)^3 = 8.
        CHECK(pick_with({{"clients", "4"}}) == 1);  // (1 + 4)^3 = 125.
    }

    TEST_CASE("the first answer is believed, further ones move the averages by alpha") {
        Replicas replicas{{{"alpha", "0.5"}}};
        replicas.answer(0, 9ms, 9ms, 0);
        replicas.answer(1, 4ms, 4ms, 0);
        replicas.answer(0, 1ms, 1ms, 0);  // 5.
        CHECK(replicas.pick() == 1);
        replicas.answer(0, 1ms, 1ms, 0);  // 3.
        CHECK(replicas.pick() == 0);
    }

    TEST_CASE("with rate control a host that had its rate is passed over until the next window") {
        Replicas replicas{{{"rate_control", "on"}, {"initial_rate", "2"}}};
        replicas.answer(0, 1ms, 1ms, 0);
        replicas.answer(1, 9ms, 9ms, 0);
        for (const std::size_t host : {0U, 0U, 1U, 1U}) {
            CHECK(replicas.pick() == host);
        }
        CHECK(replicas.pick() == 0);  // All had theirs, and one must be chosen.
        CHECK(replicas.pick({}, Instant{20ms}) == 0);
    }
}

}  // namespace c3_test
