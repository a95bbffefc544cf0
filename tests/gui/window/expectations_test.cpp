#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <doctest/doctest.h>

#include <algorithm>

namespace expectations_test {

namespace {

using namespace weft;
using namespace weft::tests;

/// The small run of four seconds, two of whose three expectations were broken.
std::filesystem::path record_broken_run(const TemporaryFolder& folder) {
    reports::RunFile file{folder / "run.db", small_run_head(reports::RecordLevel::automatic)};
    reports::Recording recording{{}, file, reports::RecordLevel::automatic};
    play_small_run(recording, 4);
    reports::RunSummary summary = recording.finish();
    summary.expectations.resize(3);
    summary.expectations[0].text = "p99(web) < 80ms";
    summary.expectations[0].first_broken = at(3s);
    summary.expectations[1].text = "jain(shop) > 0.5";
    summary.expectations[1].held = true;
    summary.expectations[2].text = "success(web) > 99%";
    summary.expectations[2].first_broken = at(1s);
    file.finish(summary);
    return folder / "run.db";
}

void trigger(gui::MainWindow& window, const char* key) {
    const auto actions = window.findChildren<QAction*>();
    const auto found = std::ranges::find(actions, QKeySequence{key}, &QAction::shortcut);
    REQUIRE(found != actions.end());
    (*found)->trigger();
}

}  // namespace

TEST_SUITE("expectations in the window") {
    TEST_CASE("what was broken is marked, and one goes from one to the next") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_broken_run(folder)));
        auto& strip = dynamic_cast<gui::TimeStrip&>(*window.findChild<QWidget*>("time"));
        REQUIRE(strip.broken().size() == 2);
        CHECK(strip.broken()[0].text == "success(web) > 99%");
        CHECK(strip.broken()[0].at == at(1s));
        trigger(window, "X");
        CHECK(window.session().at() == at(1s));
        CHECK(window.message().contains("success(web) > 99%"));
        trigger(window, "X");
        CHECK(window.session().at() == at(3s));
        trigger(window, "X");
        CHECK(window.session().at() == at(3s));
        CHECK(window.message().contains("No expectation"));
        trigger(window, "Shift+X");
        CHECK(window.session().at() == at(1s));
        trigger(window, "Shift+X");
        CHECK(window.session().at() == at(1s));
    }

    TEST_CASE("one goes from fault to fault, both ways") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_broken_run(folder)));
        trigger(window, "Shift+.");
        CHECK(window.session().at() == at(1ms));
        trigger(window, "Shift+.");
        CHECK(window.session().at() == at(1s + 1ms));
        trigger(window, "Shift+,");
        CHECK(window.session().at() == at(1ms));
        trigger(window, "Shift+,");
        CHECK(window.session().at() == at(1ms));
        CHECK(window.message().contains("no other fault"));
    }
}

}  // namespace expectations_test
