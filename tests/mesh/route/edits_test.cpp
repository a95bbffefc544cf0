#include "mesh/route/edits.hpp"

#include <doctest/doctest.h>

namespace edits_test {

using namespace weft::mesh;
using Kind = StringMatch::Kind;

namespace {

using Headers = std::vector<Header>;

RequestHead edited(const HeaderEdits& edits, Headers headers) {
    RequestHead head{.authority = "reviews", .headers = std::move(headers)};
    apply_header_edits(edits, head);
    return head;
}

const std::optional<StringMatch> prefix_api{StringMatch{.kind = Kind::prefix, .text = "/api"}};

}  // namespace

TEST_SUITE("header edits") {
    TEST_CASE("nothing to do leaves the request alone") {
        CHECK(HeaderEdits{}.empty());
        CHECK(edited({}, {{"a", "1"}}).headers == Headers{{"a", "1"}});
    }

    TEST_CASE("set replaces all values, add keeps them, remove takes all") {
        const Headers before{{"a", "1"}, {"b", "2"}, {"a", "3"}};
        CHECK(edited({.set = {{"a", "9"}}}, before).headers == Headers{{"b", "2"}, {"a", "9"}});
        CHECK(edited({.add = {{"b", "9"}}}, before).headers ==
              Headers{{"a", "1"}, {"b", "2"}, {"a", "3"}, {"b", "9"}});
        CHECK(edited({.remove = {"a"}}, before).headers == Headers{{"b", "2"}});
        CHECK(edited({.remove = {"c"}}, before).headers == before);
    }

    TEST_CASE("removing comes first, then setting, then adding") {
        const HeaderEdits edits{.set = {{"a", "set"}}, .add = {{"a", "added"}}, .remove = {"a"}};
        CHECK(edited(edits, {{"a", "1"}}).headers == Headers{{"a", "set"}, {"a", "added"}});
    }

    TEST_CASE("names are alike in any case and leave in lower case") {
        CHECK(edited({.set = {{"X-User", "2"}}}, {{"x-user", "1"}}).headers ==
              Headers{{"x-user", "2"}});
        CHECK(edited({.remove = {"X-USER"}}, {{"x-user", "1"}}).headers.empty());
    }

    TEST_CASE("the authority can be set, but not removed") {
        CHECK(edited({.set = {{"Host", "other"}}}, {}).authority == "other");
        CHECK(edited({.set = {{":authority", "other"}}}, {}).authority == "other");
        CHECK(edited({.set = {{"Host", "other"}}}, {}).headers.empty());
        CHECK(edited({.remove = {"host"}}, {}).authority == "reviews");
    }
}

TEST_SUITE("path rewrite") {
    TEST_CASE("a matched prefix is replaced, and the rest stays") {
        CHECK(rewritten_path("/v2", prefix_api, "/api/books") == "/v2/books");
        CHECK(rewritten_path("/v2", prefix_api, "/api") == "/v2");
        CHECK(rewritten_path("/v2", prefix_api, "/apis") == "/v2s");
    }

    TEST_CASE("slashes are neither added nor taken away") {
        const std::optional<StringMatch> closed{StringMatch{.kind = Kind::prefix, .text = "/api/"}};
        CHECK(rewritten_path("/", prefix_api, "/api/books") == "//books");
        CHECK(rewritten_path("/", closed, "/api/books") == "/books");
        CHECK(rewritten_path("/v2", closed, "/api/books") == "/v2books");
    }

    TEST_CASE("a prefix matched in another case has the same length") {
        const std::optional<StringMatch> any_case{
            StringMatch{.kind = Kind::prefix, .text = "/api", .ignore_case = true}};
        CHECK(rewritten_path("/v2", any_case, "/API/books") == "/v2/books");
    }

    TEST_CASE("an exact path and a regular expression are replaced as a whole") {
        const std::optional<StringMatch> exact{StringMatch{.kind = Kind::exact, .text = "/a/b"}};
        CHECK(rewritten_path("/c", exact, "/a/b") == "/c");
        CHECK(rewritten_path("/c", compile_regex("/a/.*"), "/a/b") == "/c");
    }

    TEST_CASE("without a match of the path the prefix is a slash") {
        CHECK(rewritten_path("/", std::nullopt, "/a/b") == "/a/b");
        CHECK(rewritten_path("/v2/", std::nullopt, "/a/b") == "/v2/a/b");
        CHECK(rewritten_path("/v2", std::nullopt, "/a/b") == "/v2a/b");
        CHECK(rewritten_path("/v2", std::nullopt, "") == "/v2");
    }

    TEST_CASE("the query stays") {
        const std::optional<StringMatch> exact{StringMatch{.kind = Kind::exact, .text = "/a"}};
        CHECK(rewritten_path("/c", exact, "/a?x=/a") == "/c?x=/a");
        CHECK(rewritten_path("/v2", prefix_api, "/api/books?x=1") == "/v2/books?x=1");
        CHECK(rewritten_path("/v2", prefix_api, "/api?x=1") == "/v2?x=1");
    }
}

TEST_SUITE("rewrite") {
    TEST_CASE("in whole parts of a path one slash stays between replacement and rest") {
        const auto rewritten = [](const std::string& prefix, const std::string& by,
                                  std::string_view path) {
            const bool all = prefix == "/";
            const StringMatch match{.kind = all ? Kind::prefix : Kind::path_prefix, .text = prefix};
            return rewritten_path(Rewrite{.path = by, .replaces = Rewrite::Replaces::path_prefix},
                                  match, path);
        };
        CHECK(rewritten("/foo", "/xyz", "/foo/bar?q=1") == "/xyz/bar?q=1");
        CHECK(rewritten("/foo", "/xyz/", "/foo/bar") == "/xyz/bar");
        CHECK(rewritten("/foo", "/xyz", "/foo") == "/xyz");
        CHECK(rewritten("/foo", "/xyz", "/foo/") == "/xyz/");
        CHECK(rewritten("/foo", "", "/foo/bar") == "/bar");
        CHECK(rewritten("/foo", "", "/foo") == "/");
        CHECK(rewritten("/foo", "/", "/foo/") == "/");
        CHECK(rewritten("/foo", "/", "/foo") == "/");
        CHECK(rewritten("/", "/xyz", "/bar") == "/xyz/bar");
    }

    TEST_CASE("the whole path or what a pattern finds may give way, the query stays") {
        const Rewrite whole{.path = "/b", .replaces = Rewrite::Replaces::path};
        CHECK(rewritten_path(whole, prefix_api, "/api/c?q=1") == "/b?q=1");
        const Rewrite pattern{.path = R"(/\2/\1)",
                              .replaces = Rewrite::Replaces::pattern,
                              .pattern = compile_regex("/(a+)/(b+)")};
        CHECK(rewritten_path(pattern, std::nullopt, "/aa/b/c?q=/a/b") == "/b/aa/c?q=/a/b");
        CHECK(rewritten_path(pattern, std::nullopt, "/c") == "/c");
    }

    TEST_CASE("a replacement may name only groups that there are") {
        const auto pattern = compile_regex("/(a)");
        CHECK(!mistake_in_replacement(*pattern, R"(/\1)"));
        CHECK(mistake_in_replacement(*pattern, R"(/\2)"));
    }
}

}  // namespace edits_test
