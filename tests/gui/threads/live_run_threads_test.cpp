// Where the run's thread and the window's meet, without a window: preset `tsan` watches them.
#include "gui/source/live_run.hpp"
#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <thread>
#include <vector>

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

void wait_until_held(const gui::Playing& playing) {
    while (!playing.is_paused() && !playing.has_ended())
        std::this_thread::yield();
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
            wait_until_held(playing);
            CHECK(playing.now() >= moment);
        }
        playing.stop();
        playing.wait();
        CHECK_FALSE(playing.has_failed());
    }

    TEST_CASE("what it publishes is seen before its file has it, and is what the file will say") {
        const TemporaryFolder folder;
        auto started = std::make_unique<gui::Playing>(gateway_into(folder));
        gui::Playing& playing = *started;
        playing.pause(true);
        REQUIRE(playing.wait_for_file());
        gui::LiveRun run{std::move(started)};
        wait_until_held(playing);
        const mesh::Instant end =
            std::chrono::floor<std::chrono::seconds>(playing.now()) + mesh::Duration{2s};
        playing.run_until(end + 500ms);
        wait_until_held(playing);
        REQUIRE(run.take());
        CHECK_FALSE(run.take());
        CHECK(run.range().end == end);

        std::vector<gui::Snapshot> seen{run.snapshot(end)};
        playing.pause(false);
        bool has_ended = false;
        while (!has_ended) {
            has_ended = playing.has_ended();
            if (!run.take()) continue;
            const mesh::Instant newest = run.range().end;
            CHECK(newest > seen.back().to);
            seen.push_back(run.snapshot(newest));
            CHECK(seen.back().edges.size() == run.topology().edges.size());
        }
        CHECK(seen.back().to == at(30s));
        gui::FileRun file{run.file()};
        for (gui::Snapshot& live : seen) {
            const gui::Snapshot read = file.snapshot(live.from);
            live.edges.resize(read.edges.size());
            CHECK(live.edges == read.edges);
            CHECK(live.to == read.to);
        }
        run.refresh();
        CHECK(run.range().end == at(30s));
        CHECK(run.topology().edges == file.topology().edges);
    }

    TEST_CASE("a run that may go on no faster hears what it is told, and speeds up when it may") {
        const TemporaryFolder folder;
        gui::Playing playing{gateway_into(folder)};
        playing.limit_speed(1e-9);  // The next 10 ms would take a third of a year.
        playing.pause(true);
        REQUIRE(playing.wait_for_file());
        wait_until_held(playing);
        const mesh::Instant held = playing.now();
        playing.pause(false);
        playing.run_until(held);
        wait_until_held(playing);
        CHECK(playing.now() <= held + 10ms);
        playing.limit_speed(0);
        playing.pause(false);
        playing.wait();
        CHECK_FALSE(playing.has_failed());
        CHECK(gui::FileRun{folder / "run.db"}.range().end == at(30s));
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
