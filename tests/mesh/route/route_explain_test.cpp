#include "mesh/route/route_explain.hpp"

#include <doctest/doctest.h>

namespace route_explain_test {

using namespace weft::mesh;
using Kind = StringMatch::Kind;

namespace {

StringMatch exactly(std::string text) {
    return {.kind = Kind::exact, .text = std::move(text)};
}

std::string why_not(const RouteMatch& match, const RequestHead& head) {
    const auto failure = failed_condition(match, head);
    CHECK(failure.has_value() != match.matches(head));
    return failure ? to_text(*failure) : "";
}

const RequestHead shop{.method = "POST",
                       .authority = "shop",
                       .path = "/cart?lang=fr",
                       .headers = {{"x-user", "mike"}, {"x-user", "ann"}}};

}  // namespace

TEST_SUITE("route explanation") {
    TEST_CASE("a match that takes the request has no failed condition") {
        CHECK(why_not({}, shop) == "");
        CHECK(why_not({.path = exactly("/cart"), .headers = {{"x-user", exactly("ann")}}}, shop) ==
              "");
    }

    TEST_CASE("the first condition that fails is named, with what was there") {
        CHECK(why_not({.path = StringMatch{.kind = Kind::prefix, .text = "/api"},
                       .method = exactly("GET")},
                      shop) == R"(path is "/cart", not prefix "/api")");
        CHECK(why_not({.method = exactly("GET")}, shop) == R"(method is "POST", not "GET")");
        CHECK(why_not({.authority = exactly("web")}, shop) == R"(authority is "shop", not "web")");
    }

    TEST_CASE("a header that is missing, wrong, or there though it must not be") {
        CHECK(why_not({.headers = {{"x-team", exactly("a")}}}, shop) ==
              R"(header x-team is missing, not "a")");
        CHECK(why_not({.headers = {{"x-user", exactly("eve")}}}, shop) ==
              R"(header x-user is "mike" and "ann", not "eve")");
        CHECK(why_not({.headers = {{"x-user", exactly("ann"), true}}}, shop) ==
              R"(header x-user is "mike" and "ann", wanted: not "ann")");
    }

    TEST_CASE("a query parameter") {
        CHECK(why_not({.queries = {{"lang", exactly("de")}}}, shop) ==
              R"(query lang is "fr", not "de")");
        CHECK(why_not({.queries = {{"page", {.kind = Kind::present}}}}, shop) ==
              "query page is missing, not present");
        CHECK(why_not({.queries = {{"lang", exactly("fr"), true}}}, shop) ==
              R"(query lang is "fr", wanted: not "fr")");
    }

    TEST_CASE("a match in words") {
        CHECK(to_text(RouteMatch{}) == "every request");
        CHECK(
            to_text(RouteMatch{
                .path = StringMatch{.kind = Kind::path_prefix, .text = "/api", .ignore_case = true},
                .headers = {{"x-user", exactly("ann"), true}},
                .queries = {{"v", compile_regex("[12]").value()}}}) ==
            R"(path segment prefix "/api" in any case, header x-user not "ann", query v regex "[12]")");
        CHECK(to_text(StringMatch{.kind = Kind::range, .first = 1, .end = 5}) ==
              "a number in [1, 5)");
    }
}

}  // namespace route_explain_test
