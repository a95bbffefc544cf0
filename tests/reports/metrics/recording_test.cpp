#include "reports/metrics/recording.hpp"

#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

namespace recording_test {

using namespace weft;
using namespace weft::tests;
using reports::Measure;
using reports::Recording;
using reports::RecordLevel;
using reports::RunSummary;

namespace {

void check_small_run(const RunSummary& run) {
    CHECK(run.fingerprint == 0xd000'0000'0000'0003U);
    CHECK(run.simulated_s == 3);
    CHECK(run.events == 300);
    CHECK(run.requests() == 30);
    CHECK(run.load(0).failed == 3);
    CHECK(run.load(1).requests() == 0);
    REQUIRE(run.counted.edges().size() == 2);
    CHECK(run.counted.edge_tallies()[1].attempts == 6);
}

}  // namespace

TEST_SUITE("recording") {
    TEST_CASE("it counts the same with a file, with a small one and with none") {
        Recording in_memory{{}};
        play_small_run(in_memory, 3);
        check_small_run(in_memory.finish());

        const TemporaryFolder folder;
        for (const RecordLevel level : {RecordLevel::summary, RecordLevel::automatic}) {
            reports::RunFile file{folder / "run.db", small_run_head(level)};
            Recording recording{{}, file, level};
            play_small_run(recording, 3);
            const RunSummary run = recording.finish();
            check_small_run(run);
            file.finish(run);
        }
    }

    TEST_CASE("what came after the last interval is counted, too") {
        const TemporaryFolder folder;
        reports::RunFile file{folder / "run.db", small_run_head(RecordLevel::automatic)};
        Recording recording{{}, file, RecordLevel::automatic};
        play_small_run(recording, 1);
        const std::array late{sim::observe::RequestEnd{at(1s), at(1s + 1ms), 10, 0, 200, {}}};
        recording.requests(late);
        CHECK(recording.finish().requests() == 11);
    }

    TEST_CASE("requests without an end are counted by load, and beside all others") {
        Recording recording{{}};
        play_small_run(recording, 3);
        const std::array open{sim::observe::OpenRequest{at(1s), 1},
                              sim::observe::OpenRequest{at(2s), 1}};
        recording.open_requests(open);
        const RunSummary run = recording.finish();
        check_small_run(run);
        CHECK(run.open_of(0) == 0);
        CHECK(run.open_of(1) == 2);
        CHECK(run.open_of(7) == 0);
    }

    TEST_CASE("no proxy reports the calls of those that have none") {
        const auto metrics_with = [](std::uint32_t source) {
            const TemporaryFolder folder;
            reports::RunFile file{folder / "run.db", small_run_head(RecordLevel::automatic)};
            Recording recording{{}, file, RecordLevel::automatic};
            play_small_run(recording, 1);
            const std::array call{
                sim::observe::CallEnd{at(1s), at(1s + 1ms), 0, 0, 1, 0, 1, 418, {}, source, 1}};
            recording.calls(call);
            return recording.finish().mesh.keys().size();
        };
        CHECK(metrics_with(0) == metrics_with(sim::observe::nobody) + 1);
    }

    TEST_CASE("who is shown its batches sees all that the file gets") {
        const TemporaryFolder folder;
        reports::RunFile file{folder / "run.db", small_run_head(RecordLevel::automatic)};
        Recording recording{{}, file, RecordLevel::automatic};
        std::size_t names = 0;
        std::size_t edges = 0;
        std::vector<std::size_t> series;  // By interval: of a load and two edges.
        recording.show_batches_to([&](const reports::Batch& batch) {
            names += batch.names.size();
            edges += batch.edges.size();
            if (batch.interval) series.push_back(batch.series.size());
        });
        play_small_run(recording, 2);
        CHECK(names == 13);
        CHECK(edges == 2);
        CHECK(series == std::vector<std::size_t>{3, 3});
    }

    TEST_CASE("measures are taken beside") {
        Measure success;
        success.load = "web";
        Measure ejected;
        ejected.kind = Measure::Kind::ejected;
        ejected.destination = "shop";
        Recording recording{{success, ejected}};
        play_small_run(recording, 2);
        CHECK(recording.value(0) == 0.9);
        CHECK(recording.value(1) == 2);
        CHECK(recording.ended() == at(2s));
        CHECK(recording.fingerprint() == 0xe000'0000'0000'0002U);
    }
}

}  // namespace recording_test
