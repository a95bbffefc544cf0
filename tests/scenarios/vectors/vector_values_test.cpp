#include "scenarios/vectors/vector_values.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace vector_values_test {

using namespace weft::scenarios;
using Json = VectorSuite::Json;

TEST_SUITE("vector values") {
    TEST_CASE("a whole number is written as a number or as decimal digits") {
        CHECK(whole_number(Json(7)) == 7);
        CHECK(whole_number(Json(7.0)) == 7);
        CHECK(whole_number(Json("18446744073709551615")) == 18446744073709551615U);
        for (const Json& wrong : {Json(-1), Json(1.5), Json(""), Json("7x"), Json(" 7"), Json(),
                                  Json("18446744073709551616")}) {
            CAPTURE(wrong.dump());
            CHECK_THROWS_AS(whole_number(wrong), std::invalid_argument);
        }
    }

    TEST_CASE("a count has 32 bits") {
        CHECK(count(Json(4294967295U)) == 4294967295U);
        CHECK_THROWS_AS(count(Json(4294967296U)), std::invalid_argument);
    }

    TEST_CASE("a number that is left out has its default") {
        const Json vector{{"requests", "7"}};
        CHECK(whole_number(vector, "requests", 9) == 7);
        CHECK(whole_number(vector, "successes", 9) == 9);
    }

    TEST_CASE("a time in milliseconds may be a fraction, but not negative") {
        CHECK(from_milliseconds(Json(1.5)).count() == 1'500'000);
        CHECK(from_milliseconds(Json("15")).count() == 15'000'000);
        CHECK_THROWS_AS(from_milliseconds(Json(-1)), std::invalid_argument);
        CHECK_THROWS_AS(from_milliseconds(Json(1e12 + 1)), std::invalid_argument);
    }

    TEST_CASE("a list that is left out has its default for each item") {
        using Counts = std::vector<std::uint32_t>;
        const Json vector{{"weights", {1, 2}}, {"name", "x"}};
        CHECK(counts(vector, "weights", 2, 9) == Counts{1, 2});
        CHECK(counts(vector, "excluded", 2, 9) == Counts{9, 9});
        CHECK_THROWS_AS(counts(vector, "weights", 3, 9), std::invalid_argument);
        CHECK_THROWS_AS(counts(vector, "name", 2, 9), std::invalid_argument);
    }

    TEST_CASE("fields that differ are named down to the item") {
        const Json vector{{"expect_ring", {{1, 2}, {3, 4}}}, {"expect_size", 2}, {"seed", 5}};
        CHECK_FALSE(compare_fields(
            vector, Json{{"expect_ring", {{1, 2}, {3, 4}}}, {"expect_size", 2}, {"unasked", 1}}));
        const auto mismatch =
            compare_fields(vector, Json{{"expect_ring", {{1, 2}, {3, 5}}}, {"expect_size", 3}});
        REQUIRE(mismatch);
        CHECK(mismatch->expected == R"({"expect_ring[1][1]":4,"expect_size":2})");
        CHECK(mismatch->got == R"({"expect_ring[1][1]":5,"expect_size":3})");
    }

    TEST_CASE("what is expected must be something that came out") {
        const Json got{{"expect_size", 2}};
        CHECK_THROWS_AS(compare_fields(Json{{"expect_size", 2}, {"expect_sise", 2}}, got),
                        std::invalid_argument);
        CHECK_THROWS_AS(compare_fields(Json{{"seed", 2}}, got), std::invalid_argument);
    }

    TEST_CASE("a rounded number counts as the expected one within its tolerance") {
        CHECK(nearly(Json(0.5), 0.5 + 1e-10, 1e-9) == 0.5);
        CHECK(nearly(Json(0.5), 0.5 + 2e-9, 1e-9) != 0.5);
    }
}

}  // namespace vector_values_test
