#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "tests/folder.hpp"
#include "tests/two_pods.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace bad_input_test {

using namespace weft;
namespace fs = std::filesystem;

namespace {

struct Ended {
    int exit_code = -1;
    std::string said;
};

Ended play(const scenarios::PlayOptions& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = scenarios::play(options, out, err);
    return {code, err.str()};
}

bool says(const Ended& ended, const std::string& text) {
    return ended.said.find(text) != std::string::npos;
}

/// A few simulated seconds of a scenario of the library.
scenarios::PlayOptions first_steps() {
    scenarios::PlayOptions options;
    options.scenario = "first_steps";
    options.until = std::chrono::seconds{2};
    return options;
}

/// Of a mesh of one service, with what else a scenario says.
Ended play_app(const std::string& rest) {
    const tests::Folder folder;
    folder.write("app.yaml", tests::two_pods);
    scenarios::PlayOptions options;
    options.record = reports::RecordLevel::none;
    options.scenario = folder
                           .write("a.yaml",
                                  "apiVersion: weft/v1\nkind: Scenario\nmanifests: [app.yaml]\n"
                                  "horizon: 1s\n" +
                                      rest)
                           .string();
    return play(options);
}

}  // namespace

TEST_SUITE("bad input") {
    TEST_CASE("a scenario without a load is played, and says that nobody sends anything") {
        const std::string note = "note: there is no load, so that no client sends anything\n";
        const Ended silent = play_app("");
        CHECK(silent.exit_code == scenarios::exit_code::done);
        CHECK(says(silent, note));
        CHECK_FALSE(says(play_app("load: [{id: web, to: app, rate: 1/s}]\n"), note));
    }

    TEST_CASE("a scenario that does not exist is named, with what was meant") {
        scenarios::PlayOptions options = first_steps();
        options.scenario = "first_step";
        const Ended ended = play(options);
        CHECK(ended.exit_code == scenarios::exit_code::bad_input);
        CHECK(says(ended, "did you mean 'first_steps'?"));
    }

    TEST_CASE("a folder that is called as a scenario of the library does not hide it") {
        const tests::Folder folder;
        folder.write("first_steps/shop.yaml", "");
        const fs::path before = fs::current_path();
        fs::current_path(folder.path());
        scenarios::PlayOptions options = first_steps();
        options.record = reports::RecordLevel::none;
        const Ended ended = play(options);
        fs::current_path(before);
        CAPTURE(ended.said);
        CHECK(ended.exit_code != scenarios::exit_code::bad_input);
    }

    TEST_CASE("a folder is no scenario") {
        const tests::Folder folder;
        scenarios::PlayOptions options = first_steps();
        options.scenario = folder.path().string();
        const Ended ended = play(options);
        CHECK(ended.exit_code == scenarios::exit_code::bad_input);
        CHECK(says(ended, folder.path().string()));
        CHECK(says(ended, "is a folder and no scenario"));
        CHECK(says(ended, "weft run -f"));
    }

    TEST_CASE("who gives a manifest for a scenario is told how manifests are played, and no more") {
        const tests::Folder folder;
        folder.write("web.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n");
        folder.write("mine.yaml", "apiVersion: weft/v2\nkind: Scenarios\n");
        scenarios::PlayOptions options = first_steps();
        options.scenario = (folder.path() / "web.yaml").string();
        const Ended ended = play(options);
        CHECK(ended.exit_code == scenarios::exit_code::bad_input);
        CHECK(ended.said == options.scenario +
                                ":2:7: error: kind Deployment is no scenario; manifests without a "
                                "scenario are played by 'weft run -f FILE...'\n");

        options.scenario = (folder.path() / "mine.yaml").string();
        CHECK(says(play(options), "apiVersion must be weft/v1"));
    }

    TEST_CASE("a file that is no run file is never overwritten") {
        const tests::Folder folder;
        scenarios::PlayOptions options = first_steps();
        options.out = folder.write("notes.txt", "do not lose me");
        const Ended ended = play(options);
        CHECK(ended.exit_code == scenarios::exit_code::bad_input);
        CHECK(says(ended, "is not a run file"));
        std::ifstream kept{options.out};
        std::string text;
        std::getline(kept, text);
        CHECK(text == "do not lose me");
    }

    TEST_CASE("a run file is replaced by the next run") {
        const tests::Folder folder;
        scenarios::PlayOptions options = first_steps();
        options.out = folder.path() / "run.db";
        play(options);
        CHECK(fs::is_regular_file(options.out));
        CHECK(play(options).exit_code != scenarios::exit_code::bad_input);
    }

    TEST_CASE("an output folder that is not there is the environment's fault") {
        const tests::Folder folder;
        scenarios::PlayOptions options = first_steps();
        options.out = folder.path() / "missing" / "run.db";
        const Ended ended = play(options);
        CHECK(ended.exit_code == scenarios::exit_code::environment_failed);
        CHECK(says(ended, "missing"));
    }

    TEST_CASE("a device is no run file either") {
        if (!fs::exists("/dev/full")) {
            MESSAGE("skipped: there is no /dev/full");
            return;
        }
        scenarios::PlayOptions options = first_steps();
        options.out = "/dev/full";
        const Ended ended = play(options);
        CHECK(ended.exit_code == scenarios::exit_code::bad_input);
        CHECK(says(ended, "/dev/full: exists and is not a run file"));
        CHECK(fs::is_character_file("/dev/full"));
    }

    TEST_CASE("every mistake of a scenario is said at once, at its place") {
        const tests::Folder folder;
        scenarios::PlayOptions options;
        options.scenario = folder
                               .write("wrong.yaml",
                                      "apiVersion: weft/v1\n"
                                      "kind: Scenario\n"
                                      "horizon: -5s\n"
                                      "hrizon: 5s\n"
                                      "profile: itsio\n"
                                      "load:\n"
                                      "  - {id: web, to: shop, arrivals: poisson, rate: 5}\n")
                               .string();
        const Ended ended = play(options);
        CHECK(ended.exit_code == scenarios::exit_code::bad_input);
        CHECK(says(ended, "wrong.yaml:3:10: error: "));
        CHECK(says(ended, "did you mean 'horizon'?"));
        CHECK(says(ended, "did you mean 'istio'?"));
        CHECK(says(ended, "wrong.yaml:7:"));
    }
}

}  // namespace bad_input_test
