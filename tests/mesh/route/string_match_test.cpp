#include "mesh/route/string_match.hpp"

#include <doctest/doctest.h>

namespace string_match_test {

using namespace weft::mesh;
using Kind = StringMatch::Kind;

TEST_SUITE("string match") {
    TEST_CASE("exact takes the very same text") {
        const StringMatch match{.kind = Kind::exact, .text = "/Reviews"};
        CHECK(match.matches("/Reviews"));
        CHECK(!match.matches("/reviews"));
        CHECK(!match.matches("/Reviews/"));
        CHECK(!match.matches("/Review"));
        CHECK(!match.matches(""));
    }

    TEST_CASE("prefix takes the text and all that begins with it") {
        const StringMatch match{.kind = Kind::prefix, .text = "/api"};
        CHECK(match.matches("/api"));
        CHECK(match.matches("/api/v1"));
        CHECK(match.matches("/apis"));
        CHECK(!match.matches("/ap"));
        CHECK(!match.matches("/API/v1"));
        CHECK(StringMatch{.kind = Kind::prefix}.matches(""));
    }

    TEST_CASE("case may be ignored in exact texts and prefixes") {
        const StringMatch exact{.kind = Kind::exact, .text = "/Api", .ignore_case = true};
        CHECK(exact.matches("/aPI"));
        CHECK(!exact.matches("/apis"));
        const StringMatch prefix{.kind = Kind::prefix, .text = "/Api", .ignore_case = true};
        CHECK(prefix.matches("/aPI/x"));
        CHECK(!prefix.matches("/ap"));
        CHECK(!prefix.matches("@API"));  // '@' and '`' differ by the same bit as 'A' and 'a'.
    }

    TEST_CASE("a path prefix takes whole parts of a path") {
        const StringMatch match{.kind = Kind::path_prefix, .text = "/rest/api"};
        CHECK(match.matches("/rest/api"));
        CHECK(match.matches("/rest/api/"));
        CHECK(match.matches("/rest/api/thing"));
        CHECK(!match.matches("/rest/apithing"));
        CHECK(!match.matches("/rest/ap"));
        CHECK(!match.matches("/REST/API"));
        CHECK(StringMatch{.kind = Kind::path_prefix, .text = "/Api", .ignore_case = true}.matches(
            "/aPI/x"));
    }

    TEST_CASE("a match that cannot be used says why") {
        CHECK(!mistake_in({.kind = Kind::path_prefix, .text = "/a"}));
        CHECK(mistake_in({.kind = Kind::path_prefix, .text = "/a/"}));
        CHECK(mistake_in({.kind = Kind::path_prefix, .text = "/a?b"}));
        CHECK(mistake_in({.kind = Kind::range, .first = 2, .end = 2}));
        CHECK(!mistake_in({.kind = Kind::range, .first = 2, .end = 3}));
        CHECK(mistake_in({.kind = Kind::regex, .text = "("}));
    }

    TEST_CASE("a regular expression must match the whole text") {
        const auto match = compile_regex("/products/[0-9]+|/all");
        REQUIRE(match);
        CHECK(match->matches("/products/12"));
        CHECK(match->matches("/all"));
        CHECK(!match->matches("/products/12/reviews"));
        CHECK(!match->matches("/v1/products/12"));
        CHECK(!match->matches("/ALL"));
        CHECK(compile_regex("(?i)/all")->matches("/ALL"));
    }

    TEST_CASE("what RE2 refuses is refused") {
        CHECK(!compile_regex("("));
        CHECK(!compile_regex("*"));
        CHECK(!compile_regex("(a)\\1"));
        CHECK(compile_regex(""));
    }

    TEST_CASE("present takes every text") {
        CHECK(StringMatch{.kind = Kind::present}.matches(""));
        CHECK(StringMatch{.kind = Kind::present}.matches("x"));
    }

    TEST_CASE("only ASCII letters have a case") {
        CHECK(equal_ignoring_case("X-User", "x-uSER"));
        CHECK(!equal_ignoring_case("x-user", "x-users"));
        CHECK(!equal_ignoring_case("[", "{"));
        CHECK(to_lower_case("Reviews:9080 [Ä") == "reviews:9080 [Ä");
    }
}

}  // namespace string_match_test
