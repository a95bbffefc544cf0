#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace join_queue_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::HostList;

namespace {

std::size_t pick(LoadBalancer& balancer,
                 HostList& hosts,
                 const std::vector<std::uint64_t>& numbers = {}) {
    DrawList list{numbers};
    Draws draws{list};
    return balancer.pick(hosts.columns(), {.now = {}, .draws = draws, .first_draw = 0});
}

std::size_t shortest(const std::vector<std::uint32_t>& in_flight,
                     const std::vector<std::uint64_t>& numbers = {}) {
    HostList hosts = HostList::alike(in_flight.size());
    hosts.in_flight = in_flight;
    return pick(*tests::make_balancer("join_shortest_queue"), hosts, numbers);
}

/// Four hosts, the queue in order.
struct Idle {
    Idle() { balancer->on_hosts(hosts.columns(), Instant{}); }

    /// What is picked is sent.
    std::size_t send(const std::vector<std::uint64_t>& numbers = {}) {
        const std::size_t host = pick(*balancer, hosts, numbers);
        ++hosts.in_flight[host];
        return host;
    }

    void end(std::uint32_t host, std::optional<std::uint32_t> reported = std::nullopt) {
        --hosts.in_flight[host];
        AttemptEnd end{.result = AttemptEnd::Result::success, .latency = 1ms, .report = {}};
        if (reported) end.report = LoadReport{.in_flight = *reported};
        balancer->on_end(HostId{host}, end, Instant{});
    }

    HostList hosts = HostList::alike(4);
    std::unique_ptr<LoadBalancer> balancer = tests::make_balancer("join_idle_queue");
};

}  // namespace

TEST_SUITE("join shortest queue") {
    TEST_CASE("the only shortest queue is joined without a draw") {
        CHECK(shortest({3, 2, 1, 2}) == 2);
        CHECK(shortest({0}) == 0);
    }

    TEST_CASE("all hosts are compared by their queues") {
        HostList hosts = HostList::alike(3);
        hosts.in_flight = {3, 0, 2};
        const auto balancer = tests::make_balancer("join_shortest_queue");
        CHECK(tests::measures(*balancer, hosts) == std::vector<double>{3, 0, 2});
    }

    TEST_CASE("a tie is one draw among those that tie") {
        CHECK(shortest({1, 2, 1, 1}, {0}) == 0);
        CHECK(shortest({1, 2, 1, 1}, {1}) == 2);
        CHECK(shortest({1, 2, 1, 1}, {2}) == 3);
        CHECK(shortest({1, 2, 1, 1}, {3}) == 0);
    }
}

TEST_SUITE("join idle queue") {
    TEST_CASE("idle hosts are taken in the order in which they became idle, then any") {
        Idle idle;
        for (const std::size_t host : {0U, 1U, 2U, 3U}) {
            CHECK(idle.send() == host);
        }
        CHECK(idle.send({2}) == 2);  // The queue is empty: drawn.
        idle.end(3);
        idle.end(1);
        CHECK(idle.send() == 3);
        CHECK(idle.send() == 1);
    }

    TEST_CASE("a host with requests left is not idle when one of them ends") {
        Idle idle;
        idle.hosts.in_flight = {2, 1, 1, 1};
        idle.end(0);
        CHECK(idle.send({3}) == 3);
    }

    TEST_CASE("what a host reports counts more than what this proxy sent there") {
        Idle idle;
        for (int sent = 0; sent < 4; ++sent) {
            idle.send();
        }
        idle.end(1, 5);  // Busy with what others sent.
        CHECK(idle.send({0}) == 0);
        idle.balancer->on_report(HostId{1}, LoadReport{.in_flight = 0}, Instant{});
        CHECK(idle.send() == 1);
    }

    TEST_CASE("a host that says it is busy leaves the queue") {
        Idle idle;
        idle.balancer->on_report(HostId{0}, LoadReport{.in_flight = 1}, Instant{});
        CHECK(idle.send() == 1);
    }

    TEST_CASE("a pick that is not sent leaves the host idle") {
        Idle idle;
        CHECK(pick(*idle.balancer, idle.hosts) == 0);
        CHECK(pick(*idle.balancer, idle.hosts) == 1);  // Another one for who asks again.
        for (const std::size_t host : {2U, 3U, 0U, 1U}) {
            CHECK(idle.send() == host);
        }
    }

    TEST_CASE("who waits keeps its place when the list changes, and new hosts come last") {
        Idle idle;
        CHECK(idle.send() == 0);
        idle.hosts.remove(1);
        idle.hosts.add(9, 1);
        idle.balancer->on_hosts(idle.hosts.columns(), Instant{});
        CHECK(idle.send() == 1);  // Host 2.
        CHECK(idle.send() == 2);  // Host 3.
        CHECK(idle.send() == 3);  // Host 9.
    }

    TEST_CASE("the seed says who is first") {
        HostList hosts = HostList::alike(4);
        const auto balancer = tests::make_balancer("join_idle_queue", {}, 6);
        balancer->on_hosts(hosts.columns(), Instant{});
        CHECK(pick(*balancer, hosts) == 2);
    }
}

}  // namespace join_queue_test
