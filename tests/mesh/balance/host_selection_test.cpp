#include "mesh/balance/host_selection.hpp"

#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace host_selection_test {

using namespace weft::mesh;
using tests::make_balancer;

namespace {

using enum HostHealth;
using Hosts = std::vector<SelectableHost>;
using Localities = std::vector<Locality>;
using Numbers = std::vector<std::uint64_t>;

const Localities two_priorities{{.zone = "a", .priority = 0}, {.zone = "a", .priority = 1}};

/// So many hosts of each health in a locality, with ids of their own.
void add(Hosts& hosts, std::uint32_t locality, const std::vector<HostHealth>& health) {
    for (const HostHealth one : health) {
        const HostId id{static_cast<std::uint32_t>(hosts.size())};
        hosts.push_back({.id = id, .locality = locality, .health = one});
    }
}

Hosts hosts_of(const std::vector<std::vector<HostHealth>>& by_locality) {
    Hosts hosts;
    for (std::uint32_t locality = 0; locality < by_locality.size(); ++locality) {
        add(hosts, locality, by_locality[locality]);
    }
    return hosts;
}

HostSelection selection(const SelectionRules& rules = {}, const char* balancer = "round_robin") {
    return {rules, BalancerKind::PriorityBy::draw,
            [balancer](std::uint64_t) { return make_balancer(balancer, {}, 0); }, 0};
}

/// The position chosen with these drawn numbers; -1 for none.
int pick(HostSelection& selection, const Numbers& numbers) {
    DrawList list{numbers};
    Draws draws{list};
    const auto chosen = selection.pick({.now = {}, .draws = draws});
    CHECK(list.used == numbers.size());
    return chosen ? static_cast<int>(chosen->position) : -1;
}

}  // namespace

TEST_SUITE("host selection") {
    TEST_CASE("the first priority is used while it carries everything") {
        const Hosts hosts = hosts_of({{healthy, healthy}, {healthy}});
        HostSelection chosen = selection();
        chosen.on_hosts(two_priorities, hosts, {}, {});
        CHECK(pick(chosen, {0}) == 0);
        CHECK(pick(chosen, {99}) == 1);
        CHECK(pick(chosen, {99}) == 0);
    }

    TEST_CASE("a draw chooses among priorities that share the load") {
        // 140 * 1 / 2 = 70.
        const Hosts hosts = hosts_of({{healthy, unhealthy}, {healthy}});
        HostSelection chosen = selection();
        chosen.on_hosts(two_priorities, hosts, {}, {});
        CHECK(pick(chosen, {69}) == 0);
        CHECK(pick(chosen, {70}) == 2);
    }

    TEST_CASE("degraded hosts take what healthy ones cannot carry") {
        const Hosts hosts = hosts_of({{healthy, degraded}});
        HostSelection chosen = selection();
        chosen.on_hosts(Localities{{.zone = "a"}}, hosts, {}, {});
        CHECK(pick(chosen, {69}) == 0);
        CHECK(pick(chosen, {70}) == 1);
    }

    TEST_CASE("in panic all hosts are used, or none") {
        const Hosts hosts = hosts_of({{unhealthy, unhealthy, healthy}});
        HostSelection chosen = selection();
        chosen.on_hosts(Localities{{.zone = "a"}}, hosts, {}, {});
        CHECK(chosen.loads().panic[0]);
        CHECK(pick(chosen, {0}) == 0);
        CHECK(pick(chosen, {0}) == 1);
        CHECK(pick(chosen, {0}) == 2);
        HostSelection strict = selection({.fail_traffic_on_panic = true});
        strict.on_hosts(Localities{{.zone = "a"}}, hosts, {}, {});
        CHECK(pick(strict, {0}) == -1);
    }

    TEST_CASE("there may be nobody at all") {
        HostSelection chosen = selection();
        CHECK_FALSE(chosen.loads().panic.size());
        chosen.on_hosts({}, {}, {}, {});
        CHECK(pick(chosen, {5}) == -1);
        HostSelection calm = selection({.priority = {.panic_percent = 0}});
        const Hosts hosts = hosts_of({{unhealthy}});
        calm.on_hosts(Localities{{.zone = "a"}}, hosts, {}, {});
        CHECK(pick(calm, {5}) == -1);
    }

    TEST_CASE("an excluded host is not chosen unless all priorities panic") {
        Hosts hosts = hosts_of({{healthy, healthy}});
        hosts[0].excluded = true;
        HostSelection chosen = selection();
        chosen.on_hosts(Localities{{.zone = "a"}}, hosts, {}, {});
        CHECK(pick(chosen, {0}) == 1);
        CHECK(pick(chosen, {0}) == 1);
    }

    TEST_CASE("localities come by their weights, and only their own hosts") {
        const Localities localities{{.zone = "a", .weight = 1}, {.zone = "b", .weight = 3}};
        const Hosts hosts = hosts_of({{healthy, healthy, healthy}, {healthy}});
        HostSelection chosen = selection({.locality_weighted = true});
        chosen.on_hosts(localities, hosts, {}, {});
        std::vector<int> found(4, 0);
        for (int i = 0; i < 400; ++i)
            ++found[static_cast<std::size_t>(pick(chosen, {0}))];
        CHECK(found[0] + found[1] + found[2] == 100);
        CHECK(found[3] == 300);
    }

    TEST_CASE("localities without any weight fall back to the flat list") {
        const Localities localities{{.zone = "a"}, {.zone = "b"}};
        const Hosts hosts = hosts_of({{healthy}, {healthy}});
        HostSelection chosen = selection({.locality_weighted = true});
        chosen.on_hosts(localities, hosts, {}, {});
        CHECK(pick(chosen, {0}) == 0);
        CHECK(pick(chosen, {0}) == 1);
    }

    TEST_CASE("with zones requests stay at home, wherever the own zone is listed") {
        ZoneRoutingRules zone_rules;
        zone_rules.min_cluster_size = 2;
        const SelectionRules rules{.zone_aware = zone_rules, .own_zone = "b"};
        const Localities localities{{.zone = "a"}, {.zone = "b"}};
        const Hosts hosts = hosts_of({{healthy}, {healthy}});
        LocalCluster local{.zones = {{"a", 1, 1}, {"b", 1, 1}}, .has_own_zone = true};
        HostSelection chosen = selection(rules);
        chosen.on_hosts(localities, hosts, local, {});
        CHECK(pick(chosen, {0}) == 1);
        CHECK(pick(chosen, {0}) == 1);

        local.zones[1].hosts = 3;  // Senders 7500, receivers 5000: 6666 of 10,000 stay.
        chosen.on_hosts(localities, hosts, local, {});
        CHECK(pick(chosen, {0, 6665}) == 1);
        CHECK(pick(chosen, {0, 6666, 0}) == 0);
    }

    TEST_CASE("a local cluster in panic says nothing about zones") {
        ZoneRoutingRules zone_rules;
        zone_rules.min_cluster_size = 2;
        SelectionRules rules{.zone_aware = zone_rules, .own_zone = "a"};
        const Localities localities{{.zone = "a"}, {.zone = "b"}};
        const Hosts hosts = hosts_of({{healthy}, {healthy}});
        const LocalCluster local{
            .zones = {{"a", 1, 1}, {"b", 1, 1}}, .has_own_zone = true, .panic = true};
        HostSelection chosen = selection(rules);
        chosen.on_hosts(localities, hosts, local, {});
        CHECK(pick(chosen, {0}) == 0);
        CHECK(pick(chosen, {0}) == 1);
        rules.fail_traffic_on_panic = true;
        HostSelection strict = selection(rules);
        strict.on_hosts(localities, hosts, local, {});
        CHECK(pick(strict, {0}) == -1);
    }

    TEST_CASE("a balancer that hashes has its priority chosen by the hash") {
        const Hosts hosts = hosts_of({{healthy, unhealthy}, {healthy}});
        HostSelection chosen{SelectionRules{}, BalancerKind::PriorityBy::hash,
                             [](std::uint64_t) { return make_balancer("random"); }, 0};
        chosen.on_hosts(two_priorities, hosts, {}, {});
        DrawList list{{0, 70}};
        Draws draws{list};
        CHECK(chosen.pick({.now = {}, .draws = draws, .hash = 70})->position == 2);
        CHECK(chosen.pick({.now = {}, .draws = draws})->position == 2);
    }

    TEST_CASE("requests in flight count in every list that the host is in") {
        const Localities localities{{.zone = "a"}};
        const Hosts hosts = hosts_of({{healthy, healthy}});
        HostSelection chosen = selection({}, "least_request");
        chosen.on_hosts(localities, hosts, {}, {});
        chosen.sent(0);
        CHECK(pick(chosen, {0, 0, 1}) == 1);
        chosen.ended(0, HostId{0}, {AttemptEnd::Result::success, {}, {}}, {});
        CHECK(pick(chosen, {0, 0, 1}) == 0);
    }

    TEST_CASE("each list keeps its balancer when hosts change") {
        const Localities localities{{.zone = "a"}};
        Hosts hosts = hosts_of({{healthy, healthy, healthy}});
        HostSelection chosen = selection();
        chosen.on_hosts(localities, hosts, {}, {});
        CHECK(pick(chosen, {0}) == 0);
        chosen.on_hosts(localities, hosts, {}, {});
        CHECK(pick(chosen, {0}) == 1);
        hosts[2].health = unhealthy;
        chosen.on_hosts(localities, hosts, {}, {});
        CHECK(pick(chosen, {0}) == 0);
    }
}

}  // namespace host_selection_test
