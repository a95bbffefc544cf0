#include "scenarios/vectors/vector_suite.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace weft::scenarios::resilience_vectors_test {
namespace {

namespace fs = std::filesystem;

/// The sample of a suite that is kept beside the project; null, said so, if it is missing.
nlohmann::json sample_of(const std::string& suite) {
    const char* const given = std::getenv("WEFT_SHARED");
    const fs::path root = given != nullptr ? fs::path{given} : fs::path{SOURCE_ROOT} / "../shared";
    std::ifstream file{root / "vectors" / (suite + ".json")};
    if (file) return nlohmann::json::parse(file);
    MESSAGE("skipped: " << (root / "vectors").string()
                        << " is missing (WEFT_SHARED says where to look)");
    return {};
}

void check_suite(const std::string& name) {
    const VectorSuites suites = built_in_vector_suites();
    const VectorSuite* const suite = suites.find(name);
    REQUIRE(suite != nullptr);
    const nlohmann::json sample = sample_of(name);
    if (sample.is_null()) return;
    for (const auto& vector : sample.at("cases")) {
        CAPTURE(vector.at("id").get<std::string>());
        const auto mismatch = suite->check(sample, vector);
        if (!mismatch) continue;
        FAIL_CHECK("expected " << mismatch->expected << ", got " << mismatch->got);
    }
}

}  // namespace

TEST_SUITE("conformance vectors") {
    TEST_CASE("resilience decides what the reference decides") {
        for (const char* const suite :
             {"outlier", "breaker", "backoff", "retryon", "admission", "adaptive", "localrl"}) {
            CAPTURE(suite);
            check_suite(suite);
        }
    }

    TEST_CASE("routing decides what the reference decides") {
        for (const char* const suite :
             {"vhost", "path", "query", "header", "weighted", "fraction"}) {
            CAPTURE(suite);
            check_suite(suite);
        }
    }
}

}  // namespace weft::scenarios::resilience_vectors_test
