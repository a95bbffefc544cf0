// What every balancer promises. A new file in mesh/balance/policies/ is tested here unasked.
#include "tests/contract/balancer_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

namespace balancer_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using tests::BalancerWorld;
using tests::for_every_kind;
using tests::HostList;
using tests::make;
using tests::run_from_seed;

namespace {

using Result = AttemptEnd::Result;

enum class Word { none, good, bad };

/// Whatever may be said of a host, all of it good or all of it bad.
void speak_of(HostId host, Word word, LoadBalancer& balancer, Instant now) {
    if (word == Word::none) return;
    const bool bad = word == Word::bad;
    const Duration latency = bad ? Duration{9s} : Duration{1ns};
    const LoadReport report{.utilization = bad ? 1.0 : 0.01,
                            .requests_per_second = bad ? 1.0 : 1'000.0,
                            .errors_per_second = bad ? 1.0 : 0.0,
                            .in_flight = bad ? 1'000U : 0U,
                            .latency = latency,
                            .service_time = latency};
    for (const Result result : {Result::success, Result::failure, Result::cancelled}) {
        balancer.on_end(host, {.result = result, .latency = latency, .report = {}}, now);
        balancer.on_end(host, {.result = result, .latency = latency, .report = report}, now);
    }
    balancer.on_report(host, report, now);
}

/// The picks after a host left and came back, of which something was said before and meanwhile.
std::vector<std::size_t> picks_after_return(const BalancerKind& kind, Word word) {
    const auto balancer = make(kind);
    HostList hosts = HostList::alike(3);
    BalancerWorld world{*balancer, hosts};
    Draws draws{1, "contract"};
    balancer->on_hosts(hosts.columns(), Instant{});
    world.serve(draws, 50);
    world.end_all();
    speak_of(HostId{2}, word, *balancer, world.now());
    hosts.remove(2);
    balancer->on_hosts(hosts.columns(), world.now());
    speak_of(HostId{2}, word, *balancer, world.now());
    hosts.add(2, 1);
    balancer->on_hosts(hosts.columns(), world.now());
    return world.serve(draws, 200);
}

/// Whether picks say which hosts they compared. If one says anything, it names hosts of the list,
/// the chosen one among them.
bool explained(const BalancerKind& kind, HostList hosts) {
    const auto balancer = make(kind);
    balancer->on_hosts(hosts.columns(), Instant{});
    BalancerWorld world{*balancer, hosts, 10};
    std::vector<ConsideredHost> considered;
    world.explain_to(considered);
    Draws draws{1, "contract"};
    int spoke = 0;
    for (int request = 0; request < 100; ++request) {
        considered.clear();
        const HostId chosen = hosts.id[world.serve_one(hosts.columns(), draws)];
        spoke += considered.empty() ? 0 : 1;
        const auto found = std::ranges::find(considered, chosen, &ConsideredHost::host);
        CHECK((considered.empty() || found != considered.end()));
        for (const ConsideredHost& each : considered)
            CHECK(std::ranges::find(hosts.id, each.host) != hosts.id.end());
    }
    return spoke > 50;  // Who learns from answers has nothing to compare at first.
}

/// Looks at what the balancer holds of its hosts; whether it measures any of them.
bool makes_sense(const LoadBalancer& balancer, HostList& hosts, Instant now) {
    const auto held = balancer.standings(hosts.columns(), now);
    if (held.empty()) return false;
    REQUIRE(held.size() == hosts.id.size());
    bool measured = false;
    double shares = 0;
    for (const HostStanding& standing : held) {
        measured = measured || standing.measure;
        if (standing.weight) CHECK(*standing.weight > 0);
        REQUIRE(standing.share.has_value() == held.front().share.has_value());
        CHECK(standing.share.value_or(0) >= 0);
        shares += standing.share.value_or(0);
    }
    if (held.front().share) CHECK(shares == doctest::Approx(1));
    return measured;
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

    TEST_CASE("any seed will do, the least and the largest") {
        for_every_kind([](const BalancerKind& kind) {
            for (const std::uint64_t seed : {std::uint64_t{0}, ~std::uint64_t{0}}) {
                const auto balancer = make(kind, seed);
                HostList hosts = HostList::alike(5);
                balancer->on_hosts(hosts.columns(), Instant{});
                Draws draws{1, "contract"};
                BalancerWorld{*balancer, hosts}.serve(draws, 100);
            }
        });
    }

    TEST_CASE("hosts may come, leave and change their weights") {
        for_every_kind([](const BalancerKind& kind) {
            const auto balancer = make(kind);
            HostList hosts = HostList::alike(3);
            BalancerWorld world{*balancer, hosts};
            Draws draws{1, "contract"};
            const auto change_and_serve = [&] {
                balancer->on_hosts(hosts.columns(), world.now());
                world.serve(draws, 50);
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
            balancer->on_hosts(hosts.columns(), world.now());  // Nobody is left, so nobody picks.
            hosts.add(32, 2);
            hosts.add(33, 3);
            change_and_serve();
        });
    }

    TEST_CASE("hosts may come and leave between a pick and its end") {
        for_every_kind([](const BalancerKind& kind) {
            const auto balancer = make(kind);
            HostList hosts = HostList::alike(6);
            BalancerWorld world{*balancer, hosts, 20};
            Draws draws{1, "contract"};
            for (std::uint32_t round = 0; round < 60; ++round) {
                balancer->on_hosts(hosts.columns(), world.now());
                world.serve(draws, 7);
                hosts.remove(draws.below(hosts.id.size()));
                hosts.add(round % 2 == 0 ? 100 + round : 200, 1 + round % 3);
                if (round % 2 != 0) hosts.remove(hosts.id.size() - 1);
                if (hosts.id.size() < 3) hosts.add(300 + round, 1);
            }
            balancer->on_hosts(hosts.columns(), world.now());
            world.end_all();
        });
    }

    TEST_CASE("an empty list is no trouble") {
        for_every_kind([](const BalancerKind& kind) {
            const auto balancer = make(kind);
            HostList hosts{{}};
            Draws draws{1, "contract"};
            balancer->on_hosts(hosts.columns(), Instant{});
            speak_of(HostId{2}, Word::bad, *balancer, Instant{});
            std::vector<HostId> asked;
            balancer->probes(hosts.columns(), draws, asked);
            CHECK(asked.empty());
        });
    }

    TEST_CASE("ten thousand hosts are no trouble, and no few of them take all") {
        for_every_kind([](const BalancerKind& kind) {
            const auto picked = run_from_seed(kind, HostList::alike(10'000), 1);
            const auto found = tests::counts(picked, 10'000);
            CHECK(std::count(found.begin(), found.end(), 0) < 10'000 - 9);
        });
    }

    TEST_CASE("a host that left and came back is as good as new") {
        for_every_kind([](const BalancerKind& kind) {
            const auto as_new = picks_after_return(kind, Word::none);
            CHECK(picks_after_return(kind, Word::good) == as_new);
            CHECK(picks_after_return(kind, Word::bad) == as_new);
        });
    }

    TEST_CASE("heavier hosts get more under load where weights count") {
        for_every_kind([](const BalancerKind& kind) {
            if (!kind.by_weight) return;
            const auto balancer = make(kind);
            HostList hosts{{1, 2, 5}};
            balancer->on_hosts(hosts.columns(), Instant{});
            Draws draws{1, "contract"};
            BalancerWorld world{*balancer, hosts, 80};
            const auto found = tests::counts(world.serve(draws, 4'000), 3);
            CHECK(static_cast<double>(found[1]) > 1.2 * static_cast<double>(found[0]));
            CHECK(static_cast<double>(found[2]) > 1.2 * static_cast<double>(found[1]));
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

    TEST_CASE(
        "who compares hosts says which, the chosen one among them, and who does not is silent") {
        for_every_kind([](const BalancerKind& kind) {
            explained(kind, HostList::alike(1));  // One host need not be compared, but may be.
            for (const HostList& hosts : {HostList::alike(20), HostList{{1, 7, 3, 3}}}) {
                CHECK(explained(kind, hosts) == kind.compares_hosts);
            }
        });
    }

    TEST_CASE("to explain a choice changes none") {
        for_every_kind([](const BalancerKind& kind) {
            for (const HostList& hosts : {HostList::alike(9), HostList{{1, 2, 3, 4}}}) {
                std::vector<ConsideredHost> considered;
                CHECK(run_from_seed(kind, hosts, 3, &considered) == run_from_seed(kind, hosts, 3));
            }
        });
    }

    TEST_CASE("what it holds of hosts makes sense, whatever comes and leaves") {
        for_every_kind([](const BalancerKind& kind) {
            bool measured = false;
            for (HostList hosts : {HostList::alike(20), HostList{{1, 7, 3, 3}}, HostList{{}}}) {
                const auto balancer = make(kind);
                BalancerWorld world{*balancer, hosts, 8};
                Draws draws{1, "contract"};
                balancer->on_hosts(hosts.columns(), world.now());
                if (!hosts.id.empty()) world.serve(draws, 50);
                measured = makes_sense(*balancer, hosts, world.now()) || measured;
                hosts.add(77, 2);
                balancer->on_hosts(hosts.columns(), world.now());
                measured = makes_sense(*balancer, hosts, world.now()) || measured;
            }
            CHECK(measured == !kind.measure.empty());
        });
    }

    TEST_CASE("a host's measure is that by which a pick compares it") {
        for_every_kind([](const BalancerKind& kind) {
            for (HostList hosts : {HostList::alike(6), HostList{{1, 7, 3, 3}}}) {
                const auto balancer = make(kind);
                BalancerWorld world{*balancer, hosts, 8};
                std::vector<ConsideredHost> considered;
                world.explain_to(considered);
                Draws draws{1, "contract"};
                balancer->on_hosts(hosts.columns(), world.now());
                for (int request = 0; request < 60; ++request) {
                    const HostColumns columns = hosts.columns();
                    const auto held = balancer->standings(columns, world.now() + 1ms);
                    considered.clear();
                    world.serve_one(columns, draws);
                    for (const auto& [host, measure] : considered) {
                        const auto at = std::ranges::find(hosts.id, host) - hosts.id.begin();
                        const auto place = static_cast<std::size_t>(at);
                        if (held.empty() || !held[place].measure) continue;
                        CHECK(*held[place].measure == doctest::Approx(measure));
                    }
                }
            }
        });
    }

    TEST_CASE("to look at a balancer changes no choice") {
        for_every_kind([](const BalancerKind& kind) {
            HostList looked_at{{1, 2, 3, 4}};
            HostList alone{{1, 2, 3, 4}};
            const auto seen = make(kind);
            const auto unseen = make(kind);
            BalancerWorld world{*seen, looked_at};
            BalancerWorld other{*unseen, alone};
            Draws draws{1, "contract"};
            Draws same{1, "contract"};
            seen->on_hosts(looked_at.columns(), {});
            unseen->on_hosts(alone.columns(), {});
            for (int request = 0; request < 100; ++request) {
                seen->standings(looked_at.columns(), world.now());
                CHECK(world.serve(draws, 1) == other.serve(same, 1));
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

}  // namespace balancer_test
