// Everything by keyboard: what it is on stays in sight, and is marked.
#include "gui/window/keyboard_focus.hpp"

#include "gui/window/main_window.hpp"
#include "gui/window/waterfall_table.hpp"
#include "tests/gui/shop_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace keyboard_focus_test {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

constexpr int laid_out_within_ms = 20'000;

/// A window that shows the shop's run.
struct KeyWindow {
    KeyWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_shop(folder, "shop.db")));
        window.show();
        QApplication::setActiveWindow(&window);
        REQUIRE(
            QTest::qWaitFor([this] { return window.mesh().is_laid_out(); }, laid_out_within_ms));
    }

    QWidget& find(const char* name) {
        auto* const found = window.findChild<QWidget*>(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    int marked_pixels(QWidget& widget) {
        const QImage picture = widget.grab().toImage();
        const QRgb accent = window.session().palette().accent.rgb();
        int marked = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                marked += picture.pixel(x, y) == accent ? 1 : 0;
        return marked;
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

TEST_SUITE("keyboard focus") {
    TEST_CASE("a box that arrows lead to is brought into sight, and one in sight moves nothing") {
        KeyWindow it;
        gui::MeshWidget& mesh = it.window.mesh();
        const auto is_seen = [&] {
            return QRectF{mesh.rect()}.contains(mesh.place_of_box(mesh.current_box()));
        };
        QTest::keyClick(&mesh, Qt::Key_Right);
        const QRectF before = mesh.place_of_box(0);
        QTest::keyClick(&mesh, Qt::Key_Right);
        CHECK(mesh.place_of_box(0) == before);
        mesh.zoom_by(4, mesh.place_of_box(mesh.current_box()).center());
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Left, Qt::Key_Left,
                                  Qt::Key_Left, Qt::Key_Down, Qt::Key_Up}) {
            QTest::keyClick(&mesh, key);
            CHECK(is_seen());
        }
    }

    TEST_CASE("arrows with Ctrl go over the picture") {
        KeyWindow it;
        gui::MeshWidget& mesh = it.window.mesh();
        const QPointF before = mesh.place_of_box(0).center();
        QTest::keyClick(&mesh, Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(&mesh, Qt::Key_Down, Qt::ControlModifier);
        CHECK(mesh.place_of_box(0).center() ==
              before - QPointF{mesh.width() / 8.0, mesh.height() / 8.0});
        QTest::keyClick(&mesh, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(&mesh, Qt::Key_Up, Qt::ControlModifier);
        CHECK(mesh.place_of_box(0).center() == before);
        CHECK(it.window.session().selection() == Selection{});
    }

    TEST_CASE("the heat map marks its cell while the keyboard is there, and scrolls along") {
        KeyWindow it;
        auto& heat = dynamic_cast<gui::HeatMap&>(it.find("heat-map"));
        it.window.mesh().setFocus();
        it.window.session().seek(at(4s));
        const int without = it.marked_pixels(heat);
        heat.setFocus();
        CHECK(it.marked_pixels(heat) > without + 100);

        QScrollArea small;
        small.resize(600, 60);
        gui::HeatMap other{it.window.session()};
        small.setWidget(&other);
        small.setWidgetResizable(true);
        small.show();
        other.read_all();
        REQUIRE(other.pods().size() == 8);
        for (int row = 0; row < 8; ++row)
            QTest::keyClick(&other, Qt::Key_Down);
        CHECK(small.verticalScrollBar()->value() > 60);
        const QPoint last = other.place_of_cell(7, 4).center().toPoint();
        CHECK(other.visibleRegion().contains(last));
        small.takeWidget();
    }

    TEST_CASE("keys go from call to call of a request, and seek to where one begins") {
        KeyWindow it;
        it.window.session().select({Selection::Kind::request, gui::none, "web", 40});
        it.window.tabs().setCurrentIndex(2);
        auto& fall = dynamic_cast<gui::WaterfallWidget&>(it.find("waterfall"));
        REQUIRE(fall.rows().size() > 2);
        fall.setFocus();
        CHECK(it.marked_pixels(fall) > 200);
        QTest::keyClick(&fall, Qt::Key_Up);
        CHECK(fall.current_row() == 0);
        QTest::keyClick(&fall, Qt::Key_Down);
        QTest::keyClick(&fall, Qt::Key_Return);
        CHECK(fall.current_row() == 1);
        CHECK(it.window.session().at() == fall.rows()[1].span.started);
        QTest::keyClick(&fall, Qt::Key_End);
        QTest::keyClick(&fall, Qt::Key_Down);
        CHECK(fall.current_row() == fall.rows().size() - 1);
        QTest::keyClick(&fall, Qt::Key_Home);
        CHECK(fall.current_row() == 0);
        CHECK(fall.accessibleDescription().toStdString() == fall.rows()[0].words());
    }

    TEST_CASE("the waterfall is a table, too, whose rows seek") {
        KeyWindow it;
        it.window.session().select({Selection::Kind::request, gui::none, "web", 40});
        for (QAction* const action : it.window.findChildren<QAction*>())
            if (action->shortcut() == QKeySequence{"Shift+R"}) action->trigger();
        auto& fall = dynamic_cast<gui::WaterfallWidget&>(it.find("waterfall"));
        auto& table = dynamic_cast<QTableView&>(it.find("waterfall-table"));
        REQUIRE(table.isVisible());
        REQUIRE(table.model()->rowCount() == static_cast<int>(fall.rows().size()));
        const auto text = [&](int row, int column) {
            return table.model()->index(row, column).data().toString();
        };
        CHECK(text(0, 0).contains("call"));
        CHECK(text(1, 0).startsWith("  "));
        CHECK(text(0, 5) == "yes");
        Q_EMIT table.activated(table.model()->index(1, 0));
        table.setCurrentIndex(table.model()->index(1, 0));
        Q_EMIT table.activated(table.currentIndex());
        CHECK(it.window.session().at() == fall.rows()[1].span.started);
        it.window.session().select({});
        CHECK(table.model()->rowCount() == 0);
    }

    TEST_CASE("Tab leads through all panels and back to where it began, and each says what it is") {
        KeyWindow it;
        it.window.mesh().setFocus();
        std::set<QWidget*> passed;
        QWidget* here = QApplication::focusWidget();
        while (here != nullptr && passed.insert(here).second) {
            CAPTURE(here->objectName().toStdString());
            CAPTURE(here->metaObject()->className());
            const bool says = !here->accessibleName().isEmpty() ||
                              !here->property("text").toString().isEmpty() ||
                              here->inherits("QTabBar");
            CHECK(says);
            QTest::keyClick(here, Qt::Key_Tab);
            here = QApplication::focusWidget();
        }
        for (const char* const name : {"heat-map", "time", "filter", "tabs"}) {
            CAPTURE(name);
            const auto is_of_it = [&](const QWidget* widget) {
                return widget == &it.find(name) || it.find(name).isAncestorOf(widget);
            };
            CHECK(std::ranges::any_of(passed, is_of_it));
        }
    }
}

}  // namespace keyboard_focus_test
