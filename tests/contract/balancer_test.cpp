// What every balancer promises. A new file in mesh/balance/policies/ is tested here unasked.
#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::HostList;

namespace {

template <class Promise>
void for_every_kind(const Promise& promise) {
    const BalancerRegistry registry = built_in_balancers();
    REQUIRE_FALSE(registry.kinds().empty());
    for (const auto& [name, kind] : registry.kinds()) {
        CAPTURE(name);
        promise(kind);
    }
}

std::unique_ptr<LoadBalancer> make(const BalancerKind& kind, std::uint64_t seed = 7) {
    const TextSettings::Values none;
    TextSettings settings{none};
    return kind.make(settings, seed);
}

/// As a proxy would use it: every pick is in flight until the third one after it, when it ends.
std::vector<std::size_t> serve(LoadBalancer& balancer,
                               HostList& hosts,
                               Draws& draws,
                               std::size_t requests) {
    std::vector<std::size_t> picked;
    for (std::size_t request = 0; request < requests; ++request) {
        const Instant now{request * 1ms};
        const std::uint64_t first_draw = draws.next();
        PickContext context{.now = now, .draws = draws, .first_draw = first_draw};
        if (request % 2 == 0) context.request_hash = first_draw ^ 0x9e37U;
        context.attempt = static_cast<std::uint32_t>(request % 3);
        picked.push_back(balancer.pick(hosts.columns(), context));
        REQUIRE(picked.back() < hosts.id.size());
        ++hosts.in_flight[picked.back()];
        if (request < 3) continue;
        const std::size_t ended = picked[request - 3];
        --hosts.in_flight[ended];
        balancer.on_end(hosts.id[ended],
                        {.result = AttemptEnd::Result::success, .latency = 3ms, .report = {}}, now);
    }
    std::fill(hosts.in_flight.begin(), hosts.in_flight.end(), 0);
    return picked;
}

std::vector<std::size_t> run_from_seed(const BalancerKind& kind,
                                       HostList hosts,
                                       std::uint64_t seed) {
    const auto balancer = make(kind);
    balancer->on_hosts(hosts.columns(), Instant{});
    Draws draws{seed, "contract"};
    return serve(*balancer, hosts, draws, 300);
}

}  // namespace

TEST_SUITE("balancer contract") {
    TEST_CASE("a kind says what it is") {
        for_every_kind([](const BalancerKind& kind) {
            CHECK_FALSE(kind.name.empty());
            CHECK_FALSE(kind.summary.empty());
            CHECK(kind.summary.find('\n') == std::string::npos);
        });
    }

    TEST_CASE("the only host is picked every time") {
        for_every_kind([](const BalancerKind& kind) {
            const auto picked = run_from_seed(kind, HostList{{5}}, 1);
            CHECK(std::count(picked.begin(), picked.end(), 0) == 300);
        });
    }

    TEST_CASE("one of many hosts is picked, alike or weighted") {
        for_every_kind([](const BalancerKind& kind) {
            run_from_seed(kind, HostList::alike(2), 1);
            run_from_seed(kind, HostList::alike(200), 1);
            run_from_seed(kind, HostList{{1, 1000, 7, 100'000}}, 1);
        });
    }

    TEST_CASE("every host that is alike has its turn") {
        for_every_kind([](const BalancerKind& kind) {
            const auto found = tests::counts(run_from_seed(kind, HostList::alike(4), 1), 4);
            CHECK(*std::min_element(found.begin(), found.end()) > 0);
        });
    }

    TEST_CASE("the same seed makes the same picks") {
        for_every_kind([](const BalancerKind& kind) {
            for (const HostList& hosts : {HostList::alike(9), HostList{{1, 2, 3, 4}}}) {
                CHECK(run_from_seed(kind, hosts, 3) == run_from_seed(kind, hosts, 3));
            }
        });
    }

    TEST_CASE("hosts may come, leave and change their weights") {
        for_every_kind([](const BalancerKind& kind) {
            const auto balancer = make(kind);
            HostList hosts = HostList::alike(3);
            Draws draws{1, "contract"};
            const auto change_and_serve = [&] {
                balancer->on_hosts(hosts.columns(), Instant{});
                serve(*balancer, hosts, draws, 50);
            };
            change_and_serve();
            hosts.add(30, 1);
            change_and_serve();
            hosts.add(31, 9);
            change_and_serve();
            hosts.remove(0);
            change_and_serve();
            hosts.remove(3);
            hosts.remove(2);
            hosts.remove(1);
            change_and_serve();
            hosts.remove(0);
            balancer->on_hosts(hosts.columns(), Instant{});  // Nobody is left, so nobody picks.
            hosts.add(32, 2);
            hosts.add(33, 3);
            change_and_serve();
        });
    }

    TEST_CASE("an answer of a host that left is heard") {
        for_every_kind([](const BalancerKind& kind) {
            const auto balancer = make(kind);
            HostList hosts = HostList::alike(3);
            Draws draws{1, "contract"};
            balancer->on_hosts(hosts.columns(), Instant{});
            serve(*balancer, hosts, draws, 10);
            hosts.remove(2);
            balancer->on_hosts(hosts.columns(), Instant{});
            using Result = AttemptEnd::Result;
            for (const Result result : {Result::success, Result::failure, Result::cancelled}) {
                balancer->on_end(HostId{2},
                                 {.result = result, .latency = 1s, .report = LoadReport{}},
                                 Instant{20ms});
            }
            balancer->on_report(HostId{2}, LoadReport{.utilization = 0.5}, Instant{20ms});
            serve(*balancer, hosts, draws, 10);
        });
    }

    TEST_CASE("a pick needs a handful of draws at most, and takes them from where it is told") {
        for_every_kind([](const BalancerKind& kind) {
            for (HostList hosts : {HostList::alike(8), HostList{{1, 2, 3}}}) {
                const auto balancer = make(kind);
                balancer->on_hosts(hosts.columns(), Instant{});
                DrawList list{std::vector<std::uint64_t>(16, 12'345)};
                Draws draws{list};
                const PickContext context{.now = {}, .draws = draws, .first_draw = 54'321};
                CHECK(balancer->pick(hosts.columns(), context) < hosts.id.size());
            }
        });
    }

    TEST_CASE("probes name hosts of the list") {
        for_every_kind([](const BalancerKind& kind) {
            const auto balancer = make(kind);
            HostList hosts = HostList::alike(5);
            Draws draws{1, "contract"};
            balancer->on_hosts(hosts.columns(), Instant{});
            std::vector<HostId> asked;
            balancer->probes(hosts.columns(), draws, asked);
            for (const HostId host : asked) {
                CHECK(std::find(hosts.id.begin(), hosts.id.end(), host) != hosts.id.end());
            }
        });
    }
}
