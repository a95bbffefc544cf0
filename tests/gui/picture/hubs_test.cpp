#include "gui/picture/hubs.hpp"

#include "gui/picture/mesh_look.hpp"
#include "gui/picture/pins.hpp"
#include "tests/gui/painted_text.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace hubs_test {

using namespace weft;
using namespace weft::tests;
using gui::MeshGraph;
using gui::Placement;

/// A row of services, the first so many of which call "cache", too.
gui::Topology row_with_cache(std::uint32_t services, std::uint32_t callers) {
    gui::Topology topology;
    add_chain(topology, "shop", services);
    topology.services.push_back({"cache", "infra", {}});
    for (std::uint32_t caller = 0; caller < callers; ++caller)
        topology.edges.push_back({caller, services, ""});
    return topology;
}

bool has_hub(const gui::Topology& topology, std::uint32_t focus = gui::none) {
    const MeshGraph graph = mesh_graph(topology, {.focus = focus});
    return std::ranges::any_of(graph.boxes, &MeshGraph::Box::is_hub);
}

TEST_SUITE("hubs") {
    TEST_CASE("a hub is called by at least eight boxes, and by more than 15 % of all") {
        CHECK_FALSE(has_hub(row_with_cache(19, 7)));
        CHECK(has_hub(row_with_cache(19, 8)));
        CHECK_FALSE(has_hub(row_with_cache(59, 9)));  // 9 of 60 are no more than 15 %.
        CHECK(has_hub(row_with_cache(59, 10)));
    }

    TEST_CASE("who calls somebody, or is in the middle of a neighbourhood, is none") {
        gui::Topology topology = row_with_cache(19, 8);
        CHECK_FALSE(has_hub(topology, 19));
        topology.edges.push_back({19, 18, ""});
        CHECK_FALSE(has_hub(topology));
    }

    TEST_CASE("a hub stands to the right of everything, in no frame, and callers have ports") {
        const MeshGraph graph = mesh_graph(row_with_cache(19, 8), {});
        CHECK(graph.frames == std::vector<std::string>{"shop"});
        const Placement placement = lay_out(graph);
        const std::uint32_t hub = graph.box_of(19);
        REQUIRE(graph.boxes[hub].is_hub);
        const QRectF whole{{0, 0}, placement.size};
        for (std::uint32_t box = 0; box < graph.boxes.size(); ++box) {
            CHECK(whole.contains(placement.boxes[box]));
            if (box == hub) continue;
            CHECK(placement.boxes[box].right() < placement.boxes[hub].left());
        }
        std::size_t ports = 0;
        for (std::uint32_t link = 0; link < graph.links.size(); ++link) {
            if (!is_port(graph, graph.links[link])) continue;
            ++ports;
            const QRectF port = placement.lines[link].path.boundingRect();
            CHECK(port.top() == placement.boxes[graph.links[link].from].bottom());
            for (const QRectF& box : placement.boxes)
                CHECK_FALSE(box.intersects(port.adjusted(0, 1, 0, 0)));
            CHECK(placement.whole[link].way.back().x() ==
                  doctest::Approx(placement.boxes[hub].left()));
        }
        CHECK(ports == 8);
    }

    TEST_CASE("lines lead to the boxes, and not to the room for their ports") {
        const MeshGraph graph = mesh_graph(row_with_cache(19, 19), {});
        const Placement placement = lay_out(graph);
        for (std::uint32_t link = 0; link < graph.links.size(); ++link) {
            if (is_port(graph, graph.links[link])) continue;
            const auto is_at = [](QPointF end, const QRectF& box) {
                return box.adjusted(-2, -2, 2, 2).contains(end);
            };
            CHECK(
                is_at(placement.lines[link].way.front(), placement.boxes[graph.links[link].from]));
            CHECK(is_at(placement.lines[link].way.back(), placement.boxes[graph.links[link].to]));
        }
    }

    TEST_CASE("a line is drawn whole while it or one of its ends is pointed at or selected") {
        const MeshGraph graph = mesh_graph(row_with_cache(19, 8), {});
        const Placement placement = lay_out(graph);
        const std::uint32_t link = graph.link_of(18);  // After eighteen along the row.
        REQUIRE(is_port(graph, graph.links[link]));
        const auto is_whole = [&](const gui::MeshMarks& marks) {
            return &line_to_paint(graph, placement, marks, link) == &placement.whole[link];
        };
        CHECK_FALSE(is_whole({}));
        gui::MeshMarks marks;
        for (const std::uint32_t box : {graph.links[link].from, graph.links[link].to}) {
            marks = {};
            marks.pointed_box = box;
            CHECK(is_whole(marks));
            marks = {};
            marks.selected_box = box;
            CHECK(is_whole(marks));
        }
        marks = {};
        marks.pointed_link = link;
        CHECK(is_whole(marks));
        marks = {};
        marks.pointed_box = graph.box_of(15);  // It has no part in it.
        CHECK_FALSE(is_whole(marks));
    }

    TEST_CASE("ports go along with a box that is pinned elsewhere") {
        const MeshGraph graph = mesh_graph(row_with_cache(19, 8), {});
        const Placement placement = lay_out(graph);
        const std::uint32_t caller = graph.box_of(3);
        std::vector<std::optional<QPointF>> pinned(graph.boxes.size());
        pinned[caller] = pin_of(placement, caller) + QPointF{0, 300};
        const Placement held = hold_pinned(graph, placement, pinned);
        for (std::uint32_t link = 0; link < graph.links.size(); ++link) {
            if (!is_port(graph, graph.links[link]) || graph.links[link].from != caller) continue;
            CHECK(held.lines[link].way.front().y() == held.boxes[caller].bottom());
        }
    }

    TEST_CASE("a port says to whom it leads") {
        const gui::Topology topology = row_with_cache(19, 8);
        const MeshGraph graph = mesh_graph(topology, {});
        const Placement placement = lay_out(graph);
        const auto look = mesh_look(graph, topology, quiet_snapshot(topology), gui::Metric::rate);
        TextRecorder recorder{placement.size.toSize()};
        QPainter painter{&recorder};
        paint_mesh(painter, graph, placement, look, {}, gui::palette_of(gui::Theme::light), 1);
        painter.end();
        CHECK(std::ranges::count(recorder.texts(), "cache", &PaintedText::text) == 9);
    }
}

}  // namespace hubs_test
