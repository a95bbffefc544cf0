#include "mesh/route/route_match.hpp"

#include <doctest/doctest.h>

namespace route_match_test {

using namespace weft::mesh;
using Kind = StringMatch::Kind;

namespace {

StringMatch exactly(std::string text) {
    return {.kind = Kind::exact, .text = std::move(text)};
}

RequestHead with_headers(std::vector<Header> headers) {
    return {.headers = std::move(headers)};
}

RequestHead at(std::string path) {
    return {.path = std::move(path)};
}

}  // namespace

TEST_SUITE("header match") {
    TEST_CASE("the value must match, whatever the case of the name") {
        const HeaderMatch match{.name = "end-user", .value = exactly("jason")};
        CHECK(match.matches(with_headers({{"end-user", "jason"}})));
        CHECK(match.matches(with_headers({{"End-User", "jason"}})));
        CHECK(!match.matches(with_headers({{"end-user", "Jason"}})));
        CHECK(!match.matches(with_headers({{"end-users", "jason"}})));
    }

    TEST_CASE("a header that is missing fails a match, even of the empty text") {
        CHECK(!HeaderMatch{.name = "a", .value = exactly("")}.matches(with_headers({})));
        CHECK(
            !HeaderMatch{.name = "a", .value = {.kind = Kind::present}}.matches(with_headers({})));
        CHECK(!HeaderMatch{.name = "a", .value = *compile_regex(".*")}.matches(with_headers({})));
        CHECK(HeaderMatch{.name = "a", .value = exactly("")}.matches(with_headers({{"a", ""}})));
    }

    TEST_CASE("one value of several is enough") {
        const HeaderMatch match{.name = "a", .value = exactly("2")};
        CHECK(match.matches(with_headers({{"a", "1"}, {"a", "2"}})));
        CHECK(!match.matches(with_headers({{"a", "1"}, {"a", "3"}})));
    }

    TEST_CASE("inverted, no value may match, but a missing header still fails") {
        const HeaderMatch match{.name = "a", .value = exactly("2"), .invert = true};
        CHECK(!match.matches(with_headers({})));
        CHECK(match.matches(with_headers({{"a", "1"}, {"a", "3"}})));
        CHECK(!match.matches(with_headers({{"a", "1"}, {"a", "2"}})));

        const HeaderMatch absent{.name = "a", .value = {.kind = Kind::present}, .invert = true};
        CHECK(absent.matches(with_headers({{"b", ""}})));
        CHECK(!absent.matches(with_headers({{"a", ""}})));
    }
}

TEST_SUITE("header match of what is missing") {
    TEST_CASE("a missing header may be taken as an empty one") {
        HeaderMatch match{.name = "a", .value = exactly(""), .treat_missing_as_empty = true};
        CHECK(match.matches(with_headers({})));
        match.invert = true;
        CHECK(!match.matches(with_headers({})));
        match.value = exactly("2");
        CHECK(match.matches(with_headers({})));
        match.value = {.kind = Kind::present};
        match.invert = false;
        CHECK(match.matches(with_headers({})));
    }

    TEST_CASE("a range takes whole numbers from its first to the one before its end") {
        const HeaderMatch match{.name = "a",
                                .value = {.kind = Kind::range, .first = -1, .end = 10}};
        for (const char* const inside : {"-1", "0", "9", " 5 ", "+7"})
            CHECK(match.matches(with_headers({{"a", inside}})));
        for (const char* const outside : {"-2", "10", "", "5.0", "5x", "+-5", "0x5"})
            CHECK(!match.matches(with_headers({{"a", outside}})));
    }
}

TEST_SUITE("query match") {
    TEST_CASE("inverted, the parameter must not match or be missing") {
        const QueryMatch match{.name = "v", .value = exactly("2"), .invert = true};
        CHECK(!match.matches(at("/?v=2")));
        CHECK(match.matches(at("/?v=3")));
        CHECK(match.matches(at("/")));
    }

    TEST_CASE("only the first value of a parameter counts") {
        const QueryMatch match{.name = "v", .value = exactly("2")};
        CHECK(match.matches(at("/?v=2")));
        CHECK(match.matches(at("/?u=1&v=2&v=3")));
        CHECK(!match.matches(at("/?v=3&v=2")));
        CHECK(!match.matches(at("/?vv=2")));
        CHECK(!match.matches(at("/v=2")));
        CHECK(!match.matches(at("/")));
    }

    TEST_CASE("a parameter without a value is there, and empty") {
        const QueryMatch present{.name = "debug", .value = {.kind = Kind::present}};
        CHECK(present.matches(at("/?debug")));
        CHECK(present.matches(at("/?debug=")));
        CHECK(present.matches(at("/?a=1&debug#part")));
        CHECK(!present.matches(at("/?a=debug")));
        CHECK(!present.matches(at("/#?debug")));
        CHECK(QueryMatch{.name = "debug", .value = exactly("")}.matches(at("/?debug")));
    }

    TEST_CASE("a value is taken as written") {
        CHECK(query_value("/?a=b=c", "a") == "b=c");
        CHECK(query_value("/?a=%20b+c", "a") == "%20b+c");
        CHECK(query_value("/?&&a=1", "a") == "1");
        CHECK(query_value("/?a=1?b=2", "a") == "1?b=2");
        CHECK(!query_value("/?", "a"));
        CHECK(!query_value("", "a"));
    }
}

TEST_SUITE("route match") {
    TEST_CASE("nothing given takes everything") {
        CHECK(RouteMatch{}.matches(at("/any?x#y")));
    }

    TEST_CASE("the path is matched without query and fragment") {
        const RouteMatch exact{.path = exactly("/login")};
        CHECK(exact.matches(at("/login")));
        CHECK(exact.matches(at("/login?user=1")));
        CHECK(exact.matches(at("/login#top")));
        CHECK(exact.matches(at("/login?")));
        CHECK(!exact.matches(at("/logins?x=/login")));

        const RouteMatch regex{.path = compile_regex("/a.*z")};
        CHECK(regex.matches(at("/az?b")));
        CHECK(!regex.matches(at("/a?z")));
    }

    TEST_CASE("all conditions must hold") {
        const RouteMatch match{
            .path = StringMatch{.kind = Kind::prefix, .text = "/p"},
            .method = exactly("POST"),
            .authority = exactly("shop"),
            .headers = {{.name = "a", .value = exactly("1")}, {.name = "b", .value = exactly("2")}},
            .queries = {{.name = "q", .value = exactly("3")}}};
        const RequestHead good{.method = "POST",
                               .authority = "shop",
                               .path = "/p?q=3",
                               .headers = {{"a", "1"}, {"b", "2"}}};
        CHECK(match.matches(good));

        std::vector<RequestHead> bad(6, good);
        bad[0].path = "/o?q=3";
        bad[1].method = "GET";
        bad[2].authority = "shop:80";
        bad[3].headers.erase(bad[3].headers.begin());
        bad[4].headers.back().value = "1";
        bad[5].path = "/p?q=4";
        for (const RequestHead& head : bad)
            CHECK(!match.matches(head));
    }
}

}  // namespace route_match_test
