#include "reports/store/read_run.hpp"
#include "tests/folder.hpp"
#include "tests/pages.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace cli_test {

namespace {

namespace fs = std::filesystem;
using weft::tests::text_of;

struct Ended {
    int exit_code = -1;
    std::string output;  ///< Both streams.
};

/// Runs a line as a shell would.
Ended shell(const std::string& line) {
    const std::string command = line + " 2>&1 </dev/null";
    std::FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);

    Ended ended;
    std::array<char, 4096> part{};
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe)) {
        ended.output.append(part.data(), size);
    }
    const int status = pclose(pipe);
    if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
    return ended;
}

/// Runs the built program.
Ended run_weft(const std::string& arguments) {
    return shell(WEFT_PROGRAM " " + arguments);
}

bool says(const Ended& ended, const std::string& text) {
    return ended.output.find(text) != std::string::npos;
}

/// The command line is refused, and the answer says why and where to read on.
void check_refused(const std::string& arguments, const std::string& why) {
    const Ended ended = run_weft(arguments);
    CAPTURE(arguments);
    CAPTURE(ended.output);
    CHECK(ended.exit_code == 2);
    CHECK(says(ended, why));
    CHECK(says(ended, "--help"));
}

/// Nothing wraps on a terminal of a hundred columns.
void check_width(const std::string& text) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(line.size() <= 100);
    }
}

}  // namespace

TEST_SUITE("command line") {
    TEST_CASE("the program and every command have help") {
        for (const std::string command :
             {"", "run", "check", "test", "list", "route", "export", "vectors"}) {
            const Ended ended = run_weft(command + " --help");
            CAPTURE(command);
            CHECK(ended.exit_code == 0);
            CHECK(says(ended, "Usage: weft"));
            check_width(ended.output);
        }
        CHECK(
            says(run_weft("--help"), "Say everything that is wrong with scenarios and manifests"));
        CHECK(says(run_weft("run --help"), "none|summary|default"));
    }

    TEST_CASE("what can be listed fits a terminal, and says what faults act on") {
        for (const std::string what : {"arrivals", "faults", "metrics", "profiles", "scenarios"}) {
            const Ended ended = run_weft("list " + what);
            CAPTURE(what);
            CHECK(ended.exit_code == 0);
            check_width(ended.output);
        }
        CHECK(says(run_weft("list faults"),
                   "and restarts at the end\n                       [pods]\n"));
        CHECK(says(run_weft("list metrics"), "success(web) > 99.9%\n"));
    }

    TEST_CASE("it knows its version") {
        const Ended ended = run_weft("--version");
        CHECK(ended.exit_code == 0);
        CHECK(ended.output.starts_with("weft "));
        CHECK(ended.output.find_first_of("0123456789") == 5);
    }

    TEST_CASE("a command is needed, and has to be one that there is") {
        check_refused("", "subcommand is required");
        check_refused("rum", "there is no command 'rum'; did you mean 'run'?");
        check_refused("paint", "there is no command 'paint'\n");
        check_refused("--bogus", "--bogus");
    }

    TEST_CASE("a file to write has a name") {
        check_refused("run first_steps --out ''", "--out: is empty");
        check_refused("test first_steps --junit ''", "--junit: is empty");
    }

    TEST_CASE("test wants a number of runs at a time that is one") {
        check_refused("test --jobs 0", "--jobs");
        check_refused("test --jobs many", "--jobs");
    }

    TEST_CASE("explain of no request at all is a mistake") {
        check_refused("explain run.db --failed 0", "--failed");
        check_refused("explain run.db --slowest 0", "--slowest: Value 0 not in range");
        check_refused("explain run.db --where ''", "--where: is empty");
    }

    TEST_CASE("run needs something to play") {
        check_refused("run", "SCENARIO or -f FILE");
        check_refused("run --seed 3", "SCENARIO or -f FILE");
        check_refused("run one two", "two");
    }

    TEST_CASE("a wrong value is refused by the name of its option") {
        check_refused("run x --seed -1", "--seed: must be a whole number");
        check_refused("run x --seed 18446744073709551616", "--seed: must be a whole number");
        check_refused("run x --seed 7th", "--seed: must be a whole number");
        check_refused("run x --until 90", "--until: must be a duration with its unit");
        check_refused("run x --until 0s", "--until: must be a duration with its unit");
        check_refused("run x --record al", "--record: 'al' is none of default, none, summary");
        check_refused("run x --set rate", "--set: 'rate' is no PATH=VALUE");
        check_refused("run x --set =5", "--set: '=5' is no PATH=VALUE");
        check_refused("run x -f", "--manifest");
    }

    TEST_CASE("route needs manifests, somebody who asks, and a request") {
        check_refused("route --from web http://a/", "--manifest is required");
        check_refused("route -f a.yaml http://a/", "--from is required");
        check_refused("route -f a.yaml --from web", "REQUEST is required");
        check_refused("route -f a.yaml --from web GET http://a/ more", "REQUEST");
        const Ended ended =
            run_weft("route -f " SOURCE_ROOT
                     "/scenarios/library/rollout/canary --from web POST http://search/find "
                     "-H 'x-tester: yes'");
        CAPTURE(ended.output);
        CHECK(ended.exit_code == 0);
        CHECK(says(ended, "POST http://search/find"));
        CHECK(says(ended, "search.default/testers at "));
    }

    TEST_CASE("check needs a file, and list one of its words") {
        check_refused("check", "FILE is required");
        check_refused("list", "WHAT is required");
        check_refused("vectors", "FILE is required");
        check_refused("list balancer", "did you mean 'balancers'?");
    }

    TEST_CASE("lists are printed") {
        const Ended ended = run_weft("list metrics");
        CHECK(ended.exit_code == 0);
        CHECK(says(ended, "success"));
    }

    TEST_CASE("a file that cannot be read is refused with its place, by run and by check") {
        const ::weft::tests::Folder folder;
        const std::string head = "apiVersion: weft/v1\nkind: Scenario\n";
        struct Case {
            std::string name;
            std::string text;
            std::string why;
        };
        std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
        for (char name = 'b'; name < 'j'; ++name) {
            const std::string before = std::string{"*"} + static_cast<char>(name - 1);
            bomb.append(1, name).append(": &").append(1, name).append(" [").append(before);
            for (int times = 1; times < 10; ++times)
                bomb.append(", ").append(before);
            bomb.append("]\n");
        }
        for (const Case& wrong : {
                 Case{"broken.yaml", head + "load: [\n", ":4:1: error: not valid YAML"},
                 Case{"empty.yaml", "", ": error: is empty"},
                 Case{"brackets.yaml", std::string(10'000'000, '['), ": error: too large"},
                 Case{"bomb.yaml", bomb, ":1:1: error: holds too many values"},
                 Case{"times.yaml", head + "horizon: 5\n", ":3:10: error: horizon must be"},
             }) {
            const std::string file = folder.write(wrong.name, wrong.text).string();
            for (const std::string command : {"run ", "check "}) {
                const Ended ended = run_weft(command + file);
                CAPTURE(command);
                CAPTURE(ended.output);
                CHECK(ended.exit_code == 2);
                CHECK(says(ended, file + wrong.why));
            }
        }
        CHECK(run_weft("run " + folder.path().string()).exit_code == 2);
    }

    TEST_CASE("ten megabytes of brackets take the program less than a second") {
        const ::weft::tests::Folder folder;
        const std::string file =
            folder.write("brackets.yaml", std::string(10'000'000, '[')).string();
        const auto began = std::chrono::steady_clock::now();
        CHECK(run_weft("run " + file).exit_code == 2);
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{1});
    }

    TEST_CASE("a run file that cannot be written is a failure of the environment") {
        const ::weft::tests::Folder folder;
        const std::string plain = folder.write("plain", "text").string();
        for (const std::string& out : {plain + "/run.db", std::string{"/proc/run.db"}}) {
            const Ended ended = run_weft("run first_steps --until 1s --out " + out);
            CAPTURE(ended.output);
            CHECK(ended.exit_code == 3);
            CHECK(says(ended, out));
        }
        CHECK(text_of(plain) == "text");
    }

    TEST_CASE("an interrupted run says so, ends with 3 and leaves a run file") {
        const ::weft::tests::Folder folder;
        const std::string out = (folder.path() / "run.db").string();
        const std::string run = std::string{WEFT_PROGRAM} +
                                " run first_steps --set horizon=20h --record summary --out " + out;
        // From when there is a file on, the program heeds signals, however slow the machine is.
        const std::string until_there = "while [ ! -e " + out + " ]; do sleep 0.1; done; ";
        const Ended ended =
            shell("{ " + run + " & run=$!; " + until_there + "kill -INT $run; wait $run; }");
        CAPTURE(ended.output);
        CHECK(ended.exit_code == 3);
        CHECK(says(ended, "interrupted: the run ended before its horizon"));
        CHECK(weft::reports::read_run(out).summary.status == weft::reports::RunStatus::interrupted);
        SQLite::Database file{out};
        CHECK(file.execAndGet("select status from v_run").getString() == "interrupted");
        // What is no run file would not be replaced.
        CHECK(run_weft("run first_steps --until 1s --record summary --out " + out).exit_code <= 1);
    }

    TEST_CASE("manifests without pods are nothing to play, and that is all that is said") {
        const ::weft::tests::Folder folder;
        const std::string file = folder
                                     .write("service.yaml",
                                            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
                                            "spec: {ports: [{port: 80}]}\n")
                                     .string();
        const Ended ended = run_weft("run --record none -f " + file);
        CHECK(ended.exit_code == 2);
        CHECK(says(ended, "no service has pods: there is nothing to play"));
        CHECK_FALSE(says(ended, "replaces"));
    }

    TEST_CASE("what is said of a file several times is said once, with how often") {
        const ::weft::tests::Folder folder;
        std::string services;
        for (const std::string name : {"a", "b", "c"}) {
            services.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: ").append(name);
            services.append("}\nspec:\n  ports:\n  - {name: x, port: 80, nodePort: 30080}\n");
            services.append("  - {name: y, port: 81, nodePort: 30081}\n");
        }
        const std::string file = folder.write("services.yaml", services).string();
        const std::string said = ": warning: spec.ports.nodePort is not honoured (and 5 more)\n";
        CHECK(says(run_weft("check " + file), file + ":7:25" + said));
        CHECK(run_weft("check --strict " + file).exit_code == 2);
        CHECK(says(run_weft("check --strict " + file), file + ":24:25: error: "));
    }

    TEST_CASE("vectors that are missing are wrong input") {
        const Ended ended = run_weft("vectors there_is_none.json");
        CHECK(ended.exit_code == 2);
        CHECK(says(ended, "there_is_none.json: error: cannot be read"));
        CHECK(says(ended, "0 passed, 0 failed"));
    }

    TEST_CASE("output that cannot be written is a failure of the environment") {
        CHECK(run_weft("list metrics >/dev/full").exit_code == 3);
    }
}

}  // namespace cli_test
