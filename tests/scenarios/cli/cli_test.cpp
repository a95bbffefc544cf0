#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <string>
#include <sys/wait.h>

namespace {

struct Ended {
    int exit_code = -1;
    std::string output;  ///< Both streams.
};

/// Runs the built program as a shell would.
Ended weft(const std::string& arguments) {
    const std::string command = std::string{WEFT_PROGRAM} + " " + arguments + " 2>&1 </dev/null";
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

bool says(const Ended& ended, const std::string& text) {
    return ended.output.find(text) != std::string::npos;
}

/// The command line is refused, and the answer says why and where to read on.
void check_refused(const std::string& arguments, const std::string& why) {
    const Ended ended = weft(arguments);
    CAPTURE(arguments);
    CAPTURE(ended.output);
    CHECK(ended.exit_code == 2);
    CHECK(says(ended, why));
    CHECK(says(ended, "--help"));
}

}  // namespace

TEST_SUITE("command line") {
    TEST_CASE("the program and every command have help") {
        for (const std::string command : {"", "run", "check", "list", "vectors"}) {
            const Ended ended = weft(command + " --help");
            CAPTURE(command);
            CHECK(ended.exit_code == 0);
            CHECK(says(ended, "Usage: weft"));
        }
        CHECK(says(weft("--help"), "Say everything that is wrong with scenarios and manifests"));
        CHECK(says(weft("run --help"), "none|summary|default"));
    }

    TEST_CASE("it knows its version") {
        const Ended ended = weft("--version");
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

    TEST_CASE("check needs a file, and list one of its words") {
        check_refused("check", "FILE is required");
        check_refused("list", "WHAT is required");
        check_refused("vectors", "FILE is required");
        check_refused("list balancer", "did you mean 'balancers'?");
    }

    TEST_CASE("lists are printed") {
        const Ended ended = weft("list metrics");
        CHECK(ended.exit_code == 0);
        CHECK(says(ended, "success"));
    }

    TEST_CASE("vectors that are missing are wrong input") {
        const Ended ended = weft("vectors there_is_none.json");
        CHECK(ended.exit_code == 2);
        CHECK(says(ended, "there_is_none.json: error: cannot be read"));
        CHECK(says(ended, "0 passed, 0 failed"));
    }

    TEST_CASE("output that cannot be written is a failure of the environment") {
        CHECK(weft("list metrics >/dev/full").exit_code == 3);
    }
}
