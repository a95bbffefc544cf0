#include "gui/picture/fold.hpp"

#include "gui/picture/mesh_graph.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace fold_test {

using namespace weft;
using namespace weft::tests;
using gui::mesh_graph;
using gui::MeshGraph;
using gui::Topology;

constexpr std::uint32_t hubs = 10;
constexpr std::uint32_t leaves_of_each = 90;

/// A client calls 0, which calls hubs and leaves; each hub calls leaves of its own. One namespace.
Topology wide_mesh() {
    Topology topology;
    const auto add = [&](std::uint32_t caller) {
        const auto number = static_cast<std::uint32_t>(topology.services.size());
        topology.services.push_back({"svc-" + std::to_string(number), "a", {}});
        if (caller != gui::none) topology.edges.push_back({caller, number, ""});
        return number;
    };
    const std::uint32_t client = add(gui::none);
    const std::uint32_t first = add(client);
    std::vector<std::uint32_t> callers{first};
    for (std::uint32_t hub = 0; hub < hubs; ++hub)
        callers.push_back(add(first));
    for (const std::uint32_t caller : callers)
        for (std::uint32_t leaf = 0; leaf < leaves_of_each; ++leaf)
            add(caller);
    return topology;
}

std::size_t rests(const MeshGraph& graph) {
    return static_cast<std::size_t>(
        std::ranges::count(graph.boxes, MeshGraph::Box::Kind::rest, &MeshGraph::Box::kind));
}

TEST_SUITE("fold") {
    TEST_CASE("of a thousand services those with one neighbour are one box beside it") {
        const Topology topology = wide_mesh();
        const MeshGraph graph = mesh_graph(topology, {});
        CHECK(graph.boxes.size() == 2 + hubs + (hubs + 1));
        CHECK(rests(graph) == hubs + 1);
        CHECK(graph.boxes.back().title == "+90 more");
        CHECK(graph.box_of(0) != gui::none);  // The client: nobody wins by folding one.
        std::size_t shown = 0;
        for (const MeshGraph::Box& box : graph.boxes)
            shown += box.services.size();
        CHECK(shown == topology.services.size());
    }

    TEST_CASE("a focus on one of them is readable, and says how many it leaves out") {
        const Topology topology = wide_mesh();
        const std::uint32_t hub = 2;
        const MeshGraph graph = mesh_graph(topology, {.focus = hub});
        // The client, the first service, the hub, eight leaves and a box for the others.
        CHECK(graph.boxes.size() == 12);
        CHECK(graph.boxes.back().title == "+82 more");
        CHECK(graph.boxes[graph.box_of(1)].more == hubs - 1 + leaves_of_each);
        CHECK(graph.boxes[graph.box_of(hub)].more == 0);
    }

    TEST_CASE("what is unfolded is all there, as far as sixty boxes go") {
        const Topology topology = wide_mesh();
        const MeshGraph graph = mesh_graph(topology, {.focus = 2, .unfolded = {2}});
        CHECK(graph.boxes.size() == gui::most_boxes);
        CHECK(graph.boxes.back().title == "+33 more");
    }

    TEST_CASE("what fits is not folded") {
        Topology topology;
        add_chain(topology, "a", 1);
        for (std::uint32_t leaf = 1; leaf < 60; ++leaf) {
            topology.services.push_back({"leaf-" + std::to_string(leaf), "a", {}});
            topology.edges.push_back({0, leaf, ""});
        }
        CHECK(rests(mesh_graph(topology, {})) == 0);
        topology.services.push_back({"leaf-60", "a", {}});
        topology.edges.push_back({0, 60, ""});
        CHECK(rests(mesh_graph(topology, {})) == 1);
    }

    TEST_CASE("those that call one service alone are folded, too") {
        Topology topology;
        topology.services.push_back({"store", "a", {}});
        for (std::uint32_t caller = 1; caller <= 80; ++caller) {
            topology.services.push_back({"app-" + std::to_string(caller), "a", {}});
            topology.edges.push_back({caller, 0, ""});
        }
        const MeshGraph graph = mesh_graph(topology, {.focus = 0});
        CHECK(graph.boxes.size() == 10);
        REQUIRE(graph.links.size() == 9);
        CHECK(graph.boxes[graph.links.back().from].title == "+72 more");
        CHECK(graph.links.back().to == graph.box_of(0));
    }
}

}  // namespace fold_test
