#include "gui/window/side_by_side.hpp"

#include "gui/source/pair_run.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QCoreApplication>
#include <QEvent>
#include <QSplitter>
#include <QTest>
#include <doctest/doctest.h>

namespace side_by_side_test {

using namespace weft;
using namespace weft::tests;
using gui::MainWindow;
using gui::MeshWidget;
using gui::SideBySide;

constexpr int laid_out_within_ms = 20'000;

/// A window in which the small run is compared with a shorter one.
struct ComparingWindow {
    ComparingWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "b.db", 3)));
        REQUIRE(window.compare_with(record_small_run(folder, "a.db", 2)));
        window.show();
        sides = dynamic_cast<SideBySide*>(window.findChild<QSplitter*>("side-by-side"));
        REQUIRE(sides != nullptr);
        REQUIRE(
            QTest::qWaitFor([this] { return window.mesh().is_laid_out(); }, laid_out_within_ms));
    }

    TemporaryFolder folder;
    MainWindow window;
    SideBySide* sides = nullptr;
};

/// How often a widget was painted.
struct PaintCounter : QObject {
    bool eventFilter(QObject*, QEvent* event) override {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }

    int count = 0;
};

TEST_SUITE("side by side") {
    TEST_CASE("A stands beside B at the same moment, with the same boxes in the same places") {
        ComparingWindow it;
        CHECK(it.sides->other() == nullptr);
        CHECK(it.window.mesh().look().is_difference);
        it.sides->set_on(true);
        MeshWidget* const other = it.sides->other();
        REQUIRE(other != nullptr);
        CHECK_FALSE(it.window.mesh().look().is_difference);
        it.window.session().seek(at(2s + 500ms));
        it.window.mesh().zoom_by(1.5, {100, 100});
        it.window.picture();
        CHECK(other->graph() == it.window.mesh().graph());
        CHECK(other->zoom() == it.window.mesh().zoom());
        CHECK(other->place_of_box(1) == it.window.mesh().place_of_box(1));
        CHECK(other->look().boxes[1].figures == "10/s  10 % err");
        CHECK(it.window.mesh().look().boxes[1].figures == "10/s  10 % err");
        it.sides->set_on(false);
        CHECK(it.sides->other() == nullptr);
        CHECK(it.window.mesh().look().is_difference);
    }

    TEST_CASE("the same colour on both sides is the same figure") {
        ComparingWindow it;
        it.sides->set_on(true);
        MeshWidget* const other = it.sides->other();
        REQUIRE(other != nullptr);
        it.window.session().set_colouring(gui::Colouring::load);
        it.window.session().seek(at(2s + 500ms));  // Here A has ended.
        it.window.picture();
        CHECK(it.window.mesh().look().scale.greatest == other->look().scale.greatest);
        CHECK(other->look().scale.by == gui::Colouring::load);
    }

    TEST_CASE("what is done to A's mesh is done to B's") {
        ComparingWindow it;
        it.sides->set_on(true);
        it.window.picture();
        const QPoint place = it.window.mesh().place_of_box(1).center().toPoint();
        QTest::mouseClick(it.sides->other(), Qt::LeftButton, {}, place);
        CHECK(it.window.session().selection() == gui::Selection{gui::Selection::Kind::service, 1});
    }

    TEST_CASE("moving dots that are switched off are gone from both at once") {
        ComparingWindow it;
        it.sides->set_on(true);
        it.window.picture();
        QCoreApplication::processEvents();
        PaintCounter paints;
        it.sides->other()->installEventFilter(&paints);
        it.window.mesh().set_dots(false);
        CHECK(QTest::qWaitFor([&] { return paints.count > 0; }, laid_out_within_ms));
        CHECK_FALSE(it.sides->other()->has_dots());
    }

    TEST_CASE("another run alone ends it, and another pair begins it again") {
        ComparingWindow it;
        it.sides->set_on(true);
        CHECK(it.window.open(it.folder / "b.db"));
        CHECK(it.sides->other() == nullptr);
        CHECK(it.window.compare_with(it.folder / "a.db"));
        CHECK(it.sides->other() != nullptr);
    }

    TEST_CASE("each side is named by what may differ: scenario, seed and file") {
        ComparingWindow it;
        auto& pair = dynamic_cast<gui::PairRun&>(it.window.session().run());
        CHECK(gui::name_of_side(pair.a()) == "small, seed 18446744073709551615 (a.db)");
        CHECK(gui::name_of_side(pair.b()) == "small, seed 18446744073709551615 (b.db)");
    }

    TEST_CASE("where two runs begin to differ is marked in the time strip") {
        ComparingWindow it;
        const auto& strip = dynamic_cast<gui::TimeStrip&>(*it.window.findChild<QWidget*>("time"));
        CHECK(strip.divergence() == at(2s));
        CHECK(it.window.open(it.folder / "b.db"));
        CHECK_FALSE(strip.divergence());
    }
}

}  // namespace side_by_side_test
