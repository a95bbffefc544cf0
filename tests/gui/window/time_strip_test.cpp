#include "gui/window/time_strip.hpp"

#include "gui/source/file_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>

namespace time_strip_test {

using namespace weft;
using namespace weft::tests;
using gui::mark_row_of;
using gui::MarkRow;
using sim::observe::Change;

namespace {

/// Four seconds of the small run; at 2 s a fault finds nobody to strike.
std::filesystem::path record_missed_fault(const TemporaryFolder& folder) {
    reports::RunFile file{folder / "run.db", small_run_head(reports::RecordLevel::automatic)};
    reports::Recording recording{{}, file, reports::RecordLevel::automatic};
    play_small_run(recording, 2);
    recording.changes(
        std::array{Change{.at = at(2s), .kind = Change::Kind::fault_missed, .step = 0}});
    recording.interval({at(2s), at(4s), 1, 1});
    file.finish(recording.finish());
    return folder / "run.db";
}

}  // namespace

TEST_SUITE("time strip") {
    TEST_CASE("what happens to faults is in their row, and what is ordinary in none") {
        CHECK(mark_row_of(Change::Kind::fault_started) == MarkRow::faults);
        CHECK(mark_row_of(Change::Kind::fault_missed) == MarkRow::faults);
        CHECK(mark_row_of(Change::Kind::fault_struck) == MarkRow::ordinary);
        CHECK(mark_row_of(Change::Kind::circuit_opened) == MarkRow::mesh);
        CHECK(mark_row_of(Change::Kind::config_pushed) == MarkRow::control);
    }

    TEST_CASE("a fault that strikes nobody is a cross among the faults") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::TimeStrip strip{session};
        strip.resize(900, strip.height());
        session.show(std::make_unique<gui::FileRun>(record_missed_fault(folder)));
        REQUIRE(session.run().range().end == at(4s));
        const QImage picture = strip.grab().toImage();
        // The middle of the strip's time, which begins after the rows' names, and of its third row.
        CHECK(picture.pixelColor(481, 77) == session.palette().fault);
        CHECK(picture.pixelColor(481, 94) != session.palette().fault);
    }
}

}  // namespace time_strip_test
