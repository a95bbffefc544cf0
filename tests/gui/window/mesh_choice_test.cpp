// Choosing several boxes of the mesh, levels by key, and what is pointed at.
#include "gui/window/inspector.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <QLabel>
#include <QSettings>
#include <QTest>
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mesh_choice_test {

using namespace weft;
using namespace weft::tests;
using gui::Level;
using gui::MainWindow;
using gui::MeshWidget;

constexpr int laid_out_within_ms = 20'000;

/// A window that shows the small run: "client" calls "shop".
struct ChoosingWindow {
    ChoosingWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        wait();
    }

    void wait() {
        REQUIRE(QTest::qWaitFor([this] { return mesh().is_laid_out(); }, laid_out_within_ms));
    }
    MeshWidget& mesh() { return window.mesh(); }
    QPoint middle_of(std::uint32_t box) { return mesh().place_of_box(box).center().toPoint(); }

    TemporaryFolder folder;
    MainWindow window;
};

TEST_SUITE("choosing in the mesh") {
    TEST_CASE("a click with Shift chooses, Enter shows the chosen alone, Escape all again") {
        ChoosingWindow it;
        QTest::mouseClick(&it.mesh(), Qt::LeftButton, Qt::ShiftModifier, it.middle_of(1));
        CHECK(it.mesh().marks().is_chosen(1));
        CHECK_FALSE(it.mesh().marks().is_chosen(0));
        QTest::keyClick(&it.mesh(), Qt::Key_Return);
        it.wait();
        REQUIRE(it.mesh().graph().boxes.size() == 1);
        CHECK(it.mesh().graph().boxes[0].title == "shop");
        QTest::keyClick(&it.mesh(), Qt::Key_Escape);
        it.wait();
        CHECK(it.mesh().graph().boxes.size() == 2);
    }

    TEST_CASE("a line is hit anywhere along it, however far it is zoomed in") {
        ChoosingWindow it;
        const QPointF from = it.mesh().place_of_box(0).center();
        const QPointF to = it.mesh().place_of_box(1).center();
        it.mesh().zoom_by(4, (from + to) / 2);
        const QPoint middle = ((from + to) / 2).toPoint();
        for (int step = -20; step <= 20; ++step) {
            it.window.session().select({});
            const QPoint along =
                (to - from).x() > (to - from).y() ? QPoint{step, 0} : QPoint{0, step};
            QTest::mouseClick(&it.mesh(), Qt::LeftButton, {}, middle + along);
            CHECK(it.window.session().selection().kind == gui::Selection::Kind::edge);
        }
    }

    TEST_CASE("a line that stands for several says what passes along all, and along each") {
        ChoosingWindow it;
        const QPointF middle =
            (it.mesh().place_of_box(0).center() + it.mesh().place_of_box(1).center()) / 2;
        QTest::mouseClick(&it.mesh(), Qt::LeftButton, {}, middle.toPoint());
        auto& session = it.window.session();
        // All calls to v2 fail, and one in ten goes there.
        CHECK(session.selection().number == 1);
        CHECK(session.selection().also == std::vector<std::uint32_t>{0});
        const auto* const title = it.window.findChild<QLabel*>("inspector-title");
        CHECK(title->text() == "■ client → shop v2 +1 more: failing");
        const QString figures = figures_of(session.run(), session.snapshot(), session.selection());
        CHECK(figures.contains("10/s"));
        CHECK(figures.indexOf("shop v2") < figures.indexOf("shop v1"));
        CHECK(figures.contains("0 % err"));
        const gui::CurveOf curve = curve_of(session.selection(), session.topology());
        CHECK(session.run().curve(curve)[1].requests == 10);
        CHECK(session.run().curve(curve)[1].failed == 1);
    }

    TEST_CASE("what a filter accepts by its figures comes and goes with the moment") {
        ChoosingWindow it;
        REQUIRE(it.window.open(record_shop(it.folder, "shop.db")));
        const auto failing_at = [&](mesh::Instant moment) {
            it.window.session().seek(moment);
            it.wait();
            std::vector<std::string> titles;
            for (const gui::MeshGraph::Box& box : it.mesh().graph().boxes)
                titles.push_back(box.title);
            std::ranges::sort(titles);
            return titles;
        };
        it.window.session().seek(at(1500ms));
        it.window.session().set_filter(gui::read_filter("err>15%").value());
        CHECK(failing_at(at(1s)).empty());
        CHECK(failing_at(at(4s)) ==
              std::vector<std::string>{"client", "frontend", "payment", "shipping"});
        CHECK(failing_at(at(7s)).empty());
    }

    TEST_CASE("boxes that stay glide to where they belong, unless motion is reduced") {
        ChoosingWindow it;
        REQUIRE(it.window.open(record_shop(it.folder, "shop.db")));
        it.wait();
        bool glided = false;
        const auto narrow_to = [&](const char* filter) {
            glided = false;
            it.window.session().set_filter(gui::read_filter(filter).value());
            REQUIRE(QTest::qWaitFor(
                [&] {
                    glided = it.mesh().is_gliding();
                    return it.mesh().is_laid_out();
                },
                laid_out_within_ms));
        };
        CHECK_FALSE(it.mesh().is_gliding());  // There was another run before.
        narrow_to("-ledger");
        CHECK(glided);
        // What is hit is where it will be.
        const QPoint there = it.middle_of(0);
        QTest::mouseClick(&it.mesh(), Qt::LeftButton, {}, there);
        CHECK(it.mesh().selected_box() == 0);
        REQUIRE(QTest::qWaitFor([&] { return !it.mesh().is_gliding(); }, laid_out_within_ms));
        CHECK(it.middle_of(0) == there);
        narrow_to("");
        it.window.picture();
        CHECK_FALSE(it.mesh().is_gliding());  // A picture waits for nothing.
        for (QAction* const action : it.window.findChildren<QAction*>())
            if (action->text() == "Reduced &Motion") action->setChecked(true);
        narrow_to("-ledger");
        CHECK_FALSE(glided);
        QSettings{}.remove("reduced-motion");
    }

    TEST_CASE("a click on a closed namespace selects none of those that were selected before") {
        ChoosingWindow it;
        REQUIRE(it.window.open(record_shop(it.folder, "shop.db")));
        gui::MeshView view = it.mesh().view();
        view.closed.insert("shop");
        it.mesh().set_view(std::move(view));
        it.wait();
        const auto& boxes = it.mesh().graph().boxes;
        const auto group = std::ranges::find_if(boxes, &gui::MeshGraph::Box::is_group);
        REQUIRE(group != boxes.end());
        it.window.session().select({.kind = gui::Selection::Kind::service, .number = 0});
        QTest::mouseClick(&it.mesh(), Qt::LeftButton, {},
                          it.middle_of(static_cast<std::uint32_t>(group - boxes.begin())));
        CHECK(it.window.session().selection() == gui::Selection{});
    }

    TEST_CASE("a second click with Shift takes it back, and so does Escape") {
        ChoosingWindow it;
        for (const bool is_chosen : {true, false, true}) {
            QTest::mouseClick(&it.mesh(), Qt::LeftButton, Qt::ShiftModifier, it.middle_of(0));
            CHECK(it.mesh().marks().is_chosen(0) == is_chosen);
        }
        QTest::keyClick(&it.mesh(), Qt::Key_Escape);
        CHECK_FALSE(it.mesh().marks().is_chosen(0));
        CHECK(it.mesh().graph().boxes.size() == 2);
    }

    TEST_CASE("dragging with Ctrl chooses all that the rectangle meets, and moves nothing") {
        ChoosingWindow it;
        const QPoint before = it.middle_of(0);
        const QRect first = it.mesh().place_of_box(0).toRect();
        const QPoint from = first.topLeft() - QPoint{5, 5};
        const QPoint to = first.center();
        QTest::mousePress(&it.mesh(), Qt::LeftButton, Qt::ControlModifier, from);
        QTest::mouseMove(&it.mesh(), to);
        QTest::mouseRelease(&it.mesh(), Qt::LeftButton, Qt::ControlModifier, to);
        CHECK(it.mesh().marks().is_chosen(0));
        CHECK_FALSE(it.mesh().marks().is_chosen(1));
        CHECK(it.middle_of(0) == before);
    }
}

TEST_SUITE("levels by key") {
    TEST_CASE("3 and 4 show versions and pods behind the services, 2 the services again") {
        ChoosingWindow it;
        const auto press = [&](const char* key) {
            for (QAction* const action : it.window.findChildren<QAction*>())
                if (action->shortcut() == QKeySequence{key}) action->trigger();
            it.wait();
            return it.mesh().graph().boxes.size();
        };
        CHECK(press("3") == 4);  // v1 and v2 of the shop.
        CHECK(it.mesh().view().level == Level::version);
        CHECK(press("4") == 3);
        QTest::mouseClick(&it.mesh(), Qt::LeftButton, {}, it.middle_of(2));
        CHECK(it.window.session().selection() == gui::Selection{gui::Selection::Kind::pod, 0});
        CHECK(press("2") == 2);
    }
}

}  // namespace mesh_choice_test
