#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>

namespace client_side_weighted_round_robin_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::HostList;
using tests::make_balancer;

namespace {

using Turns = std::vector<std::size_t>;

/// Three hosts, and a balancer that has met them at the start.
struct Setup {
    HostList hosts = HostList::alike(3);
    std::unique_ptr<LoadBalancer> balancer;

    explicit Setup(const TextSettings::Values& values = {})
        : balancer(make_balancer("client_side_weighted_round_robin", values)) {
        balancer->on_hosts(hosts.columns(), Instant{});
    }

    /// The host does so many requests a second at full utilization.
    void report(std::uint32_t host, double capacity, Instant now) const {
        const LoadReport report{.utilization = 0.5, .requests_per_second = capacity / 2};
        balancer->on_end(HostId{host},
                         {.result = AttemptEnd::Result::success, .latency = 1ms, .report = report},
                         now);
    }

    Turns turns(Instant now, std::size_t picks) {
        Draws draws{1};
        Turns found(hosts.id.size(), 0);
        for (std::size_t i = 0; i < picks; ++i) {
            const PickContext context{.now = now, .draws = draws, .first_draw = 0};
            ++found[balancer->pick(hosts.columns(), context)];
        }
        return found;
    }
};

}  // namespace

TEST_SUITE("client-side weighted round robin") {
    TEST_CASE("hosts take turns alike before anyone is believed") {
        Setup setup;
        CHECK(setup.turns(Instant{}, 30) == Turns{10, 10, 10});
        setup.report(0, 1000, Instant{1ms});
        CHECK(setup.turns(Instant{9s}, 30) == Turns{10, 10, 10});
    }

    TEST_CASE("hosts come as often as they can do, after the blackout, at the next update") {
        Setup setup;
        setup.report(0, 100, Instant{500ms});
        setup.report(1, 200, Instant{500ms});
        setup.report(2, 300, Instant{500ms});
        CHECK(setup.turns(Instant{10s + 999ms}, 60) == Turns{20, 20, 20});
        CHECK(setup.turns(Instant{11s}, 60) == Turns{10, 20, 30});
    }

    TEST_CASE("who has not reported counts as the median of the others") {
        Setup setup;
        setup.report(0, 100, Instant{});
        setup.report(2, 300, Instant{});
        CHECK(setup.turns(Instant{10s}, 60) == Turns{10, 20, 30});
    }

    TEST_CASE("a report counts from the next update on") {
        Setup setup;
        for (const std::uint32_t host : {0U, 1U, 2U})
            setup.report(host, 100, Instant{});
        CHECK(setup.turns(Instant{10s}, 30) == Turns{10, 10, 10});
        setup.report(0, 400, Instant{10s + 1ms});
        CHECK(setup.turns(Instant{11s - 1ns}, 30) == Turns{10, 10, 10});
        CHECK(setup.turns(Instant{11s}, 60) == Turns{40, 10, 10});
    }

    TEST_CASE("a report that comes after an update was due does not count for it") {
        Setup setup;
        for (const std::uint32_t host : {0U, 1U, 2U})
            setup.report(host, 100, Instant{});
        setup.report(0, 400, Instant{10s + 1ms});  // Nobody picked at 10 s.
        CHECK(setup.turns(Instant{10s + 2ms}, 30) == Turns{10, 10, 10});
    }

    TEST_CASE("a weight expires") {
        Setup setup;
        setup.report(0, 100, Instant{});
        setup.report(1, 300, Instant{100s});
        setup.report(2, 300, Instant{100s});
        CHECK(setup.turns(Instant{180s}, 70) == Turns{10, 30, 30});
        CHECK(setup.turns(Instant{181s}, 60) == Turns{20, 20, 20});
    }

    TEST_CASE("a host that leaves and comes back is new") {
        Setup setup;
        setup.report(0, 100, Instant{});
        setup.report(1, 300, Instant{});
        setup.report(2, 300, Instant{});
        CHECK(setup.turns(Instant{10s}, 70) == Turns{10, 30, 30});
        setup.hosts.remove(0);
        setup.balancer->on_hosts(setup.hosts.columns(), Instant{11s});
        CHECK(setup.turns(Instant{11s}, 20) == Turns{10, 10});
        setup.hosts.add(0, 1);
        setup.balancer->on_hosts(setup.hosts.columns(), Instant{12s});
        CHECK(setup.turns(Instant{12s}, 30) == Turns{10, 10, 10});
    }

    TEST_CASE("reports outside of requests count, too, and errors make a host lighter") {
        Setup setup{{{"error_utilization_penalty", "1"}, {"blackout_period", "0s"}}};
        const LoadReport clean{.utilization = 0.5, .requests_per_second = 100};
        const LoadReport failing{
            .utilization = 0.5, .requests_per_second = 100, .errors_per_second = 50};
        setup.balancer->on_report(HostId{0}, clean, Instant{});
        setup.balancer->on_report(HostId{1}, clean, Instant{});
        setup.balancer->on_report(HostId{2}, failing, Instant{});
        CHECK(setup.turns(Instant{1s}, 50) == Turns{20, 20, 10});
    }

    TEST_CASE("its parameters have ranges") {
        const auto make = [](const char* key, const char* value) {
            return make_balancer("client_side_weighted_round_robin", {{key, value}});
        };
        CHECK_NOTHROW(make("utilization", "named"));
        CHECK_THROWS_AS(make("utilization", "memory"), std::invalid_argument);
        CHECK_NOTHROW(make("weight_update_period", "100ms"));
        CHECK_THROWS_AS(make("weight_update_period", "99ms"), std::invalid_argument);
        CHECK_THROWS_AS(make("error_utilization_penalty", "-1"), std::invalid_argument);
    }
}

}  // namespace client_side_weighted_round_robin_test
