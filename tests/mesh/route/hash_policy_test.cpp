#include "mesh/route/hash_policy.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <xxhash.h>

namespace hash_policy_test {

using namespace weft::mesh;
using Source = HashPolicy::Source;

namespace {

std::uint64_t xx(std::string_view text, std::uint64_t seed = 0) {
    return XXH64(text.data(), text.size(), seed);
}

const HashPolicy by_header{Source::header, "x-user"};
const HashPolicy by_query{Source::query, "user"};
const HashPolicy by_cookie{Source::cookie, "session"};
const HashPolicy by_source{Source::source_ip};

std::optional<std::uint64_t> hash_of_headers(const HashPolicy& policy,
                                             std::vector<Header> headers) {
    return request_hash({policy}, {.headers = std::move(headers)}, "10.0.0.1");
}

std::optional<std::uint64_t> hash_of_path(const HashPolicy& policy, std::string path) {
    return request_hash({policy}, {.path = std::move(path)}, "10.0.0.1");
}

}  // namespace

TEST_SUITE("hash policy") {
    TEST_CASE("a header hashes to the published answer of xxHash64") {
        CHECK(hash_of_headers(by_header, {{"x-user", "a"}}) == 0xd24ec4f1'a98c6e5bU);
        CHECK(hash_of_headers(by_header, {{"X-User", "a"}}) == 0xd24ec4f1'a98c6e5bU);
        CHECK(hash_of_headers(by_header, {{"x-user", ""}}) == 0xef46db37'51d8e999U);
        CHECK(!hash_of_headers(by_header, {{"x-users", "a"}}));
    }

    TEST_CASE("several values of a header are chained in sorted order") {
        const auto expected = xx("c", xx("b", xx("a")));
        CHECK(hash_of_headers(by_header, {{"x-user", "a"}, {"x-user", "b"}, {"x-user", "c"}}) ==
              expected);
        CHECK(hash_of_headers(by_header, {{"x-user", "c"}, {"x-user", "a"}, {"x-user", "b"}}) ==
              expected);
    }

    TEST_CASE("a query parameter hashes by its first value") {
        CHECK(hash_of_path(by_query, "/?user=7&user=8") == xx("7"));
        CHECK(hash_of_path(by_query, "/?user") == xx(""));
        CHECK(!hash_of_path(by_query, "/?users=7"));
        CHECK(!hash_of_path(by_query, "/user=7"));
    }

    TEST_CASE("a cookie is found among others") {
        CHECK(hash_of_headers(by_cookie, {{"cookie", "session=s1"}}) == xx("s1"));
        CHECK(hash_of_headers(by_cookie, {{"cookie", "a=1; session=s1;b=2"}}) == xx("s1"));
        CHECK(hash_of_headers(by_cookie, {{"cookie", "a=1"}, {"cookie", "session=s1"}}) ==
              xx("s1"));
        CHECK(hash_of_headers(by_cookie, {{"cookie", "session=\"s1\""}}) == xx("s1"));
        CHECK(hash_of_headers(by_cookie, {{"cookie", "session=a=b"}}) == xx("a=b"));
        CHECK(!hash_of_headers(by_cookie, {{"cookie", "Session=s1; xsession=s2; session"}}));
        CHECK(!hash_of_headers(by_cookie, {{"cookie", "session="}}));
        CHECK(!hash_of_headers(by_cookie, {{"cookie", "; ;"}}));
        CHECK(!hash_of_headers(by_cookie, {}));
    }

    TEST_CASE("the source is its address, if it is known") {
        CHECK(request_hash({by_source}, {}, "10.0.0.1") == xx("10.0.0.1"));
        CHECK(!request_hash({by_source}, {}, ""));
    }

    TEST_CASE("hashes are combined in order, and what is missing is skipped") {
        const RequestHead head{.path = "/?user=7", .headers = {{"x-user", "a"}}};
        const auto header_then_query = std::rotl(xx("a"), 1) ^ xx("7");
        const auto query_then_header = std::rotl(xx("7"), 1) ^ xx("a");
        CHECK(request_hash({by_header, by_query}, head, "") == header_then_query);
        CHECK(request_hash({by_query, by_header}, head, "") == query_then_header);
        CHECK(request_hash({by_header, by_cookie, by_query}, head, "") == header_then_query);
        CHECK(!request_hash({by_cookie, by_source}, head, ""));
        CHECK(!request_hash({}, head, "10.0.0.1"));
    }

    TEST_CASE("a terminal policy ends the list once there is a hash, whosever it is") {
        const RequestHead head{.path = "/?user=7", .headers = {{"x-user", "a"}}};
        HashPolicy last_header = by_header;
        last_header.terminal = true;
        HashPolicy last_cookie = by_cookie;
        last_cookie.terminal = true;
        CHECK(request_hash({last_header, by_query}, head, "") == xx("a"));
        CHECK(request_hash({last_cookie, by_query}, head, "") == xx("7"));
        CHECK(request_hash({by_header, last_cookie, by_query}, head, "") == xx("a"));
    }
}

}  // namespace hash_policy_test
