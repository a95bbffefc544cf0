#include "gui/picture/box_text.hpp"

#include "gui/picture/mesh_paint.hpp"
#include "tests/gui/painted_text.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace box_text_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::BoxLook;
using gui::Detail;
using gui::detail_of;
using gui::Level;
using gui::MeshGraph;
using gui::MeshLook;
using gui::place_of_sign;
using gui::Placement;
using gui::Topology;
using gui::whole_text;

constexpr double zooms[] = {0.1,  0.15, 0.2, 0.25, 0.3, 0.39, 0.45, 0.5,  0.55, 0.6, 0.65,
                            0.69, 0.72, 0.8, 0.85, 0.9, 0.97, 1,    1.35, 2,    4};

const QRectF service_box{QPointF{0, 0}, QSizeF{196, 62}};

BoxLook busy_box() {
    return {.title = "payment",
            .figures = "17/s  38 % err",
            .pods = "2/3 pods",
            .badges = {"1 crashed", "split 90/10"}};
}

/// Three services that call each other, two pods behind each, all of them with much to say.
struct BusyMesh {
    explicit BusyMesh(Level level) {
        Topology topology;
        add_chain(topology, "recommendationservice", 3);
        for (std::uint32_t pod = 0; pod < 6; ++pod) {
            topology.services[pod / 2].pods.push_back(pod);
            topology.pods.push_back(
                {topology.services[pod / 2].name + "-5d8f-" + std::to_string(pod), pod / 2});
        }
        topology.has_control = true;
        gui::Snapshot snapshot = quiet_snapshot(topology);
        snapshot.newest_config = 17;
        for (gui::PodState& pod : snapshot.pods)
            pod.config = 15;
        for (gui::Flow& flow : snapshot.edges)
            flow = flow_of(1200, 300);
        graph = mesh_graph(topology, {.level = level});
        look = mesh_look(graph, topology, snapshot, gui::Metric::rate);
        placement = gui::lay_out(graph);
    }

    std::vector<PaintedText> painted(double zoom) const {
        TextRecorder recorder{(placement.size * zoom).toSize()};
        QPainter painter{&recorder};
        painter.scale(zoom, zoom);
        paint_mesh(painter, graph, placement, look, {}, gui::palette_of(gui::Theme::light), zoom);
        return recorder.texts();
    }

    MeshGraph graph;
    MeshLook look;
    Placement placement;
};

QString painted_box(const BoxLook& look, double zoom) {
    TextRecorder recorder{service_box.size().toSize()};
    QPainter painter{&recorder};
    painter.scale(zoom, zoom);
    paint_box_text(painter, service_box, look, gui::palette_of(gui::Theme::light), zoom);
    return words_of(recorder.texts());
}

}  // namespace

TEST_SUITE("text of the mesh") {
    TEST_CASE("no text is smaller than 9 points, at any zoom") {
        for (const Level level : {Level::service, Level::pod}) {
            const BusyMesh mesh{level};
            for (const double zoom : zooms) {
                CAPTURE(zoom);
                const std::vector<PaintedText> texts = mesh.painted(zoom);
                CHECK(texts.empty() == (zoom < 0.19));
                for (const PaintedText& text : texts) {
                    CAPTURE(text.text.toStdString());
                    CHECK(text.pixels > gui::smallest_text - 0.01);
                }
            }
        }
    }

    TEST_CASE("no two texts lie on each other, at any zoom") {
        for (const Level level : {Level::service, Level::pod}) {
            const BusyMesh mesh{level};
            for (const double zoom : zooms) {
                CAPTURE(zoom);
                const std::vector<PaintedText> texts = mesh.painted(zoom);
                for (std::size_t one = 0; one < texts.size(); ++one) {
                    for (std::size_t other = 0; other < one; ++other) {
                        CAPTURE(texts[one].text.toStdString());
                        CAPTURE(texts[other].text.toStdString());
                        // Less by what rounding may add.
                        const QRectF inside = texts[one].place.adjusted(1.5, 1.5, -1.5, -1.5);
                        CHECK_FALSE(inside.intersects(texts[other].place));
                    }
                }
            }
        }
    }

    TEST_CASE("a box says the less, the smaller it is on the screen") {
        CHECK(detail_of(service_box, 0.06) == Detail::plain);
        CHECK(detail_of(service_box, 0.07) == Detail::sign);
        CHECK(detail_of(service_box, 0.19) == Detail::sign);
        CHECK(detail_of(service_box, 0.2) == Detail::name);
        CHECK(detail_of(service_box, 0.4) == Detail::name);
        CHECK(detail_of(service_box, 0.6) == Detail::figures);
        CHECK(detail_of(service_box, 1) == Detail::badges);
        CHECK(detail_of(service_box, 4) == Detail::badges);
        MeshGraph::Box box;
        box.kind = MeshGraph::Box::Kind::version;
        CHECK(detail_of({QPointF{0, 0}, gui::size_of(box)}, 1) == Detail::figures);
        box.kind = MeshGraph::Box::Kind::rest;
        CHECK(detail_of({QPointF{0, 0}, gui::size_of(box)}, 1) == Detail::name);
    }

    TEST_CASE("its name goes last, its badges first, and the word behind a number before it") {
        CHECK(painted_box(busy_box(), 0.15).isEmpty());
        CHECK(painted_box(busy_box(), 0.4) == "payment");
        CHECK(painted_box(busy_box(), 0.6).startsWith("payment17/s  38 %"));
        CHECK_FALSE(painted_box(busy_box(), 0.6).contains("crashed"));
        CHECK(painted_box(busy_box(), 0.72).contains("17/s  38 % err2/3"));
        CHECK_FALSE(painted_box(busy_box(), 0.72).contains("pods"));
        CHECK(painted_box(busy_box(), 1) == "payment17/s  38 % err2/3 pods1 crashedsplit 90/10");
    }

    TEST_CASE("all of it can be read in one line, too") {
        CHECK(whole_text(busy_box()) ==
              "payment, 17/s  38 % err, 2/3 pods, 1 crashed, split 90/10");
        CHECK(whole_text({.title = "v1", .figures = "up", .pods = {}, .badges = {}}) == "v1, up");
    }

    TEST_CASE("its sign is inside at any zoom, and left of its text") {
        for (const double zoom : zooms) {
            CAPTURE(zoom);
            const QRectF sign = place_of_sign(service_box, zoom);
            CHECK(service_box.contains(sign));
            CHECK((sign.center().x() < 60) == (detail_of(service_box, zoom) >= Detail::name));
        }
    }

    TEST_CASE("a pod's name begins as its service's does, which can go") {
        const BusyMesh mesh{Level::pod};
        for (std::size_t box = 0; box < mesh.graph.boxes.size(); ++box) {
            const bool is_pod = mesh.graph.boxes[box].kind == MeshGraph::Box::Kind::pod;
            CHECK(mesh.look.boxes[box].shared.empty() != is_pod);
        }
        const QString far = words_of(mesh.painted(0.4));
        for (const char* const end : {"-0", "-1", "-2", "-3", "-4", "-5"})
            CHECK(far.contains(end));
    }

    TEST_CASE("of two labels in one place one is painted, and the one that is pointed at first") {
        MeshGraph graph;
        graph.boxes = {{.title = "a", .services = {0}, .ns = {}},
                       {.title = "b", .services = {1}, .ns = {}}};
        graph.links = {{0, 1, {0}, false}, {1, 0, {1}, false}};
        Placement placement;
        placement.size = {600, 300};
        placement.boxes = {{0, 0, 196, 62}, {400, 0, 196, 62}};
        const Placement::Line line{
            .path = {}, .way = {{300, 200}, {310, 200}}, .label = {300, 200}};
        placement.lines = {line, line};
        MeshLook look;
        look.boxes.resize(2);
        look.boxes[0].title = "a";
        look.boxes[1].title = "b";
        look.links = {{.label = "5/s"}, {.label = "7/s"}};
        const auto words = [&](const gui::MeshMarks& marks) {
            TextRecorder recorder{placement.size.toSize()};
            QPainter painter{&recorder};
            paint_mesh(painter, graph, placement, look, marks, gui::palette_of(gui::Theme::light),
                       1);
            return words_of(recorder.texts());
        };
        CHECK(words({}) == "ab5/s");
        CHECK(words({.pointed_link = 1}) == "ab7/s");
        placement.lines[1].label = {300, 240};
        CHECK(words({}) == "ab5/s7/s");
        placement.lines[1].label = {400, 40};
        CHECK(words({}) == "ab5/s");
    }
}

}  // namespace box_text_test
