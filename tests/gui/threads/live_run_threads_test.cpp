// Where the run's thread and the window's meet, without a window: preset `tsan` watches them.
#include "gui/source/live_run.hpp"
#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <thread>

namespace live_run_threads_test {
namespace {

using namespace weft;
using namespace weft::tests;

scenarios::PlayOptions gateway_into(const TemporaryFolder& folder) {
    scenarios::PlayOptions options;
    options.scenario = "gateway";
    options.out = folder / "run.db";
    return options;
}

}  // namespace

TEST_SUITE("threads of a live run") {
    TEST_CASE("a run is looked at, forwards and backwards, while it is written") {
        const TemporaryFolder folder;
        auto playing = std::make_unique<gui::Playing>(gateway_into(folder));
        REQUIRE(playing->wait_for_file());
        gui::LiveRun run{std::move(playing)};
        bool has_ended = false;
        while (!has_ended) {
            has_ended = run.playing().has_ended();
            run.refresh();
            const mesh::Instant end = run.range().end;
            CHECK(run.snapshot(end).to == end);
            CHECK(run.snapshot(at(1s)).from <= at(1s));
            CHECK(run.curve({}).size() == run.intervals().size());
        }
        CHECK(run.label().status == "done");
        CHECK_FALSE(run.playing().has_failed());
    }

    TEST_CASE("it is held, sent on and stopped from another thread, and each is obeyed") {
        const TemporaryFolder folder;
        gui::Playing playing{gateway_into(folder)};
        REQUIRE(playing.wait_for_file());
        for (int time = 0; time < 20; ++time) {
            playing.pause(true);
            const mesh::Instant moment = playing.now() + 200ms;
            playing.run_until(moment);
            while (!playing.is_paused() && !playing.has_ended())
                std::this_thread::yield();
            CHECK(playing.now() >= moment);
        }
        playing.stop();
        playing.wait();
        CHECK_FALSE(playing.has_failed());
    }

    TEST_CASE("a window that goes away stops its run, held or not") {
        for (const bool is_held : {true, false}) {
            const TemporaryFolder folder;
            gui::Playing playing{gateway_into(folder)};
            playing.pause(is_held);
            CHECK(playing.wait_for_file());
        }
    }
}

}  // namespace live_run_threads_test
