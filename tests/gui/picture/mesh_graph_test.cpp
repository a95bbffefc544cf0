#include "gui/picture/mesh_graph.hpp"

#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_look.hpp"
#include "gui/picture/mesh_paint.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace weft;
using namespace weft::tests;
using gui::mesh_graph;
using gui::MeshGraph;
using gui::Topology;

TEST_SUITE("mesh graph") {
    TEST_CASE("up to sixty services are a box each") {
        Topology topology;
        add_chain(topology, "a", 30);
        add_chain(topology, "b", 30);
        const MeshGraph graph = mesh_graph(topology, {});
        CHECK(graph.boxes.size() == 60);
        CHECK(graph.links.size() == 58);
        CHECK(graph.frames == std::vector<std::string>{"a", "b"});
    }

    TEST_CASE("of more, the largest namespace is closed first") {
        Topology topology;
        add_chain(topology, "a", 40);
        add_chain(topology, "b", 21);
        topology.edges.push_back({39, 40, ""});
        const MeshGraph graph = mesh_graph(topology, {});
        CHECK(graph.boxes.size() == 22);
        const auto& closed = graph.boxes[graph.box_of(0)];
        CHECK(closed.is_group);
        CHECK(closed.title == "a (40 services)");
        CHECK(graph.box_of(39) == graph.box_of(0));
        CHECK(graph.link_of(0) == gui::none);  // Within the box.
        CHECK(mesh_graph(topology, {.opened = {"a"}}).boxes.size() == 41);
        CHECK(graph.link_of(static_cast<std::uint32_t>(topology.edges.size()) - 1) != gui::none);
    }

    TEST_CASE("never are there more than sixty, however many services one namespace has") {
        Topology topology;
        add_chain(topology, "a", 1000);
        CHECK(mesh_graph(topology, {.closed = {"a"}}).boxes.size() == 1);
        const MeshGraph opened = mesh_graph(topology, {});
        CHECK(opened.boxes.size() == 60);
        CHECK(opened.boxes.back().title == "+941 more");
        std::size_t shown = 0;
        for (const MeshGraph::Box& box : opened.boxes)
            shown += box.services.size();
        CHECK(shown == 1000);
    }

    TEST_CASE("a focus shows what is within two calls of a service, across namespaces") {
        Topology topology;
        add_chain(topology, "a", 1000);
        add_chain(topology, "b", 3);
        topology.edges.push_back({500, 1000, ""});
        const MeshGraph graph = mesh_graph(topology, {.focus = 500});
        CHECK(graph.boxes.size() == 7);
        CHECK(graph.box_of(498) != gui::none);
        CHECK(graph.box_of(497) == gui::none);
        CHECK(graph.box_of(1001) != gui::none);
        CHECK(graph.box_of(1002) == gui::none);
        CHECK(graph.boxes[graph.box_of(498)].more == 1);
        CHECK(graph.boxes[graph.box_of(500)].more == 0);
    }

    TEST_CASE("what is hidden is no box, and has no lines") {
        Topology topology;
        add_chain(topology, "a", 3);
        const MeshGraph graph = mesh_graph(topology, {.hidden = {false, true, false}});
        CHECK(graph.boxes.size() == 2);
        CHECK(graph.links.empty());
    }

    TEST_CASE("versions of a destination share a line") {
        Topology topology;
        add_chain(topology, "a", 2);
        topology.edges.push_back({0, 1, "v2"});
        const MeshGraph graph = mesh_graph(topology, {});
        REQUIRE(graph.links.size() == 1);
        CHECK(graph.links[0].edges == std::vector<std::uint32_t>{0, 1});
    }
}

TEST_SUITE("mesh layout") {
    TEST_CASE("calls lead from left to right, and no two boxes overlap") {
        Topology topology;
        add_chain(topology, "a", 6);
        add_chain(topology, "b", 4);
        topology.edges.push_back({0, 6, ""});
        topology.edges.push_back({5, 9, ""});
        const MeshGraph graph = mesh_graph(topology, {});
        const gui::Placement placement = gui::lay_out(graph);
        REQUIRE(placement.boxes.size() == 10);
        for (std::size_t a = 0; a < 10; ++a)
            for (std::size_t b = a + 1; b < 10; ++b)
                CHECK_FALSE(placement.boxes[a].intersects(placement.boxes[b]));
        for (const MeshGraph::Link& link : graph.links)
            CHECK(placement.boxes[link.from].right() < placement.boxes[link.to].left());
        REQUIRE(placement.frames.size() == 2);
        CHECK(placement.frames[0].contains(placement.boxes[graph.box_of(0)]));
        CHECK_FALSE(placement.frames[0].intersects(placement.frames[1]));
        const QRectF whole{{0, 0}, placement.size};
        for (const QRectF& box : placement.boxes)
            CHECK(whole.contains(box));
    }

    TEST_CASE("equal graphs are laid out equally") {
        Topology topology;
        add_chain(topology, "a", 20);
        topology.edges.push_back({3, 3, ""});   // A call to itself,
        topology.edges.push_back({19, 0, ""});  // and a circle.
        const MeshGraph graph = mesh_graph(topology, {});
        const gui::Placement first = gui::lay_out(graph);
        const gui::Placement second = gui::lay_out(graph);
        CHECK(first.boxes == second.boxes);
        CHECK(first.lines == second.lines);
        for (const auto& line : first.lines)
            CHECK_FALSE(line.way.empty());
    }

    TEST_CASE("many that are called by one and call nobody stand in several columns") {
        Topology topology;
        add_chain(topology, "a", 2);
        for (std::uint32_t leaf = 2; leaf < 58; ++leaf) {
            topology.services.push_back({"leaf-" + std::to_string(leaf), "a", {}});
            topology.edges.push_back({1, leaf, ""});
        }
        const gui::Placement placement = gui::lay_out(mesh_graph(topology, {}));
        CHECK(placement.size.height() < placement.size.width());
    }

    TEST_CASE("nothing is laid out as nothing") {
        CHECK(gui::lay_out({}).boxes.empty());
    }
}

TEST_SUITE("mesh look") {
    TEST_CASE("a box says how its service does, and what its pods are in") {
        Topology topology;
        add_chain(topology, "a", 2);
        topology.services[1].pods = {0, 1};
        topology.pods = {{"a-1-0", 1}, {"a-1-1", 1}};
        topology.clusters = {{"outbound|80||a-1", 1}};
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(100, 38);
        snapshot.pods[1].ejected_by = 3;
        snapshot.limits[0] = 7;
        const gui::MeshLook look =
            mesh_look(mesh_graph(topology, {}), topology, snapshot, gui::Metric::errors);
        CHECK(look.boxes[1].figures == "100/s  38 % err");
        CHECK(look.boxes[1].pods == "1/2 pods");
        CHECK(look.boxes[1].badges == std::vector<std::string>{"1 ejected", "limit ×7"});
        CHECK(look.links[0].label == "38 %");
        CHECK(look.links[0].health == gui::Health::failing);
        CHECK(look.links[0].failed_per_second == 38);
    }

    TEST_CASE("a busier line is wider, up to a limit") {
        Topology topology;
        add_chain(topology, "a", 3);
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(10);
        snapshot.edges[1] = flow_of(10'000'000'000);
        const auto look =
            mesh_look(mesh_graph(topology, {}), topology, snapshot, gui::Metric::rate);
        CHECK(look.links[0].width > 1);
        CHECK(look.links[1].width == 7);
    }

    TEST_CASE("two runs differ by their errors first, then by how long they take") {
        CHECK(difference_of(flow_of(100, 30), flow_of(100, 10)) == doctest::Approx(0.2));
        CHECK(difference_of(flow_of(100, 10), flow_of(100, 30)) == doctest::Approx(-0.2));
        gui::Flow slow = flow_of(100);
        slow.p99 = 40ms;
        gui::Flow quick = flow_of(100);
        quick.p99 = 10ms;
        CHECK(difference_of(slow, quick) == doctest::Approx(0.75));
        CHECK(difference_of(quick, quick) == 0);
        CHECK(difference_of(quick, {}) == 0);
    }
}

TEST_SUITE("dots") {
    TEST_CASE("errors are shown however rare they are, and moments repeat") {
        Topology topology;
        add_chain(topology, "a", 2);
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(100'000, 1);
        const MeshGraph graph = mesh_graph(topology, {});
        const auto placement = gui::lay_out(graph);
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        CHECK(requests_per_dot(look) == 10'000);
        const auto dots = dots_at(placement, look, 12.25);
        CHECK(dots.size() == 10);
        CHECK(std::ranges::count(dots, gui::Dot::Kind::error, &gui::Dot::kind) == 1);
        CHECK(dots == dots_at(placement, look, 13.25));
        CHECK(dots != dots_at(placement, look, 13.75));
    }

    TEST_CASE("a dot is one request where there are few") {
        Topology topology;
        add_chain(topology, "a", 2);
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(4, 2);
        snapshot.edges[0].attempts = 5;
        const MeshGraph graph = mesh_graph(topology, {});
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        CHECK(requests_per_dot(look) == 1);
        const auto dots = dots_at(gui::lay_out(graph), look, 0);
        CHECK(dots.size() == 4);
        CHECK(std::ranges::count(dots, gui::Dot::Kind::error, &gui::Dot::kind) == 2);
        CHECK(std::ranges::count(dots, gui::Dot::Kind::retry, &gui::Dot::kind) == 1);
    }

    TEST_CASE("where all fail it is seen that they are tried again") {
        Topology topology;
        add_chain(topology, "a", 2);
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(4, 4);
        snapshot.edges[0].attempts = 8;
        const MeshGraph graph = mesh_graph(topology, {});
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        const auto dots = dots_at(gui::lay_out(graph), look, 0);
        CHECK(std::ranges::count(dots, gui::Dot::Kind::error, &gui::Dot::kind) == 4);
        CHECK(std::ranges::count(dots, gui::Dot::Kind::retry, &gui::Dot::kind) == 1);
    }

    TEST_CASE("what is turned away and what gets no answer is each shown, and goes no further") {
        Topology topology;
        add_chain(topology, "a", 2);
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(10, 4);
        snapshot.edges[0].rejected = 2;
        snapshot.edges[0].unanswered = 1;
        const MeshGraph graph = mesh_graph(topology, {});
        const auto placement = gui::lay_out(graph);
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        const double left = placement.lines[0].way.front().x();
        const double length = placement.lines[0].way.back().x() - left;
        const auto count = [&](const std::vector<gui::Dot>& dots, gui::Dot::Kind kind) {
            return std::ranges::count(dots, kind, &gui::Dot::kind);
        };
        for (const double seconds : {0.0, 0.3, 0.9}) {
            const auto dots = dots_at(placement, look, seconds);
            CHECK(dots.size() == 10);
            CHECK(count(dots, gui::Dot::Kind::rejected) == 2);
            CHECK(count(dots, gui::Dot::Kind::unanswered) == 1);
            CHECK(count(dots, gui::Dot::Kind::error) == 1);
            for (const gui::Dot& dot : dots)
                if (dot.kind == gui::Dot::Kind::rejected) CHECK(dot.place.x() <= left + length / 3);
        }
    }

    TEST_CASE("of each kind of loss one is seen among very many") {
        Topology topology;
        add_chain(topology, "a", 2);
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(100'000, 2);
        snapshot.edges[0].rejected = 1;
        snapshot.edges[0].unanswered = 1;
        const MeshGraph graph = mesh_graph(topology, {});
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        const auto dots = dots_at(gui::lay_out(graph), look, 0);
        CHECK(dots.size() == 10);
        CHECK(std::ranges::count(dots, gui::Dot::Kind::rejected, &gui::Dot::kind) == 1);
        CHECK(std::ranges::count(dots, gui::Dot::Kind::unanswered, &gui::Dot::kind) == 1);
        CHECK(std::ranges::count(dots, gui::Dot::Kind::error, &gui::Dot::kind) == 0);
    }
}
