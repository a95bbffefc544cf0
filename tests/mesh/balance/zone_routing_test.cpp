#include "mesh/balance/zone_routing.hpp"

#include <doctest/doctest.h>

#include <string>

namespace zone_routing_test {

using namespace weft::mesh;

namespace {

using State = ZoneRouting::State;
using Mode = ZoneRouting::Choice::Mode;
using Zones = std::vector<ZoneHosts>;
using Numbers = std::vector<std::uint64_t>;

ZoneRoutingRules from_one_host() {
    ZoneRoutingRules rules;
    rules.min_cluster_size = 1;
    return rules;
}

/// Of zones whose first is the proxy's own.
ZoneRouting routing(const Zones& local,
                    const Zones& upstream,
                    const ZoneRoutingRules& rules = from_one_host()) {
    return {{.local = local, .upstream = upstream, .upstream_has_own_zone = true}, rules};
}

Numbers residual(const ZoneRouting& routing) {
    return {routing.residual().begin(), routing.residual().end()};
}

std::pair<std::size_t, Mode> pick(const ZoneRouting& routing, const Numbers& numbers) {
    DrawList list{numbers};
    Draws draws{list};
    const auto choice = routing.pick(draws);
    CHECK(list.used == numbers.size());
    return {choice.locality, choice.mode};
}

}  // namespace

TEST_SUITE("zone routing") {
    TEST_CASE("everything stays where upstream has as large a part as the senders") {
        CHECK(routing({{"a", 1}, {"b", 1}}, {{"a", 2}, {"b", 2}}).state() == State::direct);
        CHECK(routing({{"a", 1}, {"b", 3}}, {{"a", 2}, {"b", 2}}).state() == State::direct);
        const ZoneRouting more = routing({{"a", 3}, {"b", 1}}, {{"a", 2}, {"b", 2}});
        CHECK(more.state() == State::residual);
        CHECK(pick(routing({{"a", 1}, {"b", 1}}, {{"a", 1}, {"b", 1}}), {}) ==
              std::pair{std::size_t{0}, Mode::direct});
    }

    TEST_CASE("otherwise a part stays, and the rest goes to zones by what they have to spare") {
        // Senders: 6000, 2000, 2000, 0. Receivers: 2500 each.
        const ZoneRouting routed =
            routing({{"a", 6}, {"b", 2}, {"c", 2}}, {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}});
        CHECK(routed.local_percent() == 4166);
        CHECK(residual(routed) == Numbers{0, 500, 1000, 3500});
        CHECK(pick(routed, {4165}) == std::pair{std::size_t{0}, Mode::sampled});
        CHECK(pick(routed, {4166, 0}) == std::pair{std::size_t{1}, Mode::cross});
        CHECK(pick(routed, {4166, 499}) == std::pair{std::size_t{1}, Mode::cross});
        CHECK(pick(routed, {4166, 500}) == std::pair{std::size_t{2}, Mode::cross});
        CHECK(pick(routed, {9999, 1000}) == std::pair{std::size_t{3}, Mode::cross});
        CHECK(pick(routed, {9999, 3499}) == std::pair{std::size_t{3}, Mode::cross});
        CHECK(pick(routed, {9999, 3500}) == std::pair{std::size_t{1}, Mode::cross});
    }

    TEST_CASE("zones are matched by name, not by position") {
        const ZoneRouting routed =
            routing({{"a", 1}, {"b", 1}, {"c", 2}}, {{"c", 1}, {"d", 1}, {"a", 2}});
        CHECK(routed.percentages()[0].local == 5000);
        CHECK(routed.percentages()[1].local == 0);
        CHECK(routed.percentages()[2].local == 2500);
        CHECK(routed.percentages()[2].upstream == 5000);
    }

    TEST_CASE("rounding may leave nothing to spare: then any zone is taken") {
        const ZoneRouting routed =
            routing({{"a", 45'000}, {"b", 55'000}}, {{"a", 44'999}, {"b", 55'001}});
        CHECK(routed.local_percent() == 9997);
        CHECK(pick(routed, {9999, 3}) == std::pair{std::size_t{1}, Mode::no_capacity_left});
    }

    TEST_CASE("without an upstream host in the own zone everything goes elsewhere") {
        const ZoneRouting routed = routing({{"a", 1}, {"b", 1}}, {{"a", 0}, {"b", 1}});
        CHECK(routed.state() == State::residual);
        CHECK(routed.percentages()[0].local == 0);
        CHECK(routed.local_percent() == 0);
        CHECK(residual(routed) == Numbers{0, 5000});
    }

    TEST_CASE("an upstream without the own zone has no first zone to prefer") {
        const Zones local{{"a", 1}, {"b", 1}};
        const Zones upstream{{"b", 1}, {"c", 1}};
        const ZoneRouting routed{{.local = local, .upstream = upstream}, from_one_host()};
        CHECK(routed.state() == State::residual);
        CHECK(routed.local_percent() == 0);
        CHECK(residual(routed) == Numbers{0, 5000});
    }

    TEST_CASE("capacity may be the weight of the healthy hosts") {
        ZoneRoutingRules rules = from_one_host();
        rules.basis = ZoneRoutingRules::Basis::weight;
        const ZoneRouting routed = routing({{.zone = "a", .hosts = 1, .weight = 1}, {"b", 1, 1}},
                                           {{"a", 1, 1}, {"b", 1, 3}}, rules);
        CHECK(routed.percentages()[0].upstream == 2500);
        CHECK(routed.local_percent() == 5000);
    }

    TEST_CASE("it is off for small clusters, single zones, and proxies that nobody knows of") {
        ZoneRoutingRules rules;
        const Zones two{{"a", 3}, {"b", 3}};
        CHECK(routing(two, two, rules).state() == State::direct);
        CHECK(routing(two, {{"a", 3}, {"b", 2}}, rules).state() == State::off);
        CHECK(routing(two, {{"a", 9}}, rules).state() == State::off);
        CHECK(routing({{"a", 3}}, two, rules).state() == State::off);
        const ZoneView unknown{.local = two,
                               .upstream = two,
                               .upstream_has_own_zone = true,
                               .local_has_own_zone = false};
        CHECK(ZoneRouting{unknown, rules}.state() == State::off);
        CHECK(routing({}, {}, rules).state() == State::off);
    }

    TEST_CASE("the own zone can be forced, from so many hosts on") {
        ZoneRoutingRules rules;
        rules.force_local_min_size = 2;
        const Zones local{{"a", 5}};  // A single zone is enough then.
        CHECK(routing(local, {{"a", 1}, {"b", 5}}, rules).state() == State::residual);
        CHECK(routing(local, {{"a", 2}, {"b", 5}}, rules).state() == State::direct);
    }
}

}  // namespace zone_routing_test
