#include "mesh/security/token.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace token_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

TEST_SUITE("tokens") {
    TEST_CASE("a token says who, by whom, for whom and until when") {
        const Token token =
            parse_token("iss=https://idp;sub=ann;aud=shop,web;nbf=1s;exp=120s;key=good").value();
        CHECK(token.issuer == "https://idp");
        CHECK(token.subject == "ann");
        CHECK(token.not_before == Instant{1s});
        CHECK(token.expires == Instant{120s});
        CHECK(token.is_signed);
        CHECK(token.claim("aud") == "shop,web");
    }

    TEST_CASE("issuer and signature suffice, and such a token never expires") {
        const Token token = parse_token("key=bad;iss=a").value();
        CHECK(token.issuer == "a");
        CHECK(token.subject.empty());
        CHECK(token.expires == never);
        CHECK_FALSE(token.is_signed);
    }

    TEST_CASE("every field is a claim") {
        const Token token = parse_token("iss=a;key=good;realm.role=admin;empty=;eq=x=y").value();
        CHECK(token.claim("realm.role") == "admin");
        CHECK(token.claim("empty") == "");
        CHECK(token.claim("eq") == "x=y");
        CHECK(token.claim("iss") == "a");
        CHECK_FALSE(token.claim("role"));
    }

    TEST_CASE("in a cookie fields stand between bars") {
        const Token token = parse_token("iss=a|sub=b|key=good").value();
        CHECK(token.subject == "b");
        CHECK(token.claim("key") == "good");
    }

    TEST_CASE("what is not of the form is no token") {
        for (const std::string_view text :
             {"", "iss=a", "key=good", "iss=;key=good", "iss=a;key=maybe", "iss=a;key=good;x",
              "iss=a;key=good;=x", "iss=a;key=good;exp=soon", "iss=a;key=good;exp=10",
              "iss=a;key=good;;x=y"}) {
            CAPTURE(text);
            CHECK_FALSE(parse_token(text));
        }
    }

    TEST_CASE("a list is asked value by value") {
        const auto has = [](std::string_view list, std::string_view wanted) {
            return any_value_of(list, [&](std::string_view value) { return value == wanted; });
        };
        CHECK(has("a,b,c", "a"));
        CHECK(has("a,b,c", "c"));
        CHECK_FALSE(has("a,b,c", "a,b"));
        CHECK(has("", ""));
        CHECK_FALSE(has("a", ""));
    }
}

}  // namespace token_test
