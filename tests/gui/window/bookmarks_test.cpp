#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <QSettings>
#include <doctest/doctest.h>

#include <vector>

namespace bookmarks_test {

using namespace weft;
using namespace weft::tests;

struct MarkedWindow {
    explicit MarkedWindow(const std::filesystem::path& run) { REQUIRE(window.open(run)); }

    void press(const char* keys) {
        for (QAction* const action : window.findChildren<QAction*>())
            if (action->shortcut() == QKeySequence{keys}) return action->trigger();
        FAIL("no action has these keys");
    }
    void mark(mesh::Instant moment) {
        window.session().seek(moment);
        press("M");
    }
    const std::vector<mesh::Instant>& marks() { return window.session().bookmarks(); }

    gui::MainWindow window;
};

TEST_SUITE("bookmarks") {
    TEST_CASE("keys lead from one to the next and back, and at one it is taken away") {
        QSettings{}.clear();
        const TemporaryFolder folder;
        MarkedWindow it{record_small_run(folder, "run.db", 3)};
        it.press("B");
        CHECK(it.window.message().contains("no other bookmark"));
        it.mark(at(2s));
        it.mark(at(500ms));
        it.window.session().seek(at(0s));
        for (const mesh::Instant next : {at(500ms), at(2s), at(2s)}) {
            it.press("B");
            CHECK(it.window.session().at() == next);
        }
        it.press("Shift+B");
        CHECK(it.window.session().at() == at(500ms));
        it.press("Shift+B");
        CHECK(it.window.session().at() == at(500ms));
        it.press("M");
        CHECK(it.marks() == std::vector{at(2s)});
    }

    TEST_CASE("they are kept for each run file") {
        QSettings{}.clear();
        const TemporaryFolder folder;
        const auto first = record_small_run(folder, "first.db", 3);
        const auto second = record_small_run(folder, "second.db", 3);
        MarkedWindow it{first};
        it.mark(at(1s));
        REQUIRE(it.window.open(second));
        CHECK(it.marks().empty());
        it.mark(at(2s));
        REQUIRE(it.window.open(first));
        CHECK(it.marks() == std::vector{at(1s)});
        REQUIRE(it.window.compare_with(second));
        CHECK(it.marks() == std::vector{at(1s)});
        it.mark(at(1s));
        MarkedWindow later{first};
        CHECK(later.marks().empty());
        REQUIRE(later.window.open(second));
        CHECK(later.marks() == std::vector{at(2s)});
    }
}

}  // namespace bookmarks_test
