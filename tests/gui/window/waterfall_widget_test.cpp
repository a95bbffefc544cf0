#include "gui/window/waterfall_widget.hpp"

#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QTest>
#include <doctest/doctest.h>

namespace waterfall_widget_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

/// A window that shows the second request of the small run: a call of 10 ms and one work.
class FallingWindow {
public:
    FallingWindow() {
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.session().select({Selection::Kind::request, gui::none, "web", 10});
    }

    gui::WaterfallWidget& fall() {
        return dynamic_cast<gui::WaterfallWidget&>(*window.findChild<QWidget*>("waterfall"));
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("waterfall widget") {
    TEST_CASE("a click seeks to where a call begins, and beside the rows to nowhere") {
        FallingWindow it;
        REQUIRE(it.fall().rows().size() == 2);
        QTest::mouseClick(&it.fall(), Qt::LeftButton, {}, {20, 55});
        CHECK(it.window.session().at() == at(1'001ms));
        QTest::mouseClick(&it.fall(), Qt::LeftButton, {}, {20, 33});
        CHECK(it.window.session().at() == at(1s));
        QTest::mouseClick(&it.fall(), Qt::LeftButton, {}, {20, 10});
        CHECK(it.window.session().at() == at(1s));
    }

    TEST_CASE("the menu folds long waits, of the next request, too") {
        FallingWindow it;
        const auto toggle = [&] {
            for (QAction* const action : it.window.findChildren<QAction*>())
                if (action->text() == "Waterfall with Long Waits Folded") action->trigger();
        };
        CHECK(it.fall().axis().folds().empty());
        toggle();
        CHECK(it.fall().axis().folds().size() == 2);  // For a worker, and while it works.
        it.window.session().select({});
        CHECK(it.fall().axis().folds().empty());
        it.window.session().select({Selection::Kind::request, gui::none, "web", 20});
        CHECK(it.fall().axis().folds().size() == 2);
        toggle();
        CHECK(it.fall().axis().folds().empty());
    }
}

}  // namespace waterfall_widget_test
