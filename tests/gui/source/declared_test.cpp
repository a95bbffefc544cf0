#include "gui/source/declared.hpp"

#include "gui/source/file_run.hpp"
#include "reports/metrics/mesh_metrics.hpp"
#include "scenarios/model/scenario.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <utility>

namespace declared_test {

using namespace weft;
using namespace weft::tests;
using gui::Declared;
using gui::MeshSigns;
using gui::Topology;

/// "cart" and "pay" of the namespace "shop", and a host outside.
Topology shop_topology() {
    Topology topology;
    topology.services = {{"cart", "shop", {}}, {"pay.shop", "shop", {}}, {"bank.example", "", {}}};
    topology.edges = {{0, 1, "v1"}, {0, 2, ""}};
    topology.steps = {"shift"};
    return topology;
}

mesh::control::VirtualService rule_for(const std::string& host,
                                       const std::vector<std::uint32_t>& weights) {
    mesh::control::VirtualService rule;
    rule.meta.name = host;
    rule.meta.ns = "shop";
    rule.hosts = {host};
    mesh::control::HttpRoute& route = rule.http.emplace_back();
    for (const std::uint32_t weight : weights) {
        mesh::control::RouteDestination& to = route.route.emplace_back();
        to.destination.host = host;
        to.weight = weight;
    }
    return rule;
}

MeshSigns signs_of(const scenarios::Scenario& scenario, bool is_applied = false) {
    const Topology topology = shop_topology();
    gui::Snapshot snapshot = quiet_snapshot(topology);
    if (is_applied) snapshot.applied = {0};
    return Declared{scenario, {}}.at(topology, snapshot);
}

TEST_SUITE("declared") {
    TEST_CASE("a rule is a sign of its host's service, by whichever name it says") {
        scenarios::Scenario scenario;
        scenario.resources = {rule_for("cart", {100}),
                              rule_for("pay.shop.svc.cluster.local", {90, 10}),
                              rule_for("bank.example", {100})};
        CHECK(signs_of(scenario).rules ==
              std::vector<std::string>{"route rule", "split 90/10", "route rule"});
    }

    TEST_CASE("faults that a rule injects are said before its split") {
        scenarios::Scenario scenario;
        auto rule = rule_for("cart", {50, 50});
        rule.http.front().abort.emplace();
        scenario.resources = {rule};
        CHECK(signs_of(scenario).rules[0] == "injects faults");
    }

    TEST_CASE("what a step applies is a sign from then on, in place of what it replaces") {
        scenarios::Scenario scenario;
        scenario.resources = {rule_for("cart", {90, 10})};
        scenarios::TimelineStep step;
        step.id = "shift";
        step.action = scenarios::ApplyManifest{{}, {rule_for("cart", {50, 50})}};
        scenario.timeline.push_back(std::move(step));
        CHECK(signs_of(scenario).rules[0] == "split 90/10");
        CHECK(signs_of(scenario, true).rules[0] == "split 50/50");
    }

    TEST_CASE("a step that is a partition, or has one, cuts the edges that it strikes") {
        const auto cut = [](std::vector<std::string> parts) {
            scenarios::Scenario scenario;
            scenarios::InjectFault fault;
            fault.parts = std::move(parts);
            scenario.timeline.emplace_back().id = "shift";
            scenario.timeline.back().action = std::move(fault);
            const Topology topology = shop_topology();
            gui::Snapshot snapshot = quiet_snapshot(topology);
            snapshot.struck_edges = {{}, {0}};
            return Declared{scenario, {}}.at(topology, snapshot).cut_edges;
        };
        CHECK(cut({"partition"}) == std::vector<bool>{false, true});
        CHECK(cut({"loss", "partition"}) == std::vector<bool>{false, true});
        CHECK(cut({"loss"}) == std::vector<bool>{false, false});
    }

    TEST_CASE("faults and manifests of the timeline are planned, at their time if it is fixed") {
        scenarios::Scenario scenario;
        scenario.timeline.emplace_back().id = "crash";
        scenario.timeline.back().at = at(60s);
        scenario.timeline.back().action = scenarios::InjectFault{};
        scenario.timeline.emplace_back().id = "scale";
        scenario.timeline.back().action = sim::PlannedWorkloadChange{};
        scenario.timeline.emplace_back().id = "shift";
        scenario.timeline.back().start.kind = sim::StepStart::Kind::when;
        scenario.timeline.back().action = scenarios::ApplyManifest{};
        const Declared declared{scenario, {}};
        REQUIRE(declared.planned().size() == 2);
        CHECK(declared.planned()[0] == gui::PlannedStep{.name = "crash", .at = at(60s)});
        CHECK(declared.planned()[1] == gui::PlannedStep{.name = "shift", .is_fault = false});
    }

    TEST_CASE("a gateway is a Service of pods that only forward") {
        scenarios::Scenario scenario;
        mesh::control::Workload workload;
        workload.meta.name = "cart";
        workload.meta.ns = "shop";
        workload.pod.labels = {{"app", "cart"}, {"istio", "ingress"}};
        workload.pod.is_gateway = true;
        mesh::control::Service service;
        service.meta.name = "cart";
        service.meta.ns = "shop";
        service.selector = {{"istio", "ingress"}};
        scenario.resources = {workload, service};
        CHECK(signs_of(scenario).gateways == std::vector<bool>{true, false, false});
        workload.pod.is_gateway = false;
        scenario.resources = {workload, service};
        CHECK(signs_of(scenario).gateways == std::vector<bool>{false, false, false});
    }

    TEST_CASE("how much of an edge was secured is known of a run that has ended") {
        const TemporaryFolder folder;
        const auto file = record_small_run(folder, "run.db", 2);
        gui::FileRun run{file};
        const MeshSigns signs = Declared::of(file).at(run.topology(), run.snapshot(at(1s)));
        REQUIRE(signs.mutual_tls.size() == 2);
        CHECK(signs.mutual_tls[0] == 1.0);  // To v1; the attempts at v2 were not.
        CHECK(signs.mutual_tls[1] == 0.0);
    }

    TEST_CASE("a file that cannot be read declares nothing") {
        const MeshSigns signs = Declared::of("nowhere.db").at(shop_topology(), {});
        CHECK(signs.rules == std::vector<std::string>(3));
        CHECK_FALSE(signs.mutual_tls[0]);
    }
}

}  // namespace declared_test
