// What is read of a run file bit by bit, while it grows, is what is read of it at once afterwards.
#include "gui/source/file_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <unistd.h>

namespace growing_file_test {

using namespace weft;
using namespace weft::tests;
using gui::CurveOf;
using gui::FileRun;

/// Until so many intervals are there, ten seconds at most.
void read_up_to(FileRun& run, std::size_t intervals) {
    for (int time = 0; time < 1'000 && run.intervals().size() < intervals; ++time) {
        ::usleep(10'000);
        run.refresh();
    }
    REQUIRE(run.intervals().size() == intervals);
}

/// shop asks client, at the beginning of a second.
void ask_back(sim::observe::Recorder& recorder, std::uint32_t second) {
    const mesh::Instant sent = at(second * 1s);
    recorder.calls(
        std::array{sim::observe::CallEnd{sent, sent + 1ms, 0, 1, 0, 0, 1, 200, {}, 1, 0}});
}

TEST_SUITE("growing file") {
    TEST_CASE("curves, events and who is there are the same as if they were read at once") {
        const TemporaryFolder folder;
        const auto path = folder / "run.db";
        const reports::RunFile::Pace at_once{.commit_every = 0ms};
        reports::RunFile file{path, small_run_head(reports::RecordLevel::automatic), at_once};
        reports::Recording recording{{}, file, reports::RecordLevel::automatic};
        FileRun run{path};
        play_small_run(recording, 2);
        read_up_to(run, 2);
        const CurveOf all{};
        const CurveOf client{CurveOf::Kind::service, 0};
        const CurveOf shop{CurveOf::Kind::service, 1};
        const CurveOf edge{CurveOf::Kind::edge, 1};
        const CurveOf pod{CurveOf::Kind::pod, 0};
        CHECK(run.curve(all).size() == 2);
        CHECK(run.curve(client)[1].requests == 10);  // Its own, as long as nobody asks it.
        CHECK(run.curve(edge).size() == 2);
        CHECK(run.curve(edge)[1].requests == 1);

        play_second(recording, 2);
        read_up_to(run, 3);
        REQUIRE(run.curve(edge).size() == 3);
        CHECK(run.curve(edge)[2].requests == 1);
        CHECK(run.curve(client)[2].requests == 10);
        CHECK(run.curve(pod)[2].requests == 11);

        ask_back(recording, 3);
        play_second(recording, 3);
        file.finish(recording.finish());
        run.refresh();
        FileRun whole{path};
        CHECK(run.curve(pod) == whole.curve(pod));
        CHECK(whole.curve(client)[3].requests == 1);
        for (const CurveOf& what : {client, all, shop, edge}) {
            CHECK(run.curve(what).size() == 4);
            CHECK(run.curve(what) == whole.curve(what));
        }
        CHECK(run.topology().size() == whole.topology().size());
        CHECK(run.events().size() == whole.events().size());
        CHECK(run.snapshot(at(4s)).pods[0].ejected_by == whole.snapshot(at(4s)).pods[0].ejected_by);
    }
}

}  // namespace growing_file_test
