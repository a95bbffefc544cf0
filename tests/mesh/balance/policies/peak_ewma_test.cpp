#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace peak_ewma_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::HostList;
using Result = AttemptEnd::Result;

namespace {

/// Two hosts of which always both are drawn, the first one first.
class Pair {
public:
    explicit Pair(const TextSettings::Values& settings = {})
        : balancer_(tests::make_balancer("peak_ewma", settings)) {
        balancer_->on_hosts(hosts.columns(), Instant{});
    }

    void end(std::uint32_t host, Duration latency, Instant now, Result result = Result::success) {
        balancer_->on_end(HostId{host}, {.result = result, .latency = latency, .report = {}}, now);
    }

    void answer(std::uint32_t host, std::uint16_t status, Duration latency, Instant now) {
        balancer_->on_end(
            HostId{host},
            {.result = Result::success, .latency = latency, .report = {}, .status = status}, now);
    }

    std::size_t pick(Instant now) {
        DrawList list{{0, 0}};
        Draws draws{list};
        return balancer_->pick(hosts.columns(), {.now = now, .draws = draws, .first_draw = 0});
    }

    HostList hosts = HostList::alike(2);

private:
    std::unique_ptr<LoadBalancer> balancer_;
};

}  // namespace

TEST_SUITE("peak EWMA") {
    TEST_CASE("two distinct hosts are drawn, and the first wins a tie") {
        const auto balancer = tests::make_balancer("peak_ewma");
        HostList hosts = HostList::alike(3);
        balancer->on_hosts(hosts.columns(), Instant{});
        DrawList list{{1, 1}};  // The second 1 is of the two that are left: host 2.
        Draws draws{list};
        hosts.in_flight = {0, 1, 0};
        CHECK(balancer->pick(hosts.columns(), {.now = {}, .draws = draws, .first_draw = 0}) == 2);
        CHECK(Pair{}.pick(Instant{}) == 0);
    }

    TEST_CASE("a slow answer counts at once, a quick one bit by bit") {
        Pair pair;
        pair.end(0, 300ms, Instant{1s});
        CHECK(pair.pick(Instant{1s}) == 1);
        pair.end(0, 1ms, Instant{2s});  // A tenth of the decay: most of the 300 ms is left.
        CHECK(pair.pick(Instant{2s}) == 1);
    }

    TEST_CASE("nobody has heard of a new host but that it takes 30 ms") {
        Pair slower;
        slower.end(0, 30ms + 1ns, Instant{});
        CHECK(slower.pick(Instant{}) == 1);
        Pair no_slower;
        no_slower.end(0, 30ms, Instant{});
        CHECK(no_slower.pick(Instant{}) == 0);
    }

    TEST_CASE("cost is latency times the requests there would be") {
        Pair pair;
        pair.end(0, 90ms, Instant{});
        pair.hosts.in_flight = {0, 2};  // 90 x 1 against 30 x 3: a tie.
        CHECK(pair.pick(Instant{}) == 0);
        pair.hosts.in_flight = {0, 1};
        CHECK(pair.pick(Instant{}) == 1);
    }

    TEST_CASE("a host that fails fast looks cheap") {
        Pair pair;
        pair.end(0, 50ms, Instant{});
        for (std::uint32_t second = 1; second <= 20; ++second) {
            pair.end(0, 50ms, Instant{second * 1s});
            pair.end(1, 1ms, Instant{second * 1s}, Result::failure);
        }
        CHECK(pair.pick(Instant{20s}) == 1);
    }

    TEST_CASE("with the load biaser a failure and a 429 count as five seconds, unless longer") {
        Pair failing{{{"load_biaser", "on"}}};
        failing.end(0, 1ms, Instant{}, Result::failure);
        failing.end(1, 5s, Instant{});
        CHECK(failing.pick(Instant{}) == 0);  // A tie.
        failing.end(1, 5s - 1ns, Instant{});
        failing.end(0, 5s + 1ns, Instant{}, Result::failure);
        CHECK(failing.pick(Instant{}) == 1);

        Pair limited{{{"load_biaser", "on"}}};
        limited.answer(0, 429, 1ms, Instant{});
        CHECK(limited.pick(Instant{}) == 1);
        Pair refused{{{"load_biaser", "on"}}};
        refused.answer(0, 404, 1ms, Instant{});
        CHECK(refused.pick(Instant{}) == 0);
    }
}

}  // namespace peak_ewma_test
