// What goes wrong outside is said in the window, by file and reason, and what was shown stays.
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QTest>
#include <doctest/doctest.h>

#include <csignal>
#include <fstream>
#include <sys/resource.h>

namespace failures_test {
namespace {

using namespace weft;
using namespace weft::tests;

constexpr int failure_patience_ms = 60'000;

/// Puts bytes into a file at a place.
void overwrite(const std::filesystem::path& path, std::streamoff place, const std::string& bytes) {
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(place);
    file << bytes;
    REQUIRE(file.flush());
}

/// A window that shows three seconds of the small run, at the second one.
class ShownRun {
public:
    ShownRun() {
        window.resize(1000, 700);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        window.session().seek(at(2s));
    }

    void check_shown() {
        CHECK(window.session().at() == at(2s));
        CHECK(window.session().run().file() == (folder / "run.db").string());
        window.session().seek(at(1s));
        CHECK(window.session().snapshot().loads[0].requests == 10);
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

/// No file may grow past this size: a write fails as it does on a full disk.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t size) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{.rlim_cur = size, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

private:
    rlimit before_{};
};

}  // namespace

TEST_SUITE("what goes wrong outside") {
    TEST_CASE("a file of a newer format is named, and whose it is") {
        ShownRun it;
        const auto newer = record_small_run(it.folder, "newer.db", 3);
        constexpr std::streamoff user_version = 60;  // Source: SQLite's file format.
        overwrite(newer, user_version, std::string{"\0\0\0\x63", 4});
        CHECK_FALSE(it.window.open(newer));
        CHECK(it.window.message().contains("newer.db"));
        CHECK(it.window.message().contains("a later weft"));
        CHECK(it.window.message().contains("version 99"));
        it.check_shown();
    }

    TEST_CASE("a run that failed says why when it is opened, if there is nothing to see, too") {
        ShownRun it;
        for (const std::uint32_t seconds : {2U, 0U}) {
            const auto path = it.folder / (seconds > 0 ? "broken.db" : "empty.db");
            {
                reports::RunFile file{path, small_run_head(reports::RecordLevel::automatic)};
                reports::Recording recording{{}, file, reports::RecordLevel::automatic};
                play_small_run(recording, seconds);
                file.fail("it broke");
            }
            CHECK(it.window.open(path) == (seconds > 0));
            CHECK(it.window.message().endsWith("failed: it broke"));
            CHECK(it.window.session().run().range().end == at(2s));
        }
        CHECK(it.window.open(it.folder / "run.db"));
        CHECK(it.window.message().isEmpty());
    }

    TEST_CASE("a file that is damaged while it is shown is named, and another one opens") {
        ShownRun it;
        const auto path = it.folder / "run.db";
        const auto size = std::filesystem::file_size(path);
        constexpr std::size_t first_page = 4096;
        constexpr std::streamoff change_counter = 24;  // Another one: pages are read again.
        overwrite(path, first_page, std::string(size - first_page, '\xff'));
        overwrite(path, change_counter, "\x7f\x7f\x7f\x7f");
        it.window.session().seek(at(1s));
        CHECK(it.window.message().contains("run.db"));
        CHECK(it.window.message().contains("malformed"));
        CHECK(it.window.session().at() == at(1s));
        it.window.session().select({.kind = gui::Selection::Kind::service, .number = 1});
        CHECK(it.window.open(record_small_run(it.folder, "other.db", 2)));
        CHECK(it.window.message().isEmpty());
        CHECK(it.window.session().run().range().end == at(2s));
    }

    TEST_CASE("a disk that is full from the start is named, and what was shown stays") {
        ShownRun it;
        {
            const SmallDisk disk{16'384};
            CHECK_FALSE(it.window.play_live("gateway"));
        }
        CHECK(it.window.message().contains("gateway"));
        CHECK(it.window.message().contains(".db"));
        it.check_shown();
    }

    TEST_CASE("an export that does not fit is named with the reason, and what was there stays") {
        ShownRun it;
        for (const char* name : {"mesh.dot", "mesh.svg", "mesh.png", "chart.csv"}) {
            CAPTURE(name);
            const auto path = it.folder / name;
            const QString shown = QString::fromStdString(path.string());
            REQUIRE(it.window.export_to(shown));
            const auto size = std::filesystem::file_size(path);
            REQUIRE(size > 20);
            const auto written = [&] {
                const SmallDisk disk{20};
                return it.window.export_to(shown);
            };
            CHECK_FALSE(written());
            CHECK(it.window.message().contains(name));
            CHECK(it.window.message().contains("File too large"));
            CHECK(std::filesystem::file_size(path) == size);
        }
        it.check_shown();
    }

    TEST_CASE("a run that fails midway is named, and what it wrote can be looked at") {
        ShownRun it;
        {
            // An empty run file fits, what is recorded of this run does not.
            const SmallDisk disk{200'000};
            it.window.play_live("gateway");
            CHECK(QTest::qWaitFor([&] { return !it.window.message().isEmpty(); },
                                  failure_patience_ms));
        }
        CHECK(it.window.message().contains("gateway"));
        CHECK(it.window.message().contains(".db"));
        it.window.session().seek(it.window.session().run().range().end);
        CHECK(it.window.open(it.folder / "run.db"));
        CHECK(it.window.session().run().range().end == at(3s));
    }
}

}  // namespace failures_test
