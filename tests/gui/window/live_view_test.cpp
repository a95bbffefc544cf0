// A run that goes on, as the window follows it.
#include "gui/source/live_run.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>
#include <doctest/doctest.h>

#include <filesystem>

namespace live_view_test {

using namespace weft;
using namespace weft::tests;
using gui::MainWindow;
using gui::Selection;

constexpr int long_patience_ms = 60'000;  ///< While a run is played.

TEST_SUITE("live run") {
    TEST_CASE("a run that goes on is seen as it will be seen in its file") {
        MainWindow window;
        window.resize(1280, 800);
        REQUIRE(window.play_live("gateway"));
        window.show();
        const auto& run = window.session().run();
        REQUIRE(QTest::qWaitFor([&] { return run.label().status == "done"; }, long_patience_ms));
        CHECK(run.range().end == at(30s));
        CHECK(window.session().at() == at(30s));  // It was followed.
        gui::FileRun file{run.file()};
        for (const auto moment : {at(5s), at(25s), at(12s)}) {
            window.session().seek(moment);
            CHECK(window.session().snapshot().edges == file.snapshot(moment).edges);
        }
    }

    TEST_CASE("a button beside the strip leads back to its newest moment") {
        MainWindow window;
        for (QAction* const action : window.findChildren<QAction*>())
            if (action->text() == "Simulation at the Chosen Speed") action->setChecked(true);
        REQUIRE(window.play_live("gateway"));
        window.show();
        auto& button = *window.findChild<QToolButton*>("go-live");
        auto& session = window.session();
        const auto has_begun = [&] { return session.run().intervals().size() > 1; };
        REQUIRE(QTest::qWaitFor(has_begun, long_patience_ms));
        CHECK(button.isVisible());
        CHECK_FALSE(button.isEnabled());
        window.session().seek(at(500ms));
        CHECK(button.isEnabled());
        QTest::mouseClick(&button, Qt::LeftButton);
        CHECK(session.at() == session.run().range().end);
        REQUIRE(window.open_example("retry_storm"));
        CHECK_FALSE(button.isVisible());
    }

    TEST_CASE("an example is played while the window goes on, and kept if it came to its end") {
        const auto cache =
            QStandardPaths::writableLocation(QStandardPaths::CacheLocation).toStdString();
        std::filesystem::remove_all(cache);
        const auto action_of_speed = [](MainWindow& window) {
            for (QAction* const action : window.findChildren<QAction*>())
                if (action->text() == "Simulation at the Chosen Speed") action->setChecked(true);
        };
        std::filesystem::path file;
        {
            MainWindow window;
            action_of_speed(window);
            REQUIRE(window.open_example("gateway"));
            REQUIRE(window.is_following());
            file = window.session().run().file();
            CHECK(file.parent_path() == cache);
        }
        REQUIRE(std::filesystem::exists(file));  // As far as it had come: of no use to anybody.
        MainWindow window;
        REQUIRE(window.open_example("gateway"));
        CHECK(window.is_following());
        REQUIRE(QTest::qWaitFor([&] { return !window.is_following(); }, long_patience_ms));
        MainWindow last;
        REQUIRE(last.open_example("gateway"));
        CHECK_FALSE(last.is_following());
        CHECK(last.session().at() == window.session().at());
    }

    TEST_CASE("who goes elsewhere while an example is played is not called back") {
        std::filesystem::remove_all(
            QStandardPaths::writableLocation(QStandardPaths::CacheLocation).toStdString());
        MainWindow window;
        REQUIRE(window.open_example("gateway"));
        auto& session = window.session();
        REQUIRE(QTest::qWaitFor([&] { return session.run().intervals().size() > 2; },
                                long_patience_ms));
        session.seek(at(1s));
        REQUIRE(QTest::qWaitFor([&] { return !window.is_following(); }, long_patience_ms));
        CHECK(session.at() == at(1s));
    }

    TEST_CASE("it is held where its user says, and stopped with its window") {
        const TemporaryFolder folder;
        scenarios::PlayOptions options;
        options.scenario = "gateway";
        options.out = folder / "run.db";
        gui::Playing playing{options};
        playing.pause(true);
        REQUIRE(playing.wait_for_file());
        const mesh::Instant moment = playing.now() + 1s;
        playing.run_until(moment);
        CHECK(QTest::qWaitFor([&] { return playing.is_paused(); }, long_patience_ms));
        CHECK(playing.now() == moment);
        playing.stop();
        playing.wait();
        CHECK_FALSE(playing.has_failed());
        CHECK(reports::RunReader{folder / "run.db"}.label().status == "interrupted");
    }

    TEST_CASE("an example is shown half a second before its first fault, and explains a request") {
        MainWindow window;
        REQUIRE(window.open_example("gateway"));
        REQUIRE(QTest::qWaitFor([&] { return !window.is_following(); }, long_patience_ms));
        CHECK(window.session().at() == at(19'500ms));
        const auto requests = window.session().run().requests(at(0s), at(5s), 1);
        REQUIRE(requests.size() == 1);
        window.session().select(
            {Selection::Kind::request, gui::none, requests[0].load, requests[0].number});
        window.why().explain();
        REQUIRE(QTest::qWaitFor([&] { return !window.why().is_explaining(); }, long_patience_ms));
        CHECK(window.why().text().contains("where its time went:"));
    }
}

}  // namespace live_view_test
