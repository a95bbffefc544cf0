#include "reports/store/run_file.hpp"

#include "reports/metrics/recording.hpp"
#include "reports/store/read_run.hpp"
#include "reports/store/run_reader.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/store_error.hpp"
#include "tests/reports/small_run.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace run_file_test {

using namespace weft;
using namespace weft::tests;
using reports::NotARunFile;
using reports::read_run;
using reports::Recording;
using reports::RecordLevel;
using reports::RunFile;
using reports::RunStatus;
using reports::StoreError;

namespace fs = std::filesystem;

namespace {

const reports::RunHead head = small_run_head(RecordLevel::automatic);

/// Plays the small run into a file of this level.
void record(const fs::path& path, RecordLevel level, RunStatus status = RunStatus::done) {
    RunFile file{path, small_run_head(level)};
    Recording recording{{}, file, level};
    play_small_run(recording, 3);
    reports::RunSummary run = recording.finish();
    run.scenario = "small";
    run.status = status;
    run.wall_s = 0.25;
    run.expectations = {{"p99(web) < 80ms", true, 10e6, reports::Unit::nanoseconds},
                        {"share(to=cart) > 1%", false, std::nullopt, reports::Unit::share, at(2s),
                         "step 'late' has not begun"}};
    run.warnings = {"a field was not honoured"};
    file.finish(run);
}

std::int64_t count(const fs::path& path, const std::string& from) {
    SQLite::Database file{path.string()};
    return file.execAndGet("select count(*) from " + from).getInt64();
}

std::string content(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write(const fs::path& path, const std::string& text) {
    std::ofstream{path} << text;
}

/// Runs `child` in a process of its own.
template <class Child>
pid_t in_child(Child child) {
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid != 0) return pid;
    try {
        child();
    } catch (...) {
        ::_exit(1);
    }
    ::_exit(0);
}

int exit_status(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
}

/// Writes seconds without end, each committed, until `file` fails.
void play_for_ever(const fs::path& path) {
    RunFile file{path, head, {.commit_every = 0ms, .batches_waiting = 4}};
    Recording recording{{}, file, RecordLevel::automatic};
    name_small_run(recording);
    for (std::uint32_t second = 0;; ++second) {
        play_second(recording, second);
    }
}

}  // namespace

TEST_SUITE("run file") {
    TEST_CASE("it gives back what the summary said") {
        const TemporaryFolder folder;
        for (const RecordLevel level : {RecordLevel::summary, RecordLevel::automatic}) {
            record(folder / "run.db", level);
            const reports::RecordedRun run = read_run(folder / "run.db");
            CHECK(run.head.scenario == "small");
            CHECK(run.head.seed == head.seed);
            CHECK(run.head.canonical_scenario == head.canonical_scenario);
            CHECK(run.head.given == head.given);
            CHECK(run.head.sources == head.sources);
            CHECK(run.head.build == head.build);
            CHECK(run.head.level == level);
            CHECK(run.started.size() == 20);

            const reports::RunSummary& summary = run.summary;
            CHECK(summary.status == RunStatus::done);
            CHECK(summary.fingerprint == 0xd000'0000'0000'0003U);
            CHECK(summary.simulated_s == 3);
            CHECK(summary.wall_s == 0.25);
            CHECK(summary.events == 300);
            CHECK(summary.requests() == 30);
            CHECK(summary.counted.changes().size() == 3);
            CHECK(summary.warnings.at(0) == "a field was not honoured");
            REQUIRE(summary.expectations.size() == 2);
            CHECK(summary.expectations[0].held);
            CHECK(summary.expectations[0].value == 10e6);
            CHECK_FALSE(summary.expectations[1].value);
            CHECK(summary.expectations[1].unit == reports::Unit::share);
            CHECK_FALSE(summary.expectations[0].first_broken);
            CHECK(summary.expectations[1].first_broken == at(2s));
            CHECK(summary.expectations[0].why.empty());
            CHECK(summary.expectations[1].why == "step 'late' has not begun");
        }
    }

    TEST_CASE("tallies read back are those that were written") {
        Recording recording{{}};
        play_small_run(recording, 3);
        const reports::RunSummary written = recording.finish();
        const TemporaryFolder folder;
        record(folder / "run.db", RecordLevel::automatic);
        const reports::RunSummary read = read_run(folder / "run.db").summary;

        REQUIRE(read.counted.edges() == written.counted.edges());
        for (std::size_t edge = 0; edge < 2; ++edge) {
            const reports::Tally& was = written.counted.edge_tallies()[edge];
            const reports::Tally& is = read.counted.edge_tallies()[edge];
            CHECK(is.attempts == was.attempts);
            CHECK(is.failed == was.failed);
            CHECK(is.flags == was.flags);
            CHECK(is.statuses().at(0).status == was.statuses().at(0).status);
            CHECK(is.latency.counts() == was.latency.counts());
            CHECK(is.latency.mean() == was.latency.mean());
            CHECK(is.latency.quantile(0.999) == was.latency.quantile(0.999));
        }
    }

    TEST_CASE("details are written by default, and left out of a summary") {
        const TemporaryFolder folder;
        record(folder / "run.db", RecordLevel::automatic);
        CHECK(count(folder / "run.db", "series") == 9);
        CHECK(count(folder / "run.db", "span") == 6);
        CHECK(count(folder / "run.db", "decision") == 9);
        CHECK(count(folder / "run.db", "change") == 9);
        CHECK(count(folder / "run.db", "fingerprint") == 3);
        record(folder / "run.db", RecordLevel::summary);
        CHECK(count(folder / "run.db", "series") == 0);
        CHECK(count(folder / "run.db", "span") == 0);
        CHECK(count(folder / "run.db", "decision") == 0);
        CHECK(count(folder / "run.db", "change") == 0);
        CHECK(count(folder / "run.db", "fingerprint") == 3);
    }

    TEST_CASE("a finished run is one sound file in its folder") {
        const TemporaryFolder folder;
        record(folder / "run.db", RecordLevel::automatic);
        const fs::directory_iterator files{folder.path()};
        CHECK(std::distance(begin(files), end(files)) == 1);
        SQLite::Database file{(folder / "run.db").string()};
        CHECK(file.execAndGet("pragma integrity_check").getString() == "ok");
        CHECK(file.execAndGet("pragma journal_mode").getString() == "delete");
    }

    TEST_CASE("an interrupted run and one that failed say so") {
        const TemporaryFolder folder;
        record(folder / "run.db", RecordLevel::automatic, RunStatus::interrupted);
        CHECK(read_run(folder / "run.db").summary.status == RunStatus::interrupted);
        {
            RunFile file{folder / "run.db", head};
            Recording recording{{}, file, RecordLevel::automatic};
            play_small_run(recording, 2);
            file.fail("out of memory");
        }
        const reports::RunSummary failed = read_run(folder / "run.db").summary;
        CHECK(failed.status == RunStatus::failed);
        CHECK(failed.why == "out of memory");
        CHECK(failed.simulated_s == 2);
    }

    TEST_CASE("a run that was given up without a word failed") {
        const TemporaryFolder folder;
        {
            const RunFile file{folder / "run.db", head};
        }
        CHECK(read_run(folder / "run.db").summary.status == RunStatus::failed);
    }

    TEST_CASE("others read while it is written") {
        const TemporaryFolder folder;
        RunFile file{folder / "run.db", head, {.commit_every = 0ms, .batches_waiting = 1}};
        Recording recording{{}, file, RecordLevel::automatic};
        play_small_run(recording, 4);
        const reports::RunSummary so_far = read_run(folder / "run.db").summary;
        CHECK(so_far.status == RunStatus::running);
        CHECK(so_far.simulated_s >= 1);
        file.finish(recording.finish());
    }

    TEST_CASE("a writer that is killed leaves whole intervals in a sound file") {
        const TemporaryFolder folder;
        const fs::path path = folder / "run.db";
        const pid_t writer = in_child([&path] { play_for_ever(path); });
        while (!fs::exists(path) || read_run(path).summary.simulated_s < 20) {
            ::usleep(1000);
        }
        ::kill(writer, SIGKILL);
        exit_status(writer);

        const reports::RecordedRun left = read_run(path);
        CHECK(left.summary.status == RunStatus::running);
        CHECK(left.summary.simulated_s >= 20);
        SQLite::Database file{path.string(), SQLite::OPEN_READWRITE};
        CHECK(file.execAndGet("pragma integrity_check").getString() == "ok");
        const std::int64_t intervals = count(path, "fingerprint");
        CHECK(count(path, "series") == 3 * intervals);
        CHECK(count(path, "span") == 2 * intervals);
        CHECK(count(path, "change") == 3 * intervals);
    }

    TEST_CASE("what a crash left is replaced, its journal included") {
        const TemporaryFolder folder;
        const fs::path path = folder / "run.db";
        exit_status(in_child([&path] {
            RunFile file{path, head, {.commit_every = 0ms, .batches_waiting = 1}};
            Recording recording{{}, file, RecordLevel::automatic};
            play_small_run(recording, 10);
            ::_exit(0);
        }));
        REQUIRE(fs::exists(path.string() + "-wal"));
        record(path, RecordLevel::automatic);
        CHECK(read_run(path).summary.simulated_s == 3);
        CHECK_FALSE(fs::exists(path.string() + "-wal"));
    }
}

TEST_SUITE("run file at a bad place") {
    TEST_CASE("what is no run file is never overwritten") {
        const TemporaryFolder folder;
        const fs::path path = folder / "notes.txt";
        for (const std::string& text :
             {std::string{}, std::string{"my notes"}, std::string(5000, 'x')}) {
            write(path, text);
            CHECK_THROWS_AS(RunFile(path, head), NotARunFile);
            CHECK_THROWS_AS(read_run(path), NotARunFile);
            CHECK(content(path) == text);
        }
        CHECK_THROWS_AS(RunFile(folder.path(), head), NotARunFile);
        CHECK_THROWS_AS(RunFile("/dev/null", head), NotARunFile);
    }

    TEST_CASE("another program's database is never overwritten") {
        const TemporaryFolder folder;
        const fs::path path = folder / "other.db";
        {
            SQLite::Database other{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
            other.exec("create table precious (thing)");
        }
        const std::string before = content(path);
        CHECK_THROWS_AS(RunFile(path, head), NotARunFile);
        CHECK(content(path) == before);
    }

    TEST_CASE("a run file that another run writes to is left to it") {
        const TemporaryFolder folder;
        RunFile first{folder / "run.db", head};
        Recording recording{{}, first, RecordLevel::automatic};
        play_small_run(recording, 1);
        // Its writer begins its transaction on its own thread, a moment after the file is there.
        ::usleep(100'000);
        CHECK_THROWS_WITH_AS(RunFile(folder / "run.db", head),
                             doctest::Contains("is being written by another run"), StoreError);
        first.finish(recording.finish());
        CHECK(read_run(folder / "run.db").summary.simulated_s == 1);
    }

    TEST_CASE("a folder that is missing is named, with the reason") {
        const TemporaryFolder folder;
        const fs::path path = folder / "missing/run.db";
        CHECK_THROWS_WITH_AS(RunFile(path, head),
                             doctest::Contains("missing/run.db: cannot be written: No such file"),
                             StoreError);
        CHECK_THROWS_WITH_AS(read_run(path), doctest::Contains("does not exist"), StoreError);
        write(folder / "file", "");
        CHECK_THROWS_WITH_AS(RunFile(folder / "file/run.db", head),
                             doctest::Contains("Not a directory"), StoreError);
    }

    TEST_CASE("a folder that may not be written is named, with the reason") {
        if (::geteuid() == 0) {
            MESSAGE("skipped: nothing is forbidden to root");
            return;
        }
        const TemporaryFolder folder;
        fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
        CHECK_THROWS_WITH_AS(RunFile(folder / "run.db", head),
                             doctest::Contains("Permission denied"), StoreError);
        fs::permissions(folder.path(), fs::perms::owner_all);
    }

    TEST_CASE("a full disk comes back as an error, and the file opens") {
        const TemporaryFolder folder;
        const fs::path path = folder / "run.db";
        const pid_t writer = in_child([&path] {
            // A file may not grow past this size: the write fails as it does on a full disk.
            const rlimit size{.rlim_cur = 1 << 18, .rlim_max = 1 << 18};
            ::setrlimit(RLIMIT_FSIZE, &size);
            ::signal(SIGXFSZ, SIG_IGN);
            try {
                play_for_ever(path);
            } catch (const StoreError& error) {
                ::_exit(error.file() == path ? 42 : 1);
            }
        });
        const int status = exit_status(writer);
        REQUIRE(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 42);
        const reports::RunSummary left = read_run(path).summary;
        CHECK(left.simulated_s > 0);
        CHECK(left.status != RunStatus::done);
    }

    TEST_CASE("a file of another version is refused, and it is said which build wrote it") {
        const TemporaryFolder folder;
        const fs::path path = folder / "run.db";
        record(path, RecordLevel::automatic);
        for (const int step : {-1, 1}) {
            const int version = reports::run_file_version + step;
            SQLite::Database{path.string(), SQLite::OPEN_READWRITE}.exec(
                fmt::format("pragma user_version = {}", version));
            const std::string refusal =
                fmt::format("was written by {} weft, {} ({}): it has version {} ",
                            step < 0 ? "an earlier" : "a later", head.version, head.build, version);
            CHECK_THROWS_WITH_AS(read_run(path), doctest::Contains(refusal.c_str()), StoreError);
            CHECK_THROWS_AS(reports::RunReader{path}, StoreError);
        }
    }

    TEST_CASE("a damaged file is refused, and may be replaced") {
        const TemporaryFolder folder;
        const fs::path path = folder / "run.db";
        record(path, RecordLevel::automatic);
        fs::resize_file(path, 4096);
        CHECK_THROWS_AS(read_run(path), StoreError);
        record(path, RecordLevel::automatic);
        CHECK(read_run(path).summary.simulated_s == 3);
    }
}

}  // namespace run_file_test
