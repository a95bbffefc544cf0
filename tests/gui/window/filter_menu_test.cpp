// "Filter by this" in the tables.
#include "gui/window/main_window.hpp"
#include "tests/gui/mesh_menu.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>
#include <doctest/doctest.h>

namespace filter_menu_test {

namespace {

using namespace weft;
using namespace weft::tests;

/// A window that shows the small run.
class TableWindow {
public:
    TableWindow() { REQUIRE(window.open(record_small_run(folder, "run.db", 3))); }

    QTableView& table(const char* name) { return *window.findChild<QTableView*>(name); }
    QLineEdit& filter() { return *window.findChild<QLineEdit*>("filter"); }

    /// What the menu of a table offers for a row; the last of it is chosen.
    QStringList choose_last(const char* name, int row) {
        QTableView& of = table(name);
        of.setCurrentIndex(of.model()->index(row, 0));
        QContextMenuEvent asked{QContextMenuEvent::Keyboard, QPoint{5, 5},
                                of.viewport()->mapToGlobal(QPoint{5, 5})};
        QApplication::sendEvent(of.viewport(), &asked);
        auto* const menu = of.findChild<QMenu*>("filter-menu");
        REQUIRE(menu != nullptr);
        QStringList texts;
        for (const QAction* const action : menu->actions())
            texts << action->text();
        menu->actions().last()->trigger();
        menu->close();
        return texts;
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("filter menu") {
    TEST_CASE("an event offers its kind and whom it is about, and narrows all panels") {
        TableWindow it;
        REQUIRE(it.table("events").model()->index(2, 1).data().toString().contains("ejected"));
        CHECK(it.choose_last("events", 2) ==
              QStringList{"Filter by kind:host_ejected", "Filter by shop", "Filter by shop-v1-0"});
        CHECK(it.filter().text() == "shop-v1-0");
        CHECK(it.table("events").model()->rowCount() == 3);
    }

    TEST_CASE("a request offers its load and how it ended, beside what is written") {
        TableWindow it;
        it.filter().setText("t:0s..2s where: latency > 1ms");
        REQUIRE(it.table("requests").model()->rowCount() == 2);
        CHECK(it.choose_last("requests", 0) == QStringList{"Filter by web", "Filter by -err>0%"});
        CHECK(it.filter().text() == "t:0s..2s -err>0% where: latency > 1ms");
        CHECK(it.table("requests").model()->rowCount() == 2);
    }

    TEST_CASE("a line of the mesh offers the services at its ends") {
        TableWindow it;
        it.window.show();
        it.window.session().select({gui::Selection::Kind::edge, 0});
        REQUIRE(choose_in_menu(it.window, "Filter by This"));
        CHECK(it.filter().text() == "between:client,shop");
    }

    TEST_CASE("where there is no row there is no menu") {
        TableWindow it;
        it.filter().setText("kind:node_lost");
        QTableView& events = it.table("events");
        REQUIRE(events.model()->rowCount() == 0);
        QContextMenuEvent asked{QContextMenuEvent::Keyboard, QPoint{5, 5},
                                events.viewport()->mapToGlobal(QPoint{5, 5})};
        QApplication::sendEvent(events.viewport(), &asked);
        CHECK(events.findChild<QMenu*>("filter-menu") == nullptr);
    }
}

}  // namespace filter_menu_test
