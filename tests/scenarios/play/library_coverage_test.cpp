#include "reports/metrics/mechanisms.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/test_runs.hpp"
#include "tests/pages.hpp"
#include "tests/scenarios/play/sample_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace library_coverage_test {

using namespace weft;

namespace {

/// What `weft test` says of a library that holds nothing but what the sample does.
std::string said_of(const tests::SampleData& sample, const std::string& coverage, int& code) {
    sample.write("library/coverage.txt", coverage);
    std::ostringstream out;
    std::ostringstream err;
    code = scenarios::test_runs({}, out, err);
    return out.str();
}

}  // namespace

TEST_SUITE("coverage of the library") {
    TEST_CASE("a mechanism that no scenario exercises any more is named, and fails the test") {
        const tests::SampleData sample;
        const std::string skipped = "apiVersion: weft/v1\nkind: Scenario\nneeds_manifests: some\n";
        for (const std::string name : {"profiles/istio.yaml", "profiles/envoy.yaml"})
            sample.write(name, tests::text_of(SOURCE_ROOT "/scenarios/" + name));
        sample.write("library/calm.yaml", skipped);
        sample.write("library/storm.yaml", skipped);
        int code = -1;
        CHECK(said_of(sample, "# none yet\n", code).find("FAILED") == std::string::npos);
        CHECK(code == scenarios::exit_code::done);
        CHECK(said_of(sample, "hedge  # of calls\n", code)
                  .find("FAILED: no scenario of the library exercises hedge any more\n") !=
              std::string::npos);
        CHECK(code == scenarios::exit_code::expectation_failed);
    }

    TEST_CASE("what the list of the library names are mechanisms") {
        std::ifstream file{SOURCE_ROOT "/scenarios/library/coverage.txt"};
        std::size_t named = 0;
        for (std::string line; std::getline(file, line);) {
            const std::string name = line.substr(0, line.find_first_of(" \t#"));
            if (name.empty()) continue;
            CHECK_MESSAGE(std::ranges::count(reports::mechanisms(), name) == 1, name);
            ++named;
        }
        CHECK(named >= 40);
    }
}

}  // namespace library_coverage_test
