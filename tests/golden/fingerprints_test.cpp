// What known scenarios did, as one number each: a change of code that alters a run shows here.
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace fingerprints_test {

namespace {

namespace fs = std::filesystem;
using namespace weft;

/// By scenario: a file of this folder, or else a name in the library.
using Fingerprints = std::map<std::string, std::string>;

const fs::path folder = fs::path{SOURCE_ROOT} / "tests" / "golden";

Fingerprints written() {
    Fingerprints found;
    std::ifstream file{folder / "fingerprints.txt"};
    std::string scenario;
    std::string fingerprint;
    while (file >> scenario >> fingerprint)
        found.insert_or_assign(scenario, fingerprint);
    return found;
}

void write(const Fingerprints& fingerprints) {
    std::ofstream file{folder / "fingerprints.txt"};
    for (const auto& [scenario, fingerprint] : fingerprints)
        file << scenario << ' ' << fingerprint << '\n';
}

std::string fingerprint_of(const std::string& scenario) {
    const fs::path own = folder / (scenario + ".yaml");
    scenarios::PlayOptions options;
    options.scenario = fs::exists(own) ? own.string() : scenario;
    options.record = reports::RecordLevel::none;
    options.json = true;
    std::ostringstream out;
    std::ostringstream err;
    const int code = scenarios::play(options, out, err);
    INFO(err.str());
    REQUIRE(code != scenarios::exit_code::bad_input);
    return nlohmann::json::parse(out.str()).at("fingerprint").get<std::string>();
}

}  // namespace

TEST_SUITE("golden") {
    TEST_CASE("known scenarios do what they always did") {
        const bool renews = std::getenv("WEFT_RENEW_GOLDEN") != nullptr;
        Fingerprints fingerprints = written();
        REQUIRE_FALSE(fingerprints.empty());
        for (auto& [scenario, fingerprint] : fingerprints) {
            const std::string played = fingerprint_of(scenario);
            if (!renews) CHECK_MESSAGE(played == fingerprint, scenario, " plays differently");
            fingerprint = played;
        }
        if (renews) write(fingerprints);
    }
}

}  // namespace fingerprints_test
