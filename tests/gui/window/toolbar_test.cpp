#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"

#include <QLabel>
#include <QMenu>
#include <QStatusBar>
#include <QToolBar>
#include <doctest/doctest.h>

namespace toolbar_test {

namespace {

using namespace weft;
using namespace weft::tests;

QString status_of(const gui::MainWindow& window) {
    QString text;
    for (const QLabel* const label : window.statusBar()->findChildren<QLabel*>())
        text += label->text();
    return text;
}

}  // namespace

TEST_SUITE("tool bar and status") {
    TEST_CASE("what plays and steps is at hand, by short words and with its key") {
        const gui::MainWindow window;
        const auto* const bar = window.findChild<QToolBar*>("toolbar");
        REQUIRE(bar != nullptr);
        QStringList words;
        for (const QAction* const action : bar->actions()) {
            if (action->shortcut().isEmpty()) continue;
            words += action->iconText();
            CHECK_MESSAGE(action->toolTip().contains('('), action->text().toStdString());
        }
        const auto* const levels = window.findChild<QMenu*>("levels");
        REQUIRE(levels != nullptr);
        CHECK(bar->actions().contains(levels->menuAction()));
        CHECK(words ==
              QStringList{"Previous", "Step", "Play", "Fast", "Express", "Stop", "Until…"});
    }

    TEST_CASE("the status says of which configuration proxies are, and of which seeds two runs") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_shop(folder, "shop.db")));
        window.mesh().lay_out_now();
        window.session().seek(at(4s));
        window.session().seek(at(4s + 1ms));
        CHECK(status_of(window).contains("event 400   │   100 ev/s"));
        CHECK(status_of(window).contains("config v"));
        CHECK_FALSE(status_of(window).contains("seed"));
        REQUIRE(window.compare_with(record_shop(folder, "calm.db", false)));
        window.session().seek(at(3s));
        CHECK(status_of(window).contains("A: same seed as B"));
    }
}

}  // namespace toolbar_test
