#include "gui/window/time_strip.hpp"

#include "gui/source/file_run.hpp"
#include "gui/source/pair_run.hpp"
#include "tests/gui/painted_text.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QStringList>
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

/// The texts that a widget paints.
QStringList texts_on(QWidget& widget) {
    TextRecorder recorder{widget.size()};
    widget.render(&recorder);
    QStringList texts;
    for (const PaintedText& text : recorder.texts())
        texts << text.text;
    return texts;
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

    TEST_CASE("one run has its own curves alone") {
        const TemporaryFolder folder;
        gui::Session session;
        const gui::TimeStrip strip{session};
        session.show(std::make_unique<gui::FileRun>(record_small_run(folder, "run.db", 2)));
        REQUIRE(strip.curves().rate.size() == 2);
        CHECK(strip.curves().rate.at(1) == 10);
        CHECK(strip.curves().errors.at(1) == 1);
        CHECK(strip.curves().end == at(2s));
        CHECK_FALSE(strip.curves_of_a().has_value());
    }

    TEST_CASE("of two runs both have their curves, of A as far as B goes") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::TimeStrip strip{session};
        strip.resize(900, strip.height());
        const auto show_pair = [&](const char* a, const char* b) {
            session.show(
                std::make_unique<gui::PairRun>(std::make_unique<gui::FileRun>(folder / a),
                                               std::make_unique<gui::FileRun>(folder / b)));
        };
        record_small_run(folder, "long.db", 3);
        record_small_run(folder, "short.db", 2);
        show_pair("short.db", "long.db");
        REQUIRE(strip.curves_of_a().has_value());
        CHECK(strip.curves().rate.size() == 3);
        CHECK(strip.curves_of_a()->rate.size() == 2);
        CHECK(strip.curves_of_a()->end == at(2s));
        CHECK(strip.curves_of_a()->rate.at(1) == 10);
        CHECK(strip.curves_of_a()->errors.at(1) == 1);
        CHECK(strip.accessibleDescription().startsWith("Two runs"));
        show_pair("long.db", "short.db");
        CHECK(strip.curves_of_a()->rate.size() == 2);
        CHECK(strip.curves_of_a()->end == at(2s));
    }

    TEST_CASE("the lines of two runs are told from each other by words, too") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::TimeStrip strip{session};
        strip.resize(900, strip.height());
        session.show(std::make_unique<gui::FileRun>(record_small_run(folder, "a.db", 2)));
        CHECK_FALSE(texts_on(strip).contains("A"));
        session.show(std::make_unique<gui::PairRun>(
            std::make_unique<gui::FileRun>(folder / "a.db"),
            std::make_unique<gui::FileRun>(record_small_run(folder, "b.db", 2))));
        CHECK(texts_on(strip).contains("A"));
        CHECK(texts_on(strip).contains("B"));
    }
}

}  // namespace time_strip_test
