#include "gui/source/strikes.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

namespace strikes_test {

using namespace weft;
using namespace weft::tests;
using gui::HeldConfigs;
using gui::Snapshot;
using gui::Strikes;
using gui::Topology;
using sim::observe::Change;

/// a-0 calls a-1, which calls a-2; each has a pod of its number.
Topology chain_with_pods() {
    Topology topology;
    add_chain(topology, "a", 3);
    for (std::uint32_t service = 0; service < 3; ++service) {
        topology.services[service].pods = {service};
        topology.pods.push_back({topology.services[service].name + "-0", service});
    }
    return topology;
}

Change struck(mesh::Duration when, std::uint32_t pod, std::uint64_t end) {
    Change change{.at = at(when), .kind = Change::Kind::fault_struck};
    change.pod = pod;
    change.step = 0;
    change.value = end;
    return change;
}

Change of_config(mesh::Duration when, Change::Kind kind, std::uint32_t pod, std::uint64_t version) {
    Change change{.at = at(when), .kind = kind};
    change.pod = pod;
    change.value = version;
    return change;
}

TEST_SUITE("strikes") {
    TEST_CASE("pods are struck as long as their fault is on") {
        const Topology topology = chain_with_pods();
        Strikes strikes;
        strikes.see(struck(1s, 1, 0));
        Snapshot snapshot = quiet_snapshot(topology);
        strikes.mark(snapshot, topology);
        CHECK_FALSE(snapshot.pods[1].is_struck);
        snapshot.faults = {0};
        strikes.mark(snapshot, topology);
        CHECK(snapshot.pods[1].is_struck);
        CHECK_FALSE(snapshot.pods[0].is_struck);
        CHECK(snapshot.struck_edges == std::vector<std::vector<std::uint32_t>>{{}, {}});
    }

    TEST_CASE("a round strikes anew") {
        const Topology topology = chain_with_pods();
        Strikes strikes;
        for (const Change& change : {struck(1s, 0, 0), struck(1s, 1, 0), struck(2s, 2, 0)})
            strikes.see(change);
        Snapshot snapshot = quiet_snapshot(topology);
        snapshot.faults = {0};
        CHECK(strikes.struck_pods(snapshot) == std::vector<bool>{false, false, true});
    }

    TEST_CASE("a fault of links strikes the lines between its ends, whoever calls") {
        const Topology topology = chain_with_pods();
        Strikes strikes;
        for (const Change& change : {struck(1s, 2, 1), struck(1s, 1, 2)})
            strikes.see(change);
        Snapshot snapshot = quiet_snapshot(topology);
        snapshot.faults = {0};
        strikes.mark(snapshot, topology);
        CHECK(snapshot.struck_edges == std::vector<std::vector<std::uint32_t>>{{}, {0}});
        CHECK_FALSE(snapshot.pods[1].is_struck);
    }
}

TEST_SUITE("configurations that proxies hold") {
    TEST_CASE("all begin with the first, and each acts on the next in its own time") {
        const Topology topology = chain_with_pods();
        Snapshot snapshot = quiet_snapshot(topology);
        snapshot.pods[2].life = gui::PodState::Life::gone;
        const Strikes strikes;
        HeldConfigs configs;
        const auto see = [&](const Change& change) { configs.see(change, snapshot, strikes); };
        see(of_config(0s, Change::Kind::config_pushed, gui::none, 1));
        CHECK(snapshot.pods[0].config == 1);
        CHECK(snapshot.pods[2].config == 0);
        see(of_config(5s, Change::Kind::config_pushed, gui::none, 2));
        CHECK(snapshot.newest_config == 2);
        CHECK(snapshot.newest_config_since == at(5s));
        CHECK(snapshot.pods[0].config == 1);
        see(of_config(6s, Change::Kind::config_applied, 1, 2));
        CHECK(snapshot.pods[1].config == 2);
        CHECK(snapshot.pods[1].config_since == at(6s));
    }

    TEST_CASE("when all have heard, only those are behind that refuse or are struck") {
        const Topology topology = chain_with_pods();
        Snapshot snapshot = quiet_snapshot(topology);
        snapshot.faults = {0};
        Strikes strikes;
        strikes.see(struck(1s, 2, 0));
        HeldConfigs configs;
        for (const Change& change : {of_config(0s, Change::Kind::config_pushed, gui::none, 1),
                                     of_config(5s, Change::Kind::config_pushed, gui::none, 2),
                                     of_config(6s, Change::Kind::config_rejected, 1, 2),
                                     of_config(7s, Change::Kind::config_converged, gui::none, 0)})
            configs.see(change, snapshot, strikes);
        CHECK(snapshot.pods[0].config == 2);
        CHECK(snapshot.pods[1].config == 1);
        CHECK(snapshot.pods[2].config == 1);
    }
}

}  // namespace strikes_test
