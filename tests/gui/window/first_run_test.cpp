#include "gui/source/bundled_runs.hpp"
#include "gui/window/inject_sheet.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>
#include <doctest/doctest.h>

#include <algorithm>

namespace first_run_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

constexpr int first_run_patience_ms = 200'000;  // Sanitizers take their time.
constexpr std::uintmax_t most_bytes = 3'000'000;

/// A window of somebody who has seen nothing yet.
class NewWindow {
public:
    NewWindow() { QSettings{}.clear(); }

    template <class Widget>
    Widget& find(const char* name) {
        auto* const found = window.findChild<Widget*>(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    std::string hint() { return find<QLabel>("hint").text().toStdString(); }
    void select(const std::string& name) {
        const auto& services = window.session().topology().services;
        const auto service = std::ranges::find(services, name, &gui::Topology::Service::name);
        REQUIRE(service != services.end());
        window.session().select(
            {Selection::Kind::service, static_cast<std::uint32_t>(service - services.begin())});
    }
    void trigger(const char* keys) {
        for (QAction* const action : window.findChildren<QAction*>())
            if (action->shortcut() == QKeySequence{keys}) return action->trigger();
        FAIL("no action has these keys");
    }

    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("first run") {
    TEST_CASE("examples come with their runs, none of them large, and all have something to see") {
        const auto names = gui::bundled_examples();
        REQUIRE(names.size() >= 6);
        CHECK(names.front() == gui::first_example);
        CHECK(std::ranges::is_sorted(names.begin() + 1, names.end()));
        NewWindow it;
        for (const std::string name : {gui::first_example, "canary_rollback", "clock_skew",
                                       "gateway_overload", "stale_config", "zone_outage"}) {
            CAPTURE(name);
            REQUIRE(std::ranges::count(names, name) == 1);
            CHECK(std::filesystem::file_size(gui::bundled_run(name)) <= most_bytes);
            CHECK(gui::open_bundled(name) != nullptr);
            CHECK(it.window.open_example(name));
            CHECK(gui::is_bundled(it.window.session().run().file()));
            CHECK(it.window.session().at() > at(0s));
        }
        CHECK(gui::bundled_run("none").empty());
        CHECK(gui::open_bundled("none") == nullptr);
    }

    TEST_CASE("who sees the window for the first time is shown an example and what to try") {
        NewWindow it;
        it.window.show();
        CHECK(it.window.open_last());
        CHECK(it.window.session().at() == at(29'500ms));
        CHECK_FALSE(it.window.session().is_playing());
        CHECK(it.find<QWidget>("hints").isVisible());
        CHECK(it.hint().starts_with("1 of 3"));
        QTest::keyClick(&it.window.mesh(), Qt::Key_Space);
        CHECK(it.hint().starts_with("2 of 3"));
        it.window.session().play(false);
        it.window.session().seek(at(40s));
        it.select("orders-plain");
        CHECK(it.hint().starts_with("3 of 3"));
        it.trigger("W");
        CHECK(it.window.session().selection().kind == Selection::Kind::request);
        CHECK(it.find<QWidget>("hints").isHidden());
        REQUIRE(QTest::qWaitFor([&] { return !it.window.why().is_explaining(); },
                                first_run_patience_ms));
        CHECK(it.window.why().text().contains("orders-plain"));

        gui::MainWindow second;
        CHECK(second.open_last());
        CHECK(second.findChild<QWidget*>("hints")->isHidden());
    }

    TEST_CASE("hints are skipped one by one, or closed for good") {
        NewWindow it;
        it.window.show();
        REQUIRE(it.window.open_last());
        QTest::mouseClick(&it.find<QPushButton>("next-hint"), Qt::LeftButton);
        CHECK(it.hint().starts_with("2 of 3"));
        QTest::mouseClick(&it.find<QPushButton>("close-hints"), Qt::LeftButton);
        CHECK(it.find<QWidget>("hints").isHidden());
        CHECK(it.window.open_last());
        CHECK(it.find<QWidget>("hints").isHidden());
    }

    TEST_CASE("below an example are the others, and below another run there is nothing") {
        NewWindow it;
        it.window.show();
        const TemporaryFolder folder;
        REQUIRE(it.window.open_last());
        CHECK(it.find<QWidget>("examples").isVisible());
        auto& button = it.find<QToolButton>("zone_outage");
        CHECK(it.find<QToolButton>(gui::first_example).isChecked());
        QTest::mouseClick(&button, Qt::LeftButton);
        CHECK(it.window.session().run().label().scenario == "zone-outage");
        CHECK(it.window.session().at() == at(29'500ms));
        CHECK(button.isChecked());
        CHECK_FALSE(it.find<QToolButton>(gui::first_example).isChecked());
        QTest::mouseClick(&button, Qt::LeftButton);
        CHECK(button.isChecked());
        REQUIRE(it.window.open(record_small_run(folder, "run.db", 3)));
        CHECK(it.find<QWidget>("examples").isHidden());
    }

    TEST_CASE("a narrow window is not widened by its examples") {
        NewWindow it;
        it.window.show();
        REQUIRE(it.window.open_last());
        REQUIRE(it.find<QWidget>("examples").isVisible());
        const int least = it.find<QWidget>("examples").minimumSizeHint().width();
        CHECK(least < 400);
        it.window.resize(900, 760);
        QApplication::processEvents();
        CHECK(it.window.width() == 900);
        CHECK(it.find<QToolButton>(gui::first_example).isVisible());
        CHECK_FALSE(it.find<QToolButton>("zone_outage").isVisible());
        auto* const more =
            it.find<QWidget>("examples").findChild<QToolButton*>("qt_toolbar_ext_button");
        REQUIRE(more != nullptr);
        CHECK(more->isVisible());
    }

    TEST_CASE("the last run is shown again; if it is damaged, the example and why") {
        NewWindow it;
        const TemporaryFolder folder;
        const auto run = record_small_run(folder, "last.db", 3);
        REQUIRE(it.window.open(run));
        gui::MainWindow again;
        CHECK(again.open_last());
        CHECK(again.session().run().label().scenario == "small");
        CHECK(again.message().isEmpty());

        std::filesystem::resize_file(run, 6'000);
        gui::MainWindow after;
        CHECK_FALSE(after.open_last());
        CHECK(after.session().run().label().scenario == "retry-storm");
        CHECK(after.message().contains("last.db"));
    }

    TEST_CASE("an example that was seen last is shown again where it was, with what to try") {
        NewWindow it;
        REQUIRE(it.window.open_example("zone_outage"));
        const mesh::Instant before_the_fault = it.window.session().at();
        gui::MainWindow again;
        CHECK(again.open_last());
        CHECK(again.session().run().label().scenario == "zone-outage");
        CHECK(again.session().at() == before_the_fault);
        CHECK_FALSE(again.findChild<QWidget*>("hints")->isHidden());
    }

    TEST_CASE("a request that failed is found near what is selected, and none where none failed") {
        NewWindow it;
        REQUIRE(it.window.open_example(gui::first_example));
        it.window.session().seek(at(20s));
        it.select("orders-plain");
        it.trigger("W");
        CHECK(it.window.session().selection().kind == Selection::Kind::service);
        REQUIRE(QTest::qWaitFor([&] { return !it.window.why().is_explaining(); },
                                first_run_patience_ms));
        CHECK(it.window.why().text().contains("no such request"));
    }

    TEST_CASE("a fork of an example that comes with weft is the user's own") {
        NewWindow it;
        it.window.show();
        REQUIRE(it.window.open_example(gui::first_example));
        it.select("orders-plain");
        it.window.inject();
        auto& sheet = dynamic_cast<gui::InjectSheet&>(it.find<QDialog>("inject"));
        sheet.choose("error");
        QTest::mouseClick(&it.find<QPushButton>("inject-add"), Qt::LeftButton);
        REQUIRE(it.window.play_fork());
        const std::filesystem::path run = it.window.session().run().file();
        const QString own = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
        CHECK(run.parent_path() == own.toStdString());
        CHECK_FALSE(gui::is_bundled(run));
        CHECK(it.find<QWidget>("examples").isHidden());
    }
}

}  // namespace first_run_test
