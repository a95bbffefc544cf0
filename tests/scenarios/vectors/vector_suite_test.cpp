#include "scenarios/vectors/vector_suite.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace vector_suite_test {

using namespace weft::scenarios;
using Json = VectorSuite::Json;

namespace {

/// What a suite says of one case, written as JSON.
std::optional<VectorMismatch> check(const char* suite, const char* vector) {
    const VectorSuites suites = built_in_vector_suites();
    const VectorSuite* const found = suites.find(suite);
    REQUIRE(found != nullptr);
    return found->check(Json::object(), Json::parse(vector));
}

bool holds(const char* suite, const char* vector) {
    return !check(suite, vector);
}

}  // namespace

TEST_SUITE("fields that a vector leaves out") {
    TEST_CASE("a hash has the seed that the reference gives it") {
        CHECK(holds("hash", R"({"fn": "xxHash64", "input": "foo",
                                "expect": "3728699739546630719"})"));
        CHECK(holds("hash", R"({"fn": "murmurHash2_64", "input": "bar",
                                "expect": "11474628671133349555"})"));
        CHECK_FALSE(holds("hash", R"({"fn": "murmurHash2_64", "input": "bar", "seed": 0,
                                      "expect": "11474628671133349555"})"));
    }

    TEST_CASE("a request may have no headers") {
        CHECK(holds("header", R"({"match": [{"name": "a", "exact": "x"}], "expect": false})"));
        CHECK(holds("header", R"({"match": [{"name": "a", "present": false}], "expect": true})"));
    }

    TEST_CASE("a back-off grows to ten times its base, which is at least a millisecond") {
        CHECK(holds("backoff", R"({"draws": [24, 49, 99, 199, 249, 250],
                                   "expect_ms": [24, 49, 99, 199, 249, 0]})"));
        CHECK(holds("backoff", R"({"base_ms": 0, "draws": [1, 1, 3, 7, 9, 10],
                                   "expect_ms": [0, 1, 3, 7, 9, 0]})"));
        CHECK(holds("backoff", R"({"base_ms": 0, "max_ms": 0, "draws": [7], "expect_ms": [0]})"));
    }

    TEST_CASE("one of two results is enough") {
        CHECK(holds("adaptive", R"({"limit": 7, "min_rtt_us": 5000, "sample_rtt_us": 4000,
                                    "buffer": 0.1, "expect_new_limit": 12})"));
        CHECK(holds("adaptive", R"({"limit": 7, "min_rtt_us": 5000, "sample_rtt_us": 4000,
                                    "buffer": 0.1, "expect_gradient": 1.375})"));
        CHECK(holds("admission", R"({"requests": 9, "successes": 0, "exact_probability": 0.8})"));
        CHECK_FALSE(holds("admission", R"({"requests": 9, "successes": 0,
                                           "rejections_for_draws_0_to_9999": 7999})"));
    }
}

TEST_SUITE("vectors of another form") {
    TEST_CASE("a case that expects nothing is refused") {
        CHECK_THROWS_AS(check("admission", R"({"requests": 9, "successes": 0})"),
                        std::invalid_argument);
    }

    TEST_CASE("a back-off beyond all times is refused") {
        CHECK(holds("backoff", R"({"base_ms": 1000000000000, "draws": [5], "expect_ms": [5]})"));
        for (const char* const wrong :
             {R"({"max_ms": "18446744073709551615", "draws": [1], "expect_ms": [1]})",
              R"({"base_ms": 1000000000001, "draws": [1], "expect_ms": [1]})",
              R"({"base_ms": 2, "max_ms": 1, "draws": [1], "expect_ms": [1]})"}) {
            CHECK_THROWS_AS(check("backoff", wrong), std::invalid_argument);
        }
    }

    TEST_CASE("answers that no host can give are refused") {
        for (const char* const wrong :
             {R"({"hosts": 1, "ops": [["rq", 0, 500, -1]]})",
              R"({"hosts": 1, "ops": [["rq", 0, 1000, 1]]})",
              R"({"hosts": 1, "ops": [["rq", 0, 500, 1000001]]})",
              R"({"hosts": 1, "ops": [["rq", 1, 500, 1]]})", R"({"hosts": 100001, "ops": []})",
              R"({"hosts": 1, "config": {"base": 2, "maxt": 1}, "ops": []})"}) {
            CAPTURE(wrong);
            CHECK_THROWS_AS(check("outlier", wrong), std::invalid_argument);
        }
    }
}

TEST_SUITE("ring vectors") {
    TEST_CASE("a ring that may be empty is, and leads nowhere") {
        CHECK(holds("ringhash", R"({"host_keys": ["a"], "min_ring": 0, "expect_size": 0,
                                    "picks": [{"h": "1", "attempt": 0, "host": null}]})"));
        CHECK(holds("ringhash", R"({"host_keys": ["a"], "min_ring": 1, "expect_size": 1,
                                    "picks": [{"h": "1", "attempt": 0, "host": 0}]})"));
    }
}

TEST_SUITE("outlier vectors") {
    TEST_CASE("ejected hosts are named in any order") {
        CHECK(holds("outlier", R"({"hosts": 2, "config": {"pct": 100},
            "ops": [["rq", 0, 500, 5], ["rq", 1, 500, 5], ["expect", [1, 0]]]})"));
        CHECK_FALSE(holds("outlier", R"({"hosts": 2, "config": {"pct": 100},
            "ops": [["rq", 0, 500, 5], ["expect", [1, 0]]]})"));
    }
}

}  // namespace vector_suite_test
