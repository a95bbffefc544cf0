#include "mesh/security/text_pattern.hpp"

#include <doctest/doctest.h>

namespace text_pattern_test {

using namespace weft::mesh;

namespace {

bool matches(std::string_view pattern, std::string_view value, bool ignore_case = false) {
    CAPTURE(pattern);
    CAPTURE(value);
    TextPattern parsed = parse_text_pattern(pattern);
    parsed.ignore_case = ignore_case;
    return parsed.matches(value);
}

bool matches_stars(std::string_view pattern, std::string_view value) {
    CAPTURE(pattern);
    CAPTURE(value);
    return TextPattern{.kind = TextPattern::Kind::stars, .text = std::string{pattern}}.matches(
        value);
}

}  // namespace

TEST_SUITE("text patterns") {
    TEST_CASE("a text without a star is meant as it is") {
        CHECK(matches("abc", "abc"));
        CHECK_FALSE(matches("abc", "abcd"));
        CHECK_FALSE(matches("abc", "Abc"));
    }

    TEST_CASE("a star at an end stands for anything there, nothing included") {
        CHECK(matches("abc*", "abc"));
        CHECK(matches("abc*", "abcd"));
        CHECK_FALSE(matches("abc*", "xabc"));
        CHECK_FALSE(matches("abc*", "ab"));
        CHECK(matches("*abc", "abc"));
        CHECK(matches("*abc", "xabc"));
        CHECK_FALSE(matches("*abc", "abcd"));
        CHECK_FALSE(matches("*abc", "bc"));
    }

    TEST_CASE("a star alone is anything but nothing") {
        CHECK(matches("*", "a"));
        CHECK_FALSE(matches("*", ""));
    }

    TEST_CASE("a second star, or one in the middle, is a character") {
        CHECK(matches("*a*", "xa*"));
        CHECK_FALSE(matches("*a*", "xab"));
        CHECK(matches("a*b", "a*b"));
        CHECK_FALSE(matches("a*b", "axb"));
    }

    TEST_CASE("where case does not count, it counts at no end") {
        CHECK(matches("*.Shop.com", "WWW.shop.COM", true));
        CHECK(matches("www*", "WWW.shop", true));
        CHECK(matches("a", "A", true));
    }

    TEST_CASE("stars anywhere stand for anything") {
        CHECK(matches_stars("prod", "prod"));
        CHECK_FALSE(matches_stars("prod", "prod-a"));
        CHECK(matches_stars("*", ""));
        CHECK(matches_stars("a*c*e", "abcde"));
        CHECK(matches_stars("a*c*e", "ace"));
        CHECK_FALSE(matches_stars("a*c*e", "abde"));
        CHECK(matches_stars("a*aa", "aaa"));
        CHECK_FALSE(matches_stars("a*aa", "aa"));
        CHECK(matches_stars("*b*", "abc"));
        CHECK(matches_stars("*ab*ab", "abab"));
        CHECK_FALSE(matches_stars("*ab*ab", "aba"));
    }
}

}  // namespace text_pattern_test
