#include "mesh/security/path_template.hpp"

#include <doctest/doctest.h>

namespace path_template_test {

using namespace weft::mesh;

namespace {

bool matches(std::string_view pattern, std::string_view path) {
    CAPTURE(pattern);
    CAPTURE(path);
    return PathTemplate{pattern}.matches(path);
}

}  // namespace

TEST_SUITE("path templates") {
    TEST_CASE("only braces around stars make a template") {
        CHECK(is_path_template("/a/{*}"));
        CHECK(is_path_template("/a/{**}"));
        CHECK_FALSE(is_path_template("/a/*"));
        CHECK_FALSE(is_path_template("/a/{id}"));
    }

    TEST_CASE("{*} stands for one part that is not empty") {
        CHECK(matches("/foo/{*}", "/foo/bar"));
        CHECK_FALSE(matches("/foo/{*}", "/foo/"));
        CHECK_FALSE(matches("/foo/{*}", "/foo"));
        CHECK_FALSE(matches("/foo/{*}", "/foo/bar/baz"));
        CHECK_FALSE(matches("/foo/{*}", "/foo/bar/"));
        CHECK(matches("/{*}/foo/{*}", "/a/foo/b"));
        CHECK_FALSE(matches("/{*}/foo/{*}", "/a/fo/b"));
    }

    TEST_CASE("{**} stands for any number of parts, none included") {
        CHECK(matches("/{**}", "/"));
        CHECK(matches("/foo/{**}", "/foo/"));
        CHECK(matches("/foo/{**}", "/foo/bar/baz.txt"));
        CHECK_FALSE(matches("/foo/{**}", "/foo"));
        CHECK_FALSE(matches("/foo/{**}", "/food/bar"));
        CHECK(matches("/foo/{*}/bar/{**}", "/foo/buzz/bar/"));
        CHECK(matches("/foo/{*}/bar/{**}", "/foo/buzz/bar/baz"));
        CHECK_FALSE(matches("/foo/{*}/bar/{**}", "/foo//bar/baz"));
    }

    TEST_CASE("plain text may follow {**}") {
        CHECK(matches("/foo/{**}/", "/foo/bar/"));
        CHECK(matches("/foo/{**}/", "/foo//"));
        CHECK_FALSE(matches("/foo/{**}/", "/foo/bar"));
        CHECK_FALSE(matches("/foo/{**}/", "/foo/"));
        CHECK(matches("/{**}/health", "/a/b/health"));
        CHECK_FALSE(matches("/{**}/health", "/health"));
    }

    TEST_CASE("a template that cannot be meant is refused") {
        CHECK_FALSE(mistake_in_path_template("/foo/{*}"));
        CHECK_FALSE(mistake_in_path_template("/foo/{*}/bar/{**}/end"));
        CHECK(mistake_in_path_template("foo/{*}").value() == "a path template must begin with '/'");
        CHECK(mistake_in_path_template("/{**}/foo/{*}").value() ==
              "{**} must be the last of a path template's operators");
        CHECK(mistake_in_path_template("/{**}/{**}"));
        for (const std::string_view path :
             {"/*/{*}", "/**/{*}", "/{*}.txt", "/{*}/{id}", "/{*}/{}"}) {
            CAPTURE(path);
            CHECK(mistake_in_path_template(path).value() ==
                  "a part of a path template must be {*}, {**} or plain text");
        }
    }
}

}  // namespace path_template_test
