#include "gui/picture/on_the_way.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

namespace on_the_way_test {

using namespace weft;
using gui::Dot;
using gui::OnTheWay;
using Kind = sim::observe::Message::Kind;

TEST_SUITE("on the way") {
    TEST_CASE("requests go along a line, answers back, and what goes wrong looks so") {
        gui::Topology topology;
        tests::add_chain(topology, "shop", 2);
        const gui::MeshGraph graph = gui::mesh_graph(topology, {});
        REQUIRE(graph.links.size() == 1);
        gui::Placement placement;
        placement.lines.resize(1);
        for (int x = 0; x <= 10; ++x)
            placement.lines[0].way.emplace_back(x, 0);
        const auto dots = gui::dots_on_the_way(
            graph, placement, topology,
            {{.source = "shop-0", .destination = "shop-1.shop", .progress = 0.2},
             {.source = "shop-1",
              .destination = "shop-0",
              .kind = Kind::answer,
              .status = 200,
              .progress = 0.2},
             {.source = "shop-1",
              .destination = "shop-0",
              .kind = Kind::answer,
              .status = 503,
              .progress = 1},
             {.source = "shop-0", .destination = "shop-1", .kind = Kind::retry, .progress = {}},
             {.source = "shop-0", .destination = "nobody", .progress = 0.2}});
        REQUIRE(dots.size() == 4);
        CHECK(dots[0] == Dot{{2, 0}, Dot::Kind::request});
        CHECK(dots[1] == Dot{{8, 0}, Dot::Kind::request});
        CHECK(dots[2] == Dot{{0, 0}, Dot::Kind::error});
        CHECK(dots[3] == Dot{{5, 0}, Dot::Kind::retry});
    }
}

}  // namespace on_the_way_test
