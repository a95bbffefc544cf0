#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "tests/scenarios/play/sample_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace list_test {

using namespace weft::scenarios;
using What = ListOptions::What;
using weft::tests::SampleData;

namespace {

std::string listed(What what) {
    std::ostringstream out;
    std::ostringstream err;
    REQUIRE(list({.what = what}, out, err) == exit_code::done);
    CHECK(err.str().empty());
    return out.str();
}

nlohmann::json listed_as_json(What what) {
    std::ostringstream out;
    std::ostringstream err;
    REQUIRE(list({.what = what, .json = true}, out, err) == exit_code::done);
    return nlohmann::json::parse(out.str());
}

std::vector<std::string> names(const nlohmann::json& list) {
    std::vector<std::string> names;
    for (const auto& entry : list)
        names.push_back(entry.at("name"));
    return names;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

TEST_SUITE("list") {
    TEST_CASE("scenarios come with the first line of what they are about") {
        const SampleData sample;
        CHECK(listed(What::scenarios) == "calm   Nothing fails.\nstorm\n");
    }

    TEST_CASE("scenarios stand under the name of their group") {
        const SampleData sample;
        sample.write("library/zone/gale.yaml", "name: gale\nabout: A zone is lost.\n");
        sample.write("library/zone/gale/mesh.yaml", "kind: Service\n");
        CHECK(listed(What::scenarios) ==
              "calm   Nothing fails.\nstorm\n\nzone:\ngale   A zone is lost.\n");
        const auto scenarios = listed_as_json(What::scenarios).at("scenarios");
        REQUIRE(scenarios.size() == 3);
        CHECK_FALSE(scenarios[0].contains("group"));
        CHECK(scenarios[2].at("group") == "zone");
    }

    TEST_CASE("machines get the file, too") {
        const SampleData sample;
        const auto profiles = listed_as_json(What::profiles).at("profiles");
        REQUIRE(profiles.size() == 1);
        CHECK(profiles[0].at("name") == "istio");
        CHECK(profiles[0].at("summary") == "As Istio does.");
        CHECK(profiles[0].at("file") == (sample.folder() / "profiles/istio.yaml").string());
    }

    TEST_CASE("what is code is listed from its registry") {
        CHECK(has(names(listed_as_json(What::balancers).at("balancers")), "least_request"));
        CHECK(has(names(listed_as_json(What::arrivals).at("arrivals")), "poisson"));
        CHECK(listed(What::faults).find("crash") != std::string::npos);
        CHECK(listed(What::metrics).find("success") != std::string::npos);
    }

    TEST_CASE(
        "presets of faults stand beside the primitives, with their file and what they act on") {
        const auto faults = listed_as_json(What::faults).at("faults");
        const auto preset = std::ranges::find_if(
            faults, [](const auto& fault) { return fault.at("name") == "brown_out"; });
        REQUIRE(preset != faults.end());
        CHECK(preset->at("on") == "pods, links");
        CHECK(preset->contains("file"));
        CHECK(listed(What::faults).find("bad_deploy") != std::string::npos);
    }

    TEST_CASE("without the data folder the reader learns what to set") {
        setenv("WEFT_DATA", "/no/such/folder", 1);
        std::ostringstream out;
        std::ostringstream err;
        CHECK(list({.what = What::scenarios}, out, err) == exit_code::environment_failed);
        CHECK(err.str().find("WEFT_DATA") != std::string::npos);
        CHECK(list({.what = What::metrics}, out, err) == exit_code::done);
        unsetenv("WEFT_DATA");
    }
}

}  // namespace list_test
