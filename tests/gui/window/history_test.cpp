#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <doctest/doctest.h>

namespace history_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

class VisitedWindow {
public:
    VisitedWindow() { REQUIRE(window.open(record_small_run(folder, "run.db", 3))); }

    gui::Session& session() { return window.session(); }
    QAction& level(const char* name) {
        auto* const found = window.findChild<QAction*>(name);
        REQUIRE(found != nullptr);
        return *found;
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("back and forward") {
    TEST_CASE("who only went to another moment comes back, too") {
        VisitedWindow it;
        it.session().select({Selection::Kind::service, 1});
        it.session().seek(at(1s));
        it.session().go_back();
        CHECK(it.session().at() == at(0s));
        CHECK(it.session().selection() == Selection{Selection::Kind::service, 1});
        it.session().go_forward();
        CHECK(it.session().at() == at(1s));
        it.session().go_forward();
        CHECK(it.session().at() == at(1s));
    }

    TEST_CASE("what of the mesh was seen comes back, and the menu says so") {
        VisitedWindow it;
        gui::MeshView near = it.window.mesh().view();
        near.focus = 1;
        it.window.mesh().set_view(near);
        it.level("level-pods").trigger();
        REQUIRE(it.window.mesh().view().level == gui::Level::pod);
        it.session().go_back();
        CHECK(it.window.mesh().view().level == gui::Level::service);
        CHECK(it.window.mesh().view().focus == 1);
        CHECK(it.level("level-services").isChecked());
        it.session().go_back();
        CHECK(it.window.mesh().view().focus == gui::none);
        it.session().go_back();
        CHECK(it.window.mesh().view().focus == gui::none);
        it.session().go_forward();
        it.session().go_forward();
        CHECK(it.window.mesh().view().level == gui::Level::pod);
        CHECK(it.level("level-pods").isChecked());
    }

    TEST_CASE("a level stays for the next run, and the way back begins anew") {
        VisitedWindow it;
        it.level("level-pods").trigger();
        REQUIRE(it.window.open(record_small_run(it.folder, "other.db", 2)));
        it.session().go_back();
        CHECK(it.window.mesh().view().level == gui::Level::pod);
        CHECK(it.session().run().range().end == at(2s));
    }
}

}  // namespace history_test
