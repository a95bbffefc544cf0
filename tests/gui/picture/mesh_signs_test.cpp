#include "gui/picture/mesh_signs.hpp"

#include "gui/picture/mesh_graph.hpp"
#include "gui/picture/mesh_look.hpp"
#include "tests/gui/painted_text.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QImage>
#include <doctest/doctest.h>

#include <algorithm>

namespace mesh_signs_test {

using namespace weft;
using namespace weft::tests;
using gui::MeshLook;
using gui::Placement;
using gui::Topology;

/// a-0 calls a-1; each has a pod, and there is a control plane.
Topology pushed_mesh() {
    Topology topology;
    add_chain(topology, "a", 2);
    for (std::uint32_t service = 0; service < 2; ++service) {
        topology.services[service].pods = {service};
        topology.pods.push_back({topology.services[service].name + "-0", service});
    }
    topology.has_control = true;
    return topology;
}

QImage picture_of(const Placement& placement, const MeshLook& look) {
    QImage image{placement.size.toSize(), QImage::Format_RGB32};
    const gui::Palette& palette = gui::palette_of(gui::Theme::light);
    image.fill(palette.surface);
    QPainter painter{&image};
    paint_control(painter, placement, look, palette, 1);
    return image;
}

TEST_SUITE("signs on the mesh") {
    TEST_CASE("the control plane has a place of its own above the boxes, if there is one") {
        const Topology topology = pushed_mesh();
        const auto graph = mesh_graph(topology, {});
        const Placement placement = gui::lay_out(graph);
        REQUIRE_FALSE(placement.control.isEmpty());
        for (const QRectF& box : placement.boxes)
            CHECK(placement.control.bottom() < box.top());
        const QRectF whole{{0, 0}, placement.size};
        CHECK(whole.contains(placement.boxes[1]));
        const QPointF begin = placement.lines[0].way.front();
        CHECK(begin.y() > placement.boxes[0].top());
        CHECK(begin.y() < placement.boxes[0].bottom());
        CHECK(gui::lay_out(mesh_graph(topology, {.with_control = false})).control.isEmpty());
    }

    TEST_CASE("it says how many proxies act on the newest version, and since when others do not") {
        const Topology topology = pushed_mesh();
        const auto graph = mesh_graph(topology, {});
        gui::Snapshot snapshot = quiet_snapshot(topology);
        const auto look_now = [&] {
            return mesh_look(graph, topology, snapshot, gui::Metric::rate);
        };
        CHECK(look_now().control.empty());
        snapshot.at = at(9s);
        snapshot.newest_config = 17;
        snapshot.newest_config_since = at(5s);
        snapshot.pods[0].config = 17;
        snapshot.pods[1].config = 15;
        CHECK(look_now().control == "v17 · 1/2");
        CHECK_FALSE(look_now().boxes[0].is_behind);
        CHECK(look_now().boxes[1].is_behind);
        CHECK(look_now().boxes[1].badges == std::vector<std::string>{"1 old config 4.00 s"});
        snapshot.pods[1].life = gui::PodState::Life::gone;
        CHECK(look_now().control == "v17 · 1/1");
    }

    TEST_CASE("a line leads from it to who is behind") {
        const Topology topology = pushed_mesh();
        const Placement placement = gui::lay_out(mesh_graph(topology, {}));
        MeshLook look;
        look.boxes.resize(2);
        look.control = "v2 · 2/2";
        const QImage quiet = picture_of(placement, look);
        look.boxes[1].is_behind = true;
        CHECK(picture_of(placement, look) != quiet);
    }

    TEST_CASE("it says so in a picture that is small on the screen, too, and lies on no box") {
        Topology topology = pushed_mesh();
        add_chain(topology, "b", 12);
        const Placement placement = gui::lay_out(mesh_graph(topology, {}));
        MeshLook look;
        look.boxes.resize(placement.boxes.size());
        look.control = "v17 · 8/9";
        const auto words_at = [&](double zoom) {
            TextRecorder recorder{placement.size.toSize()};
            QPainter painter{&recorder};
            paint_control(painter, placement, look, gui::palette_of(gui::Theme::light), zoom);
            painter.end();
            return words_of(recorder.texts());
        };
        CHECK(place_of_control(placement, look, 1) == placement.control);
        for (const double zoom : {1.0, 0.7, 0.46, 0.4, 0.3}) {
            CAPTURE(zoom);
            CHECK(words_at(zoom) == "control planev17 · 8/9");
            const QRectF place = place_of_control(placement, look, zoom);
            CHECK(place.contains(placement.control));
            CHECK(QRectF{{0, 0}, placement.size}.contains(place));
            for (const QRectF& box : placement.boxes)
                CHECK_FALSE(box.intersects(place));
        }
        CHECK(words_at(0.1).isEmpty());
    }

    TEST_CASE("a fault is seen on the services of its pods and on its lines") {
        const Topology topology = pushed_mesh();
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.pods[1].is_struck = true;
        snapshot.struck_edges = {{0}};
        const auto look =
            mesh_look(mesh_graph(topology, {}), topology, snapshot, gui::Metric::rate);
        CHECK_FALSE(look.boxes[0].is_struck);
        CHECK(look.boxes[1].is_struck);
        CHECK(look.links[0].is_struck);
    }

    TEST_CASE("a line that a partition cuts has a gap as long as nothing passes") {
        const Topology topology = pushed_mesh();
        gui::Snapshot snapshot = quiet_snapshot(topology);
        const auto link = [&](const gui::MeshSigns& signs) {
            return mesh_look(mesh_graph(topology, {}), topology, snapshot, gui::Metric::rate, signs)
                .links[0];
        };
        CHECK(link({.cut_edges = {true}}).is_cut);
        CHECK_FALSE(link({.cut_edges = {false}}).is_cut);
        CHECK_FALSE(link({}).is_cut);
        snapshot.edges[0] = flow_of(30, 30);
        CHECK(link({.cut_edges = {true}}).is_cut);
        snapshot.edges[0] = flow_of(30, 29);  // Between some of the pods.
        CHECK_FALSE(link({.cut_edges = {true}}).is_cut);
    }

    TEST_CASE("the gap is in the middle of its line, and a short line has a short one") {
        for (const double length : {200.0, 40.0}) {
            const auto pattern = gui::pen_with_gap(Qt::black, 2, length).dashPattern();
            REQUIRE(pattern.size() == 2);
            CHECK(2 * (2 * pattern[0] + pattern[1]) == doctest::Approx(length));
            CHECK(2 * pattern[1] == doctest::Approx(std::min(30.0, length / 2)));
        }
    }

    TEST_CASE("rules are badges, and a line is as secured as what passes along it") {
        Topology topology = pushed_mesh();
        topology.edges.push_back({0, 1, "v2"});
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(30);
        snapshot.edges[1] = flow_of(10);
        gui::MeshSigns signs;
        signs.gateways = {true, false};
        signs.rules = {"", "split 90/10"};
        signs.mutual_tls = {1.0, 0.0};
        const auto graph = mesh_graph(topology, {});
        const auto look = mesh_look(graph, topology, snapshot, gui::Metric::rate, signs);
        CHECK(look.boxes[0].is_gateway);
        CHECK(look.boxes[0].badges.empty());
        CHECK(look.boxes[1].badges == std::vector<std::string>{"split 90/10"});
        REQUIRE(look.links.size() == 1);
        REQUIRE(look.links[0].mutual_tls);
        CHECK(*look.links[0].mutual_tls == doctest::Approx(0.75));
        CHECK_FALSE(mesh_look(graph, topology, snapshot, gui::Metric::rate).links[0].mutual_tls);
    }

    TEST_CASE("a lock that is half closed looks otherwise, and nobody's is none") {
        const Topology topology = pushed_mesh();
        const Placement placement = gui::lay_out(mesh_graph(topology, {}));
        const auto lock = [&](std::optional<double> share) {
            QImage image{placement.size.toSize(), QImage::Format_RGB32};
            image.fill(Qt::white);
            QPainter painter{&image};
            paint_lock(painter, placement.lines[0], share, gui::palette_of(gui::Theme::light));
            return image;
        };
        CHECK(lock(1.0) != lock(0.5));
        CHECK(lock(0.5) != lock(0.0));
        CHECK(lock(0.0) == lock(std::nullopt));
    }

    TEST_CASE("clients are those whom nobody calls and whose pods are called after a load") {
        Topology topology = pushed_mesh();
        topology.loads = {"web"};
        const auto is_client = [&] {
            const gui::Snapshot snapshot = quiet_snapshot(topology);
            return mesh_look(mesh_graph(topology, {}), topology, snapshot, gui::Metric::rate)
                .boxes[0]
                .is_client;
        };
        CHECK_FALSE(is_client());
        topology.pods[0].name = "a-0-web";
        CHECK(is_client());
        topology.edges.push_back({1, 0, ""});
        CHECK_FALSE(is_client());
    }
}

}  // namespace mesh_signs_test
