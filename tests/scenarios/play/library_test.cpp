#include "scenarios/play/test_runs.hpp"
#include "scenarios/read/data_folder.hpp"
#include "tests/pages.hpp"
#include "tests/scenarios/real_input/played.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace weft::tests::library_test {
namespace {

using namespace std::chrono_literals;
using reports::RecordLevel;

scenarios::PlayOptions first_steps() {
    scenarios::PlayOptions options;
    options.scenario = "first_steps";
    return options;
}

}  // namespace

TEST_SUITE("library") {
    TEST_CASE(
        "what the scenarios expect holds for any of five seeds, but where they need manifests") {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            scenarios::TestOptions options;
            options.seed = seed;
            options.json = true;
            std::ostringstream out;
            std::ostringstream err;
            scenarios::test_runs(options, out, err);
            const auto told = nlohmann::json::parse(out.str());
            REQUIRE(told.at("scenarios").size() > 90);
            for (const auto& run : told.at("scenarios")) {
                const std::string verdict = run.at("verdict");
                CAPTURE(seed);
                CAPTURE(run.dump());
                CHECK((verdict == "held" || verdict == "skipped"));
            }
        }
    }

    TEST_CASE("each is in a group, under a name that no other has") {
        std::set<std::string> names;
        for (const scenarios::DataFile& file : scenarios::data_files(scenarios::data::library)) {
            CAPTURE(file.path.string());
            CHECK_FALSE(file.group.empty());
            CHECK(names.insert(file.name).second);
        }
    }

    TEST_CASE("there are many, and each that plays by itself can be read at one sitting") {
        std::size_t played = 0;
        for (const scenarios::DataFile& file : scenarios::data_files(scenarios::data::library)) {
            const std::string text = text_of(file.path);
            if (text.find("\nneeds_manifests:") != std::string::npos) continue;
            CAPTURE(file.name);
            CHECK(std::ranges::count(text, '\n') <= 60);
            CHECK(text.starts_with("# "));
            CHECK(text.find("\nexpect:\n") != std::string::npos);
            ++played;
        }
        CHECK(played >= 40);
    }

    TEST_CASE("those that need manifests say which") {
        for (const std::string name : {"bookinfo", "online_boutique"}) {
            scenarios::PlayOptions options;
            options.scenario = name;
            const Played run = played(options);
            CHECK(run.exit_code == 2);
            CHECK(run.diagnostics.find("by -f") != std::string::npos);
        }
    }

    TEST_CASE("what is recorded changes nothing that happens") {
        std::vector<std::string> fingerprints;
        const fs::path file = fs::temp_directory_path() / "weft-library-test.db";
        for (const auto level : {RecordLevel::none, RecordLevel::summary, RecordLevel::automatic}) {
            scenarios::PlayOptions options = first_steps();
            options.record = level;
            options.out = file;
            options.json = true;
            std::ostringstream out;
            std::ostringstream err;
            CHECK(scenarios::play(options, out, err) == 0);
            fingerprints.push_back(nlohmann::json::parse(out.str()).at("fingerprint"));
        }
        fs::remove(file);
        CHECK(fingerprints[0] == fingerprints[1]);
        CHECK(fingerprints[0] == fingerprints[2]);
    }

    TEST_CASE("an expectation that fails is exit code 1") {
        scenarios::PlayOptions options = first_steps();
        options.until = 30s;  // Before the crash, so that nobody is ejected.
        const Played run = played(options);
        CAPTURE(run.diagnostics);
        CHECK(run.exit_code == 1);
    }
}

}  // namespace weft::tests::library_test
