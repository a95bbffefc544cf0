#include "gui/picture/members.hpp"

#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_look.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace members_test {

using namespace weft;
using namespace weft::tests;
using gui::Level;
using gui::mesh_graph;
using gui::MeshGraph;
using gui::Topology;
using BoxKind = gui::MeshGraph::Box::Kind;

/// a-0 calls a-1, of which there are two versions and three pods.
Topology two_services() {
    Topology topology;
    add_chain(topology, "a", 2);
    topology.edges.push_back({0, 1, "v1"});
    topology.edges.push_back({0, 1, "v2"});
    topology.services[1].pods = {0, 1, 2};
    topology.pods = {{"a-1-0", 1}, {"a-1-1", 1}, {"a-1-2", 1}};
    return topology;
}

TEST_SUITE("levels of the mesh") {
    TEST_CASE("namespaces are one box each, even if there is one alone, until one is opened") {
        Topology topology;
        add_chain(topology, "a", 2);
        CHECK(mesh_graph(topology, {.level = Level::ns}).boxes.size() == 1);
        add_chain(topology, "b", 3);
        CHECK(mesh_graph(topology, {.level = Level::ns}).boxes.size() == 2);
        CHECK(mesh_graph(topology, {.opened = {"b"}, .level = Level::ns}).boxes.size() == 4);
    }

    TEST_CASE("versions stand behind their service, with what passed to each") {
        const Topology topology = two_services();
        const MeshGraph graph = mesh_graph(topology, {.level = Level::version});
        REQUIRE(graph.boxes.size() == 4);
        CHECK(graph.boxes[2].kind == BoxKind::version);
        CHECK(graph.boxes[2].title == "v1");
        CHECK(graph.box_of(1) == 1);
        REQUIRE(graph.links.size() == 3);
        CHECK(graph.links[0].edges.size() == 3);
        CHECK(graph.links[2] == MeshGraph::Link{1, 3, {2}, true});
        CHECK(graph.link_of(2) == 0);

        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[2] = flow_of(10, 5);
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        CHECK(look.boxes[2].figures == "no calls");
        CHECK(look.boxes[3].figures == "10/s  50 % err");
        CHECK(look.boxes[3].health == gui::Health::failing);
        CHECK(look.links[2].label == "10/s");
    }

    TEST_CASE("pods stand behind their service, but for those that are gone") {
        const Topology topology = two_services();
        const MeshGraph graph =
            mesh_graph(topology, {.level = Level::pod, .gone = {false, true, false}});
        REQUIRE(graph.boxes.size() == 4);
        CHECK(graph.boxes[3].title == "a-1-2");
        CHECK(graph.box_of_pod(topology, 2) == 3);
        CHECK(graph.box_of_pod(topology, 1) == 1);  // Its service.

        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.pods[0].life = gui::PodState::Life::crashed;
        snapshot.pods[2].ejected_by = 2;
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        CHECK(look.boxes[2].figures == "crashed");
        CHECK(look.boxes[2].health == gui::Health::down);
        CHECK(look.boxes[3].badges == std::vector<std::string>{"ejected by 2"});
    }

    TEST_CASE("a sidecar says what its proxy holds and whom it has ejected") {
        const Topology topology = two_services();
        const MeshGraph graph = mesh_graph(topology, {.level = Level::sidecar});
        REQUIRE(graph.boxes.size() == 5);
        CHECK(graph.boxes[2].kind == BoxKind::sidecar);
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.newest_config = 7;
        snapshot.newest_config_since = at(1s);
        snapshot.at = at(5s);
        snapshot.pods[0].config = 6;
        snapshot.pods[0].ejects = 1;
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        CHECK(look.boxes[2].figures == "proxy  config v6");
        CHECK(look.boxes[2].badges == std::vector<std::string>{"old config 4.00 s", "ejects 1"});
        CHECK(look.boxes[3].figures == "proxy");
    }

    TEST_CASE("what there is no room for is one box, and sixty are never passed") {
        Topology topology;
        add_chain(topology, "a", 59);
        for (std::uint32_t pod = 0; pod < 5; ++pod) {
            topology.services[3].pods.push_back(pod);
            topology.pods.push_back({"a-3-" + std::to_string(pod), 3});
        }
        topology.services[9].pods = {5};
        topology.pods.push_back({"a-9-0", 9});
        const MeshGraph graph = mesh_graph(topology, {.level = Level::pod});
        REQUIRE(graph.boxes.size() == 60);
        CHECK(graph.boxes.back().title == "5 pods");
        CHECK(graph.boxes.back().kind == BoxKind::rest);
    }

    TEST_CASE("boxes are as large as what they say") {
        const Topology topology = two_services();
        const MeshGraph graph = mesh_graph(topology, {.level = Level::version});
        const gui::Placement placement = gui::lay_out(graph);
        REQUIRE(placement.boxes.size() == 4);
        CHECK(placement.boxes[1].size() == size_of(graph.boxes[1]));
        CHECK(placement.boxes[3].size() == size_of(graph.boxes[3]));
        CHECK(placement.boxes[3].height() < placement.boxes[1].height());
        CHECK(placement.boxes[1].right() < placement.boxes[3].left());
    }

    TEST_CASE("grouped by zone, pods are in theirs and a service where all its pods are") {
        Topology topology = two_services();
        for (const std::uint32_t pod : {0U, 1U, 2U})
            topology.pods[pod].zone = pod == 2 ? "east" : "west";
        const MeshGraph pods = mesh_graph(topology, {.level = Level::pod, .by_zone = true});
        REQUIRE(pods.boxes.size() == 5);
        CHECK(pods.frames == std::vector<std::string>{"east", "west"});
        CHECK(pods.boxes[1].ns.empty());
        CHECK(pods.boxes[2].ns == "west");
        CHECK(pods.boxes[4].ns == "east");
        const MeshGraph without =
            mesh_graph(topology, {.gone = {false, false, true}, .by_zone = true});
        CHECK(without.boxes[1].ns == "west");
        CHECK(without.boxes[0].ns.empty());
        CHECK(without.frames == std::vector<std::string>{"west"});
    }
}

}  // namespace members_test
