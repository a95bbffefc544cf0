// Tables of a run that goes on are filled while somebody sees them.
#include "gui/source/file_run.hpp"
#include "gui/window/tables.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QTest>
#include <doctest/doctest.h>

#include <memory>
#include <utility>

namespace live_tables_test {

using namespace weft;
using namespace weft::tests;

TEST_SUITE("live tables") {
    TEST_CASE("who plays at the end holds what is simulated there, or else sees it again") {
        const TemporaryFolder folder;
        gui::Session session;
        session.show(std::make_unique<gui::FileRun>(record_small_run(folder, "run.db", 3)));
        session.seek(at(3s));
        bool is_simulated = true;
        session.on_hold = [&] { return is_simulated; };
        session.play(true);
        CHECK_FALSE(session.is_playing());
        CHECK(session.at() == at(3s));
        is_simulated = false;
        session.play(true);
        CHECK(session.is_playing());
        CHECK(session.at() == at(0s));
    }

    TEST_CASE("rows that come at the end leave the current one where it is") {
        gui::RowModel<int> model{{{"Number", [](int it) { return QString::number(it); }, {}}}};
        model.show({1, 2});
        const QPersistentModelIndex current = model.index(1, 0);
        model.show({1, 3, 4});
        REQUIRE(current.isValid());
        CHECK(current.data() == "3");
        CHECK(model.rowCount({}) == 3);
        model.show({1});
        CHECK_FALSE(current.isValid());
    }

    TEST_CASE("what nobody sees waits until it is shown, or until the run has ended") {
        const TemporaryFolder folder;
        const auto path = folder / "run.db";
        const reports::RunFile::Pace at_once{.commit_every = 0ms};
        reports::RunFile file{path, small_run_head(reports::RecordLevel::automatic), at_once};
        reports::Recording recording{{}, file, reports::RecordLevel::automatic};
        play_small_run(recording, 1);
        auto made = std::make_unique<gui::FileRun>(path);
        gui::FileRun& run = *made;
        const auto is_there = [&run] {
            run.refresh();
            return run.intervals().size() == 1;
        };
        REQUIRE(QTest::qWaitFor(is_there, 10'000));

        gui::Session session;
        gui::EventPanel seen{session};
        gui::EventPanel hidden{session};
        gui::ServicePanel services{session};
        session.show(std::move(made));
        CHECK(session.is_live());
        CHECK(seen.model().rowCount({}) == 0);
        CHECK(services.model().rowCount({}) == 0);
        seen.show();
        services.show();
        CHECK(seen.model().rowCount({}) == 3);
        CHECK(services.model().rowCount({}) == 2);
        CHECK(hidden.model().rowCount({}) == 0);

        file.finish(recording.finish());
        run.refresh();
        session.refresh(true);
        CHECK(session.at() == at(1s));
        CHECK_FALSE(session.is_live());
        CHECK(hidden.model().rowCount({}) == 3);
    }
}

}  // namespace live_tables_test
