#include "gui/window/failed_request.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <doctest/doctest.h>

#include <algorithm>

namespace quick_actions_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

}  // namespace

TEST_SUITE("quick actions") {
    TEST_CASE("the slowest request near the moment is traced, of those that met the selection") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        gui::Session& session = window.session();
        const auto actions = window.findChildren<QAction*>();
        const auto trace = std::ranges::find(actions, QString{"Trace the Slowest"}, &QAction::text);
        REQUIRE(trace != actions.end());
        CHECK((*trace)->shortcut() == QKeySequence{"Shift+W"});
        (*trace)->trigger();
        CHECK(session.selection().kind == Selection::Kind::request);
        CHECK(session.selection().load == "web");
        CHECK(window.tabs().tabText(window.tabs().currentIndex()) == "Requests");
        CHECK(gui::service_of_selection(session) == gui::none);

        session.select({Selection::Kind::pod, 0});
        CHECK(gui::service_of_selection(session) == 1);
        CHECK(gui::select_slowest_request(session));
        CHECK(session.selection().load == "web");
    }

    TEST_CASE("where no sampled request met the selection, it stays") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        gui::Session& session = window.session();
        const Selection client{Selection::Kind::service, 0};
        session.select(client);
        CHECK_FALSE(gui::select_slowest_request(session));
        CHECK(session.selection() == client);
    }
}

}  // namespace quick_actions_test
