#include "mesh/route/redirect.hpp"

#include <doctest/doctest.h>

namespace redirect_test {

using namespace weft::mesh;

namespace {

std::string location(const Redirect& redirect, const RequestHead& head) {
    return redirect_location(redirect, std::nullopt, head, "http");
}

const RequestHead request{.authority = "shop:8080", .path = "/a?x=1"};

}  // namespace

TEST_SUITE("redirect") {
    TEST_CASE("what is absent stays as the request has it") {
        CHECK(location({}, request) == "http://shop:8080/a?x=1");
        CHECK(location({.authority = "new"}, request) == "http://new/a?x=1");
        CHECK(location({.path = "/b"}, request) == "http://shop:8080/b?x=1");
        CHECK(location({.path = "/b?y=2"}, request) == "http://shop:8080/b?y=2");
    }

    TEST_CASE("another port replaces the request's own") {
        CHECK(location({.port = 81}, request) == "http://shop:81/a?x=1");
        CHECK(location({.port = 81}, {.authority = "[::1]:80"}) == "http://[::1]:81/");
        CHECK(location({.authority = "new", .port = 81}, request) == "http://new:81/a?x=1");
    }

    TEST_CASE("a port that was usual for the old scheme is not carried into the new one") {
        CHECK(location({.scheme = "https"}, {.authority = "shop:80"}) == "https://shop/");
        CHECK(location({.scheme = "https"}, {.authority = "shop:81"}) == "https://shop:81/");
        CHECK(location({.scheme = "http"}, {.authority = "shop:80"}) == "http://shop:80/");
    }

    TEST_CASE("a matched prefix may be replaced alone") {
        const StringMatch prefix{.kind = StringMatch::Kind::path_prefix, .text = "/a"};
        const Redirect redirect{.path = "/b/", .replaces = Rewrite::Replaces::path_prefix};
        CHECK(redirect_location(redirect, prefix, {.authority = "s", .path = "/a/c"}, "http") ==
              "http://s/b/c");
    }

    TEST_CASE("five statuses are redirects") {
        for (const std::uint32_t status : {301U, 302U, 303U, 307U, 308U})
            CHECK(is_redirect_status(status));
        for (const std::uint32_t status : {300U, 304U, 306U, 309U})
            CHECK(!is_redirect_status(status));
    }
}

}  // namespace redirect_test
