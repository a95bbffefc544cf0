// The program as a whole: what it is told on its command line, how it ends, and with which code.
#include "tests/gui/small_mesh.hpp"

#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>
#include <doctest/doctest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <utility>
#include <vector>

namespace program_test {
namespace {

using namespace weft::tests;

constexpr int program_patience = 60'000;  // In milliseconds.

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

QString qt_path(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

struct ProgramEnded {
    int code = -1;
    QByteArray said;
};

ProgramEnded ended_of(QProcess& program, const QStringList& arguments) {
    program.start(WEFT_GUI_PROGRAM, arguments);
    REQUIRE(program.waitForFinished(program_patience));
    CHECK(program.exitStatus() == QProcess::NormalExit);
    return {program.exitCode(), program.readAllStandardError()};
}

ProgramEnded ended_of(const QStringList& arguments) {
    QProcess program;
    return ended_of(program, arguments);
}

/// No window is left open by it, and nothing written.
void check_refused(const QStringList& arguments, const char* why) {
    const ProgramEnded ended = ended_of(arguments);
    CAPTURE(arguments.join(' ').toStdString());
    CAPTURE(ended.said.toStdString());
    CHECK(ended.code == 2);
    CHECK(ended.said.contains(why));
}

}  // namespace

TEST_SUITE("the program weft-gui") {
    TEST_CASE("what is wrong on the command line is refused before there is a window") {
        const std::pair<QStringList, const char*> mistakes[] = {
            {{"--nonsense"}, "there is no option '--nonsense'"},
            {{"--screnshot", "a.png"}, "did you mean '--screenshot'?"},
            {{"--run"}, "Missing value"},
            {{"--run", ""}, "--run: a value is wanted"},
            {{"--run", "a.db", "--run", "b.db"}, "--run: is given more than once"},
            {{"a.db", "b.db"}, "not 'b.db', too"},
            {{"a.db", "--run", "b.db"}, "'a.db' and --run: one run is shown"},
            {{"--live", "a.yaml", "--example", "b"}, "--live and --example: one run is shown"},
            {{"--screenshot", "a.png", "--export", "a.svg"}, "one file is written"},
            {{"--screenshot", "a.jpeg"}, "--screenshot: 'a.jpeg' does not end in .png"},
            {{"--export", "a.gif"}, "--export: 'a.gif' does not end in .svg, .pdf"},
            {{"--level", "pod"}, "did you mean 'pods'?"},
            {{"--theme", "drak"}, "did you mean 'dark'?"},
            {{"--colour", "laod"}, "did you mean 'load'?"},
            {{"--size", "800x600x7"}, "--size: two lengths"},
            {{"--size", "10001x10"}, "of at most 10000"},
            {{"--at", "soon"}, "--at: 'soon' is no moment"},
            {{"--filter", "err>x"}, "--filter: 'x' is no number"},
        };
        for (const auto& [arguments, why] : mistakes)
            check_refused(arguments, why);
    }

    TEST_CASE("what a run does not have is named, with what may have been meant") {
        const TemporaryFolder folder;
        const QString run = qt_path(record_small_run(folder, "run.db", 3));
        const QString picture = qt_path(folder / "shot.png");
        const std::pair<QStringList, const char*> mistakes[] = {
            {{"--run", run, "--at", "3.1"}, "--at: '3.1' is not in the run, which ends at 3.000 s"},
            {{"--run", run, "--select", "shpo"}, "did you mean 'shop'?"},
            {{"--run", run, "--select", "wbe/1"}, "there is no load 'wbe'; did you mean 'web'?"},
            {{"--run", run, "--select", "web/x"}, "'web/x' is no request"},
            {{"--run", run, "--tab", "Compare"}, "there is no tab 'Compare'"},
            {{"--example", "retry_strom"}, "no example 'retry_strom'; did you mean 'retry_storm'?"},
        };
        for (const auto& [arguments, why] : mistakes)
            check_refused(arguments + QStringList{"--screenshot", picture}, why);
        CHECK_FALSE(std::filesystem::exists(folder / "shot.png"));
        CHECK(ended_of({"--run", run, "--at", "3", "--select", "shop.default", "--tab", "Events",
                        "--screenshot", picture})
                  .code == 0);
    }

    TEST_CASE("mistakes of a scenario are said as by weft run") {
        const TemporaryFolder folder;
        const auto file = folder / "bad.yaml";
        std::ofstream{file} << "apiVersion: weft/v1\nkind: Scenario\nlode: []\n";
        const ProgramEnded ended =
            ended_of({"--live", qt_path(file), "--screenshot", qt_path(folder / "shot.png")});
        CHECK(ended.code == 2);
        CHECK(ended.said.contains("bad.yaml:3:1: error: unknown key 'lode'; did you mean 'load'?"));
        CHECK_FALSE(ended.said.contains("error: " + qt_path(file).toUtf8()));
    }

    TEST_CASE("what is written of a scenario that is played is of its end, or of its moment") {
        const TemporaryFolder folder;
        const QString graph = qt_path(folder / "mesh.dot");
        CHECK(ended_of({"--live", "gateway", "--export", graph}).code == 0);
        CHECK(bytes_of(folder / "mesh.dot").find("at 30.000 s") != std::string::npos);
        CHECK(ended_of({"--live", "gateway", "--at", "12", "--export", graph}).code == 0);
        CHECK(bytes_of(folder / "mesh.dot").find("at 12.000 s") != std::string::npos);
    }

    TEST_CASE("a disk that is full while it plays is the environment's, and named") {
        const TemporaryFolder folder;
        QProcess program;
        program.setChildProcessModifier([] {
            constexpr rlim_t size = 200'000;  // An empty run file fits, this run does not.
            const rlimit small{.rlim_cur = size, .rlim_max = size};
            std::signal(SIGXFSZ, SIG_IGN);
            ::setrlimit(RLIMIT_FSIZE, &small);
        });
        const ProgramEnded ended =
            ended_of(program, {"--live", "gateway", "--export", qt_path(folder / "mesh.dot")});
        CAPTURE(ended.said.toStdString());
        CHECK(ended.code == 3);
        CHECK(ended.said.contains("gateway-1.db"));
    }

    TEST_CASE("a signal closes the window as its user does, and the program ends with 3") {
        for (const int signal : {SIGTERM, SIGINT}) {
            const TemporaryFolder folder;
            const QString run = qt_path(record_small_run(folder, "run.db", 3));
            QProcess program;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert("XDG_CONFIG_HOME", qt_path(folder.path()));
            program.setProcessEnvironment(environment);
            program.start(WEFT_GUI_PROGRAM, {"--run", run});
            // As soon as the run is shown it is among the recent ones.
            const auto settings = folder.path() / "weft" / "weft.conf";
            const auto knows = [&](const char* what) {
                return bytes_of(settings).find(what) != std::string::npos;
            };
            REQUIRE(QTest::qWaitFor([&] { return knows("run.db"); }, program_patience));
            CHECK_FALSE(knows("geometry"));
            REQUIRE(::kill(static_cast<pid_t>(program.processId()), signal) == 0);
            REQUIRE(program.waitForFinished(program_patience));
            CHECK(program.exitStatus() == QProcess::NormalExit);
            CHECK(program.exitCode() == 3);
            CHECK(knows("geometry"));
        }
    }
}

}  // namespace program_test
