#include "mesh/base/settings.hpp"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>

namespace settings_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

constexpr std::array<std::string_view, 2> scans{"sample", "full"};

/// What the settings complain of when count("n") from 2 to 10 reads this text.
std::string complaint(const std::string& text) {
    const TextSettings::Values values{{"n", text}};
    try {
        TextSettings{values}.count("n", {.fallback = 2, .min = 2, .max = 10});
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_SUITE("settings") {
    TEST_CASE("what nobody wrote is the fallback, even outside of the range") {
        const TextSettings::Values none;
        TextSettings settings{none};
        CHECK(settings.count("n", {.fallback = 0, .min = 2, .max = 10}) == 0);
        CHECK(settings.number("x", {.fallback = 0.5, .min = 0, .max = 1}) == 0.5);
        CHECK(settings.duration("t", {.fallback = 5s, .min = 0s, .max = 10s}) == 5s);
        CHECK(settings.ratio("r", {.fallback = {7}, .min = {0}, .max = {Ratio::whole}}) ==
              Ratio{7});
        CHECK(settings.size("s", 4096) == 4096);
        CHECK(settings.text("path", "/") == "/");
        CHECK(settings.choice("scan", "sample", scans) == "sample");
    }

    TEST_CASE("each kind of value is read from its text") {
        const TextSettings::Values values{{"n", "3"},    {"x", "0.25"},    {"t", "25ms"},
                                          {"r", "5%"},   {"scan", "full"}, {"s", "2KB"},
                                          {"path", "/a"}};
        TextSettings settings{values};
        CHECK(settings.count("n", {.fallback = 0, .min = 2, .max = 10}) == 3);
        CHECK(settings.number("x", {.fallback = 0.5, .min = 0, .max = 1}) == 0.25);
        CHECK(settings.duration("t", {.fallback = 5s, .min = 0s, .max = 10s}) == 25ms);
        CHECK(settings.ratio("r", {.fallback = {7}, .min = {0}, .max = {Ratio::whole}}) ==
              Ratio{50'000});
        CHECK(settings.size("s", 0) == 2000);
        CHECK(settings.text("path", "/") == "/a");
        CHECK(settings.choice("scan", "sample", scans) == "full");
    }

    TEST_CASE("both ends of the range are accepted, and nothing beyond") {
        CHECK(complaint("2").empty());
        CHECK(complaint("10").empty());
        CHECK(complaint("1") == "n: '1' is out of range");
        CHECK(complaint("11") == "n: '11' is out of range");
    }

    TEST_CASE("a wrong value is named with its key") {
        CHECK(complaint("many") == "n: 'many' is not a whole number");

        const TextSettings::Values values{
            {"x", "a"}, {"t", "25"}, {"r", "5"}, {"scan", "ful"}, {"s", "2"}};
        TextSettings settings{values};
        CHECK_THROWS_WITH_AS(settings.number("x", {.fallback = 0, .min = 0, .max = 1}),
                             "x: 'a' is not a number", std::invalid_argument);
        CHECK_THROWS_WITH_AS(settings.duration("t", {.fallback = 0s, .min = 0s, .max = 1s}),
                             "t: '25' is not a duration such as 25ms", std::invalid_argument);
        CHECK_THROWS_WITH_AS(settings.ratio("r", {.fallback = {}, .min = {}, .max = {}}),
                             "r: '5' is not a share such as 5%", std::invalid_argument);
        CHECK_THROWS_WITH_AS(settings.size("s", 0), "s: '2' is not a size such as 2KB",
                             std::invalid_argument);
        CHECK_THROWS_WITH_AS(settings.choice("scan", "full", scans),
                             "scan: 'ful' is none of sample, full", std::invalid_argument);
    }

    TEST_CASE("a rule that a value breaks is told with the value") {
        TextSettings settings{TextSettings::Values{{"path", "buy"}}};
        CHECK_NOTHROW(settings.require(true, "path", "must begin with /"));
        CHECK_THROWS_WITH_AS(settings.require(false, "path", "must begin with /"),
                             "path: 'buy' must begin with /", std::invalid_argument);
    }

    TEST_CASE("settings outlive what they were made from") {
        TextSettings settings{TextSettings::Values{{"choices", "3"}}};
        CHECK(settings.count("choices", {.fallback = 2, .min = 2, .max = 10}) == 3);
        TextSettings none{{}};
        CHECK(none.count("choices", {.fallback = 2, .min = 2, .max = 10}) == 2);
    }

    TEST_CASE("a key that nobody asked for is named") {
        const TextSettings::Values values{{"choices", "2"}, {"choises", "3"}};
        TextSettings settings{values};
        settings.count("choices", {.fallback = 2, .min = 2, .max = 10});
        CHECK_THROWS_WITH_AS(settings.reject_unknown_keys(), "unknown key 'choises' (value '3')",
                             std::invalid_argument);
        settings.count("choises", {.fallback = 2, .min = 2, .max = 10});
        CHECK_NOTHROW(settings.reject_unknown_keys());
    }
}

}  // namespace settings_test
