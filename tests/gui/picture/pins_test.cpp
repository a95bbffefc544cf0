#include "gui/picture/pins.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace pins_test {

using namespace weft;
using namespace weft::tests;
using gui::MeshGraph;
using gui::Placement;
using gui::Topology;

namespace {

/// Two namespaces, whose services call each other in a row; the first of "a" calls the first of
/// "b", which calls back.
Topology two_namespaces() {
    Topology topology;
    add_chain(topology, "a", 4);
    add_chain(topology, "b", 4);
    topology.edges.push_back({0, 4, ""});
    topology.edges.push_back({4, 0, ""});
    return topology;
}

/// A picture and what its boxes are called.
struct Picture {
    explicit Picture(Topology of, const gui::MeshView& view = {})
        : topology(std::move(of)), graph(mesh_graph(topology, view)), placement(lay_out(graph)) {}

    /// With the boxes of these services where these middles are.
    Placement with(const std::vector<std::pair<std::uint32_t, QPointF>>& middles) const {
        std::vector<std::optional<QPointF>> pinned(graph.boxes.size());
        for (const auto& [service, middle] : middles)
            pinned[graph.box_of(service)] = middle;
        return hold_pinned(graph, placement, pinned);
    }
    QPointF middle_of(std::uint32_t service) const {
        return pin_of(placement, graph.box_of(service));
    }

    Topology topology;
    MeshGraph graph;
    Placement placement;
};

bool are_equal(const Placement& one, const Placement& other) {
    return one.boxes == other.boxes && one.lines == other.lines && one.frames == other.frames &&
           one.size == other.size && one.control == other.control;
}

void check_apart(const std::vector<QRectF>& places) {
    for (std::size_t one = 0; one < places.size(); ++one)
        for (std::size_t other = 0; other < one; ++other)
            CHECK_FALSE(places[one].intersects(places[other]));
}

void check_frames(const MeshGraph& graph, const Placement& placement) {
    for (std::size_t frame = 0; frame < graph.frames.size(); ++frame)
        for (std::size_t box = 0; box < graph.boxes.size(); ++box)
            if (graph.boxes[box].ns == graph.frames[frame])
                CHECK(placement.frames[frame].contains(placement.boxes[box]));
}

/// Within a pixel of its border.
bool is_on_border(QPointF point, const QRectF& box) {
    return box.adjusted(-1, -1, 1, 1).contains(point) &&
           !box.adjusted(1, 1, -1, -1).contains(point);
}

}  // namespace

TEST_SUITE("pins") {
    TEST_CASE("a picture without pins, or with boxes pinned where they are, is as it was") {
        const Picture it{two_namespaces()};
        REQUIRE(it.graph.frames.size() == 2);
        CHECK(are_equal(it.with({}), it.placement));
        CHECK(are_equal(it.with({{0, it.middle_of(0)}}), it.placement));
        CHECK(are_equal(it.with({{2, it.middle_of(2)}, {5, it.middle_of(5)}}), it.placement));
    }

    TEST_CASE("a box is where it is pinned, and what it would lie on is beside it") {
        const Picture it{two_namespaces()};
        for (std::uint32_t service = 0; service < 8; ++service) {
            for (std::uint32_t on = 0; on < 8; ++on) {
                CAPTURE(service);
                CAPTURE(on);
                const QPointF middle = it.middle_of(on) + QPointF{7, 3};
                const Placement held = it.with({{service, middle}});
                CHECK(pin_of(held, it.graph.box_of(service)) == middle);
                check_apart(held.boxes);
                check_apart(held.frames);
                check_frames(it.graph, held);
                CHECK(are_equal(held, it.with({{service, middle}})));
                const QRectF whole{{0, 0}, held.size};
                for (const QRectF& frame : held.frames)
                    CHECK(whole.contains(frame.center()));
            }
        }
    }

    TEST_CASE("a frame that a box is pinned into moves as a whole") {
        const Picture it{two_namespaces()};
        const Placement held = it.with({{0, it.middle_of(5)}});
        const std::uint32_t first = it.graph.box_of(4);
        const QPointF way = held.boxes[first].topLeft() - it.placement.boxes[first].topLeft();
        CHECK(way.manhattanLength() > 1);
        for (std::uint32_t service = 5; service < 8; ++service) {
            const std::uint32_t box = it.graph.box_of(service);
            CHECK(held.boxes[box].topLeft() == it.placement.boxes[box].topLeft() + way);
        }
    }

    TEST_CASE("boxes that nothing is pinned on stay where they are") {
        const Picture it{two_namespaces()};
        const Placement held = it.with({{3, it.middle_of(3) + QPointF{0, 4000}}});
        for (std::uint32_t box = 0; box < it.graph.boxes.size(); ++box)
            if (box != it.graph.box_of(3) && it.graph.boxes[box].ns == "a")
                CHECK(held.boxes[box] == it.placement.boxes[box]);
        CHECK(held.size.height() > 4000);
    }

    TEST_CASE("several boxes may be pinned, in both frames, and others lie on none of them") {
        const Picture it{two_namespaces()};
        const Placement held = it.with({{0, it.middle_of(5)}, {6, it.middle_of(1)}});
        CHECK(pin_of(held, it.graph.box_of(0)) == it.middle_of(5));
        CHECK(pin_of(held, it.graph.box_of(6)) == it.middle_of(1));
        check_apart(held.boxes);
        check_frames(it.graph, held);
    }

    TEST_CASE("lines lead from border to border, wherever a box is; there and back are two") {
        const Picture it{two_namespaces()};
        for (const QPointF way : {QPointF{900, 0}, QPointF{0, 900}, QPointF{700, 700}}) {
            const Placement held = it.with({{0, it.middle_of(4) + way}, {4, it.middle_of(4)}});
            std::vector<QPointF> middles;
            for (std::size_t link = 0; link < it.graph.links.size(); ++link) {
                const MeshGraph::Link& ends = it.graph.links[link];
                const Placement::Line& line = held.lines[link];
                REQUIRE_FALSE(line.way.empty());
                if (ends.from != it.graph.box_of(0) && ends.to != it.graph.box_of(0)) continue;
                CHECK(is_on_border(line.way.front(), held.boxes[ends.from]));
                CHECK(is_on_border(line.way.back(), held.boxes[ends.to]));
                middles.push_back(line.way[line.way.size() / 2]);
            }
            REQUIRE(middles.size() == 3);
            CHECK((middles[1] - middles[2]).manhattanLength() > 5);
        }
    }

    TEST_CASE("the control plane moves all down, pinned or not") {
        Topology topology = two_namespaces();
        topology.has_control = true;
        const Picture with{topology};
        const Picture without{topology, {.with_control = false}};
        CHECK(with.middle_of(2) == without.middle_of(2));
        const QPointF middle = with.middle_of(5);
        const QPointF below = with.with({{2, middle}}).boxes[with.graph.box_of(2)].center();
        const QPointF above = without.with({{2, middle}}).boxes[without.graph.box_of(2)].center();
        CHECK(below - above == origin_of(with.placement));
        CHECK(origin_of(without.placement).isNull());
        CHECK(origin_of(with.placement).y() > with.placement.control.height());
    }

    TEST_CASE("a box cannot be pinned outside of the picture, but where it is already") {
        const Picture it{two_namespaces()};
        const std::uint32_t box = it.graph.box_of(1);
        CHECK(place_for_pin(it.placement, box, it.middle_of(1)) == it.middle_of(1));
        const QPointF corner = place_for_pin(it.placement, box, {-500, -500});
        CHECK(corner.x() > 0);
        CHECK(corner.y() > 0);
        const QPointF inside{3000, 2000};
        CHECK(place_for_pin(it.placement, box, inside) == inside);
        const QPointF far = place_for_pin(it.placement, box, {1e9, 1e9});
        CHECK(far.x() < 1e5);
        CHECK(far.y() < 1e5);
    }

    TEST_CASE("a box has one name at all levels, and what is folded has none") {
        Topology topology;
        add_chain(topology, "a", 2);
        topology.services[1].pods = {0};
        topology.pods.push_back({"a-1-0", 1, "west"});
        const auto names = [&](const gui::MeshView& view) {
            std::vector<std::string> all;
            for (const MeshGraph::Box& box : mesh_graph(topology, view).boxes)
                all.push_back(pin_name(box, topology));
            return all;
        };
        CHECK(names({}) == std::vector<std::string>{"service a/a-0", "service a/a-1"});
        const auto pods = names({.level = gui::Level::pod});
        CHECK(pods ==
              std::vector<std::string>{"service a/a-0", "service a/a-1", "pod a/a-1 a-1-0"});
        CHECK(names({.level = gui::Level::sidecar}) == pods);
        CHECK(names({.level = gui::Level::pod, .by_zone = true}) == pods);
        const MeshGraph::Box rest{.title = "+2 more",
                                  .services = {0, 1},
                                  .ns = "a",
                                  .is_group = true,
                                  .kind = MeshGraph::Box::Kind::rest};
        CHECK(pin_name(rest, topology).empty());
        const gui::Pins pins{{"service a/a-1", {5, 6}}};
        const auto pinned = pinned_boxes(mesh_graph(topology, {}), topology, pins);
        REQUIRE(pinned.size() == 2);
        CHECK_FALSE(pinned[0]);
        CHECK(pinned[1] == QPointF{5, 6});
    }
}

}  // namespace pins_test
