#include "gui/window/main_window.hpp"
#include "gui/window/run_until_sheet.hpp"
#include "gui/window/step_panel.hpp"
#include "tests/gui/played_shop.hpp"

#include <QAbstractItemModelTester>
#include <QTest>
#include <doctest/doctest.h>

namespace stepping_test {

namespace {

using namespace weft;
using namespace weft::tests;
using sim::observe::Change;

constexpr int step_patience_ms = 60'000;

/// A window that shows the run of the shop at 500 ms.
class SteppingWindow {
public:
    SteppingWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(play_shop_run(folder)));
        window.session().seek(at(500ms));
        window.show();
        window.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&window, step_patience_ms));
    }

    gui::StepPanel& steps() { return window.steps(); }
    template <class Widget>
    Widget* find(const char* name) {
        return window.findChild<Widget*>(name);
    }
    void press(Qt::Key key, Qt::KeyboardModifiers with = {}) {
        QTest::keyClick(&window.mesh(), key, with);
        wait();
    }
    void wait() {
        const auto is_there = [this] { return steps().is_on() && !steps().is_busy(); };
        REQUIRE(QTest::qWaitFor(is_there, step_patience_ms));
    }
    QString said() { return find<QLabel>("step-said")->text(); }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("stepping") {
    TEST_CASE("F4 plays the run up to the moment and on by one event, and time goes along") {
        SteppingWindow it;
        CHECK_FALSE(it.steps().is_on());
        it.press(Qt::Key_F4);
        const mesh::Instant first = it.window.session().at();
        CHECK(first >= at(500ms));
        CHECK(first == it.steps().state().at);
        auto* const table = it.find<QTableView>("events-ahead");
        const QAbstractItemModelTester tester{
            table->model(), QAbstractItemModelTester::FailureReportingMode::Fatal};
        REQUIRE(table->model()->rowCount() >= 2);
        const QString next = table->model()->index(0, 1).data().toString();
        it.press(Qt::Key_F4);
        CHECK(it.said().contains(next));
        it.press(Qt::Key_F4, Qt::ShiftModifier);
        CHECK(it.window.session().at() >= first);
        QTest::keyClick(&it.steps(), Qt::Key_Escape);
        CHECK_FALSE(it.steps().is_on());
        CHECK(table->model()->rowCount() == 0);
    }

    TEST_CASE("a breakpoint stops the run, and says so; one with a mistake is not taken") {
        SteppingWindow it;
        CHECK_FALSE(it.steps().add_breakpoint("error_share(wbe, 500ms) > 50%"));
        CHECK(it.find<QLabel>("breakpoint-wrong")->text().startsWith("13: unknown load"));
        CHECK(it.steps().add_breakpoint("error_share(web, 500ms) > 50%"));
        CHECK(it.find<QLabel>("breakpoint-wrong")->text().isEmpty());
        it.press(Qt::Key_F4);
        it.press(Qt::Key_F5);
        CHECK(it.said().contains("it is true that error_share(web, 500ms) > 50%"));
        CHECK(it.window.session().at() > at(1s));
        CHECK(it.window.session().at() <= at(1600ms));
        it.find<QListWidget>("breakpoints")->item(0)->setCheckState(Qt::Unchecked);
        it.press(Qt::Key_F5);
        CHECK(it.window.session().at() == at(3s));
    }

    TEST_CASE("Space runs a run on that is stepped through, and plays one that is not") {
        SteppingWindow it;
        REQUIRE(it.steps().add_breakpoint("error_share(web, 500ms) > 50%"));
        it.press(Qt::Key_F4);
        it.press(Qt::Key_Space);
        CHECK(it.said().contains("it is true that error_share(web, 500ms) > 50%"));
        CHECK_FALSE(it.window.session().is_playing());
        it.find<QListWidget>("breakpoints")->item(0)->setCheckState(Qt::Unchecked);
        it.press(Qt::Key_Space);
        CHECK(it.window.session().at() == at(3s));
        CHECK(it.steps().is_on());
        it.steps().leave();
        QTest::keyClick(&it.window.mesh(), Qt::Key_Space);
        CHECK(it.window.session().is_playing());
        it.window.session().play(false);
    }

    TEST_CASE("a breakpoint holds although what was to be done first was given up") {
        SteppingWindow it;
        REQUIRE(it.steps().add_breakpoint("error_share(web, 500ms) > 50%"));
        it.steps().run();
        it.window.session().seek(at(200ms));
        it.wait();
        CHECK(it.window.session().at() == at(200ms));
        it.press(Qt::Key_F5);
        CHECK(it.said().contains("it is true that error_share(web, 500ms) > 50%"));
    }

    TEST_CASE("a breakpoint that means nothing in another run is disabled there, and says why") {
        SteppingWindow it;
        REQUIRE(it.steps().add_breakpoint("error_share(web, 500ms) > 50%"));
        std::ofstream{it.folder / "bare.yaml"} << R"(apiVersion: weft/v1
kind: Scenario
name: bare
horizon: 1s
manifests: [app.yaml]
load: [{id: api, to: app, rate: 50/s}]
)";
        scenarios::PlayOptions options;
        options.scenario = (it.folder / "bare.yaml").string();
        options.out = it.folder / "bare.db";
        std::ostringstream out;
        std::ostringstream err;
        REQUIRE_MESSAGE(scenarios::play(options, out, err) == 0, err.str());
        REQUIRE(it.window.open(options.out));
        it.press(Qt::Key_F4);
        CHECK(it.window.message().isEmpty());
        const QListWidgetItem& breakpoint = *it.find<QListWidget>("breakpoints")->item(0);
        CHECK(breakpoint.checkState() == Qt::Unchecked);
        CHECK(breakpoint.toolTip().contains("unknown load"));
    }

    TEST_CASE("a run that plays as it was recorded is stopped, and stops for a step") {
        SteppingWindow it;
        it.press(Qt::Key_F4);
        it.window.session().play(true);
        QTest::keyClick(&it.window.mesh(), Qt::Key_F5);
        CHECK_FALSE(it.window.session().is_playing());
        it.wait();
        it.window.session().play(true);
        it.press(Qt::Key_F4);
        CHECK_FALSE(it.window.session().is_playing());
        CHECK(it.steps().is_on());
    }

    TEST_CASE("it runs until something happens") {
        SteppingWindow it;
        it.steps().run({.change = Change::Kind::fault_started});
        it.wait();
        CHECK(it.window.session().at() == at(1s));
        it.steps().run({.failure = true});
        it.wait();
        CHECK(it.window.session().at() > at(1s));
        it.steps().run({}, "ready(app) == 2 and error_share(web, 500ms) < 1%");
        it.wait();
        CHECK(it.window.session().at() > at(1500ms));
    }

    TEST_CASE("going to another moment takes the run there") {
        SteppingWindow it;
        it.press(Qt::Key_F4);
        it.window.session().seek(at(200ms));
        it.wait();
        CHECK(it.steps().state().at == at(200ms));
        CHECK(it.window.session().at() == at(200ms));
    }

    TEST_CASE("the sheet says what is wrong, and what is to be waited for") {
        gui::RunUntilSheet sheet{at(1s), [](const QString& condition) {
                                     return condition == "yes" ? QString{} : QString{"1: no"};
                                 }};
        auto* const what = sheet.findChild<QComboBox*>("until-what");
        auto* const value = sheet.findChild<QLineEdit*>("until-value");
        auto* const go = sheet.findChild<QPushButton*>("until-go");
        CHECK_FALSE(go->isEnabled());
        value->setText("1s");
        CHECK_FALSE(go->isEnabled());
        value->setText("+200ms");
        CHECK(go->isEnabled());
        CHECK(sheet.until().time == at(1200ms));
        what->setCurrentIndex(1);
        CHECK(sheet.until().failure);
        what->setCurrentIndex(2);
        sheet.findChild<QComboBox*>("until-kind")
            ->setCurrentIndex(static_cast<int>(Change::Kind::host_ejected));
        CHECK(sheet.until().change == Change::Kind::host_ejected);
        what->setCurrentIndex(3);
        CHECK(sheet.findChild<QLabel*>("until-wrong")->text() == "1: no");
        CHECK_FALSE(go->isEnabled());
        value->setText("yes");
        CHECK(go->isEnabled());
        CHECK(sheet.condition() == "yes");
    }

    TEST_CASE("a run that cannot be played again is refused in the window, which stays usable") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.steps().step(1);
        REQUIRE(QTest::qWaitFor([&] { return !window.message().isEmpty(); }, step_patience_ms));
        CHECK(window.message().contains("run.db"));
        CHECK_FALSE(window.steps().is_on());
        window.session().seek(at(2s));
        CHECK(window.session().at() == at(2s));
    }
}

}  // namespace stepping_test
