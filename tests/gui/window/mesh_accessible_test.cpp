#include "gui/source/bundled_runs.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAccessible>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTest>
#include <QToolBar>
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace mesh_accessible_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

constexpr int laid_out_patience_ms = 20'000;

/// A window that shows the small run: "client" calls "shop".
class HeardWindow {
public:
    HeardWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        REQUIRE(
            QTest::qWaitFor([this] { return window.mesh().is_laid_out(); }, laid_out_patience_ms));
    }

    QAccessibleInterface& mesh() {
        QAccessibleInterface* const found = QAccessible::queryAccessibleInterface(&window.mesh());
        REQUIRE(found != nullptr);
        return *found;
    }
    QAccessibleInterface& box(std::uint32_t service) {
        QAccessibleInterface* const found =
            mesh().child(static_cast<int>(window.mesh().graph().box_of(service)));
        REQUIRE(found != nullptr);
        return *found;
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

int alerts = 0;

void count_alerts(QAccessibleEvent* event) {
    alerts += event->type() == QAccessible::Alert ? 1 : 0;
}

/// The actions that a key leads to: menus are opened by Alt and their letter.
void add_actions_of(const QMenu& menu, std::set<const QAction*>& reached) {
    for (const QAction* const action : menu.actions()) {
        if (action->menu() != nullptr) {
            add_actions_of(*action->menu(), reached);
        } else {
            reached.insert(action);
        }
    }
}

/// Qt's own: what clears a text field, and what hides a toolbar or a dock that always stays.
bool is_of_qt(const QAction& action) {
    const QObject* const owner = action.parent();
    const auto* const dock = qobject_cast<const QDockWidget*>(owner);
    const bool stays =
        dock != nullptr && !dock->features().testFlag(QDockWidget::DockWidgetClosable);
    return stays || qobject_cast<const QLineEdit*>(owner) != nullptr ||
           qobject_cast<const QToolBar*>(owner) != nullptr || action.objectName().startsWith("_q_");
}

}  // namespace

TEST_SUITE("accessibility") {
    TEST_CASE("a screen reader finds the boxes of the mesh, with names, places and state") {
        HeardWindow it;
        CHECK(it.mesh().childCount() == 2);
        CHECK(it.mesh().child(2) == nullptr);
        CHECK(it.mesh().text(QAccessible::Name) == "Mesh");
        QAccessibleInterface& shop = it.box(1);
        CHECK(shop.text(QAccessible::Name).startsWith("shop, failing, 10 percent errors"));
        CHECK(shop.text(QAccessible::Description) == "called by client");
        CHECK(shop.state().focusable);
        CHECK_FALSE(shop.state().selected);
        CHECK(it.mesh().indexOfChild(&shop) ==
              static_cast<int>(it.window.mesh().graph().box_of(1)));
        CHECK(shop.parent() == &it.mesh());
        const QPoint middle = shop.rect().center();
        CHECK(it.mesh().childAt(middle.x(), middle.y()) == &shop);
        CHECK(it.mesh().childAt(-5, -5) == nullptr);

        it.window.session().select({Selection::Kind::service, 1});
        CHECK(shop.state().selected);
        it.window.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&it.window));
        it.window.mesh().setFocus();
        CHECK(shop.state().focused);
        CHECK(it.mesh().focusChild() == &shop);
    }

    TEST_CASE("boxes are related along the calls, and can be pressed") {
        HeardWindow it;
        QAccessibleInterface& client = it.box(0);
        const auto related = client.relations(QAccessible::AllRelations);
        REQUIRE(related.size() == 1);
        CHECK(related[0].first == &it.box(1));
        CHECK(related[0].second == QAccessible::Controlled);
        CHECK(client.relations(QAccessible::Controller).isEmpty());
        CHECK(it.box(1).relations(QAccessible::Controller).size() == 1);
        REQUIRE(client.actionInterface() != nullptr);
        client.actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        CHECK(it.window.session().selection() == Selection{Selection::Kind::service, 0});
    }

    TEST_CASE("another graph has other boxes") {
        HeardWindow it;
        CHECK(it.box(1).isValid());
        auto filter = gui::read_filter("shop");
        REQUIRE(filter);
        it.window.session().set_filter(std::move(*filter));
        it.window.mesh().lay_out_now();
        CHECK(it.mesh().childCount() == 1);
        CHECK(it.box(1).text(QAccessible::Name).startsWith("shop"));
    }

    TEST_CASE("changes of state are announced to who listens") {
        gui::MainWindow window;
        REQUIRE(window.open_example(gui::first_example));
        window.mesh().lay_out_now();
        QAccessible::installUpdateHandler(count_alerts);
        QAccessible::setActive(true);
        if (!QAccessible::isActive()) {
            MESSAGE("skipped: nobody can listen on this platform");
            return;
        }
        alerts = 0;
        window.session().seek(at(20s));
        CHECK(alerts == 0);
        window.session().seek(at(40s));
        CHECK(alerts == 1);
        CHECK(window.mesh().accessibleDescription().contains("orders-plain failing"));
        QAccessible::setActive(false);
        QAccessible::installUpdateHandler(nullptr);
    }

    TEST_CASE("who wants nothing to move sees no dots, this time and the next") {
        QSettings{}.remove("reduced-motion");
        const auto reduced = [](const gui::MainWindow& window) {
            const auto actions = window.findChildren<QAction*>();
            const auto found = std::ranges::find_if(
                actions, [](const QAction* it) { return it->text() == "Reduced &Motion"; });
            REQUIRE(found != actions.end());
            return *found;
        };
        gui::MainWindow window;
        CHECK(window.mesh().has_dots());
        reduced(window)->toggle();
        CHECK_FALSE(window.mesh().has_dots());
        const gui::MainWindow next;
        CHECK(reduced(next)->isChecked());
        reduced(window)->toggle();
        CHECK(window.mesh().has_dots());
    }

    TEST_CASE("every action has a text and can be reached by keyboard") {
        HeardWindow it;
        std::set<const QAction*> reached;
        for (const QAction* const action : it.window.menuBar()->actions()) {
            CHECK_MESSAGE(action->text().contains('&'), action->text().toStdString());
            REQUIRE(action->menu() != nullptr);
            add_actions_of(*action->menu(), reached);
        }
        for (const QAction* const action : it.window.findChildren<QAction*>()) {
            if (action->isSeparator() || action->menu() != nullptr || is_of_qt(*action)) continue;
            CHECK_FALSE(action->text().isEmpty());
            const bool is_reached = reached.contains(action) || !action->shortcut().isEmpty();
            CHECK_MESSAGE(is_reached, action->text().toStdString());
        }
        std::set<QString> keys;
        for (const QAction* const action : it.window.findChildren<QAction*>()) {
            const QString key = action->shortcut().toString();
            if (key.isEmpty()) continue;
            CHECK_MESSAGE(keys.insert(key).second, key.toStdString(), " is given twice");
        }
    }
}

}  // namespace mesh_accessible_test
