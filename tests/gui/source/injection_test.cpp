#include "gui/source/injection.hpp"

#include "scenarios/model/kinds.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

namespace injection_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;
using gui::Injection;
using gui::InjectionPlace;

gui::Topology two_services() {
    gui::Topology topology;
    topology.services = {{"web", "", {}}, {"cart", "shop", {0, 1}}};
    topology.edges = {{0, 1, "v1"}, {0, 1, "v2"}};
    topology.pods = {{"cart-0.shop", 1}, {"cart-1.shop", 1}};
    return topology;
}

std::vector<Injection> at_place(InjectionPlace::Kind kind, std::uint32_t number) {
    return gui::injections_at({kind, number}, two_services(),
                              scenarios::known_faults(scenarios::built_in_kinds().faults));
}

const Injection* find_named(const std::vector<Injection>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Injection::name);
    return found == all.end() ? nullptr : &*found;
}

std::string step_as_offered(const std::vector<Injection>& all, const std::string& name) {
    const Injection* const injection = find_named(all, name);
    REQUIRE(injection != nullptr);
    std::vector<std::string> values;
    for (const auto& field : injection->fields)
        values.push_back(field.value);
    return gui::step_of(*injection, mesh::Instant{1500ms}, "10s", values);
}

}  // namespace

TEST_SUITE("injection") {
    TEST_CASE("a service may be scaled, and struck itself or on the way to it") {
        const auto all = at_place(InjectionPlace::Kind::service, 1);
        CHECK(step_as_offered(all, "scale") ==
              "{at: 1.5s, do: scale, workload: cart.shop, replicas: 3}");
        CHECK(step_as_offered(all, "error") ==
              "{at: 1.5s, for: 10s, fault: error, target: {service: cart.shop}}");
        CHECK(step_as_offered(all, "delay").find("from: {}, to: {service: cart.shop}") !=
              std::string::npos);
        CHECK(step_as_offered(all, "shift_traffic").find("to: {v1: 50, v2: 50}") !=
              std::string::npos);
        CHECK(find_named(all, "brown_out") != nullptr);
        CHECK(find_named(all, "control_outage") == nullptr);
    }

    TEST_CASE("an edge is struck between its ends, a pod by its name, the mesh as a whole") {
        const auto edge = at_place(InjectionPlace::Kind::edge, 0);
        CHECK(step_as_offered(edge, "partition") ==
              "{at: 1.5s, for: 10s, fault: partition, from: {service: web}, "
              "to: {service: cart.shop}}");
        CHECK(find_named(edge, "error") == nullptr);
        const auto pod = at_place(InjectionPlace::Kind::pod, 1);
        CHECK(step_as_offered(pod, "crash").find("target: {names: [cart-1.shop]}") !=
              std::string::npos);
        const auto mesh = at_place(InjectionPlace::Kind::mesh, gui::none);
        CHECK(find_named(mesh, "control_outage") != nullptr);
        CHECK(find_named(mesh, "load") != nullptr);
        CHECK(find_named(mesh, "scale") == nullptr);
        CHECK(find_named(mesh, "crash") == nullptr);
    }

    TEST_CASE("what is set for a service is one value, of which each part is asked for") {
        const scenarios::KnownSection balancer{.name = "balancer random",
                                               .summary = "any host",
                                               .path = "policies.\"cart.shop\".balancer",
                                               .written = "{kind: random}",
                                               .settings = {}};
        const scenarios::KnownSection limits{
            .name = "limits",
            .summary = "at a time",
            .path = "DestinationRule/shop/cart.spec.trafficPolicy.connectionPool",
            .written = "{tcp: {maxConnections: 5}}",
            .settings = {{"tcp.maxConnections", "a number", "unlimited", "5"},
                         {"http.maxRetries", "a number", "unlimited", ""}}};
        const auto all = gui::injections_at({InjectionPlace::Kind::service, 1}, two_services(), {},
                                            {balancer, limits});
        CHECK(step_as_offered(all, "balancer random") ==
              "{at: 1.5s, do: set, path: 'policies.\"cart.shop\".balancer', value: random}");
        const std::string path =
            "path: DestinationRule/shop/cart.spec.trafficPolicy.connectionPool";
        CHECK(step_as_offered(all, "limits") ==
              "{at: 1.5s, do: set, " + path + ", value: {tcp: {maxConnections: 5}}}");
        const Injection* const form = find_named(all, "limits");
        REQUIRE(form != nullptr);
        CHECK(form->fields[1].about == "a number; unlimited if not said");
        CHECK(gui::step_of(*form, mesh::Instant{2s}, "10s", {"", "3"}) ==
              "{at: 2s, do: set, " + path + ", value: {http: {maxRetries: 3}}}");
    }

    TEST_CASE("a zone is struck as a whole, or cut off from another one") {
        using Kind = InjectionPlace::Kind;
        gui::Topology topology = two_services();
        topology.pods[0].zone = "zone-a";
        topology.pods[1].zone = "zone-b";
        const auto all =
            gui::injections_at({Kind::zone, gui::none, "zone-b"}, topology,
                               scenarios::known_faults(scenarios::built_in_kinds().faults));
        CHECK(step_as_offered(all, "partition") ==
              "{at: 1.5s, for: 10s, fault: partition, from: {zone: zone-b}, to: {zone: zone-a}}");
        CHECK(step_as_offered(all, "crash").find("target: {zone: zone-b}") != std::string::npos);
        CHECK(step_as_offered(all, "drain") == "{at: 1.5s, do: drain, nodes: [zone-b-node-0]}");
        CHECK(find_named(all, "scale") == nullptr);
        CHECK(find_named(all, "control_outage") == nullptr);
        using Zones = std::set<std::string>;
        CHECK(gui::zones_of({Kind::service, 1}, topology) == Zones{"zone-a", "zone-b"});
        CHECK(gui::zones_of({Kind::pod, 1}, topology) == Zones{"zone-b"});
        CHECK(gui::zones_of({Kind::edge, 0}, topology) == Zones{"zone-a", "zone-b"});
        CHECK(gui::zones_of({}, topology).empty());
    }

    TEST_CASE("a step says what the user changed, and nothing that it means anyway") {
        const auto all = at_place(InjectionPlace::Kind::service, 1);
        const Injection& error = *find_named(all, "error");
        std::vector<std::string> values;
        for (const auto& field : error.fields)
            values.push_back(field.name == "rate" ? "5%" : field.value);
        CHECK(gui::step_of(error, mesh::Instant{2s}, "", values) ==
              "{at: 2s, fault: error, target: {service: cart.shop}, rate: 5%}");
    }
}

}  // namespace injection_test
