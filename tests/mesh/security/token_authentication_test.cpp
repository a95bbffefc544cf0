#include "mesh/security/token_authentication.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace token_authentication_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

const std::string good = "iss=idp;sub=ann;aud=shop;exp=120s;key=good";

TokenRule idp() {
    return {.issuer = "idp", .has_keys = true};
}

RequestHead bearing(const std::string& token) {
    return {.headers = {{"authorization", "Bearer " + token}}};
}

/// What one request earned, kept apart from the request.
struct Earned {
    std::uint16_t status;
    std::string reason;
    std::string subject;
    bool removed;
};

Earned ask(const std::vector<TokenRule>& rules,
           const RequestHead& head,
           Instant now = Instant{1s},
           Duration clock_skew = {}) {
    const TokenAuthentication authentication{rules, clock_skew};
    const KeySets keys{rules};
    const auto verdict = authentication.authenticate(RequestView{head}, keys, now);
    return {verdict.status, std::string{verdict.reason},
            std::string{verdict.token ? verdict.token->subject : std::string_view{}},
            verdict.removed != nullptr};
}

}  // namespace

TEST_SUITE("request authentication") {
    TEST_CASE("a good token says of whom the request is, and is not for the app") {
        const Earned earned = ask({idp()}, bearing(good));
        CHECK(earned.status == 0);
        CHECK(earned.subject == "ann");
        CHECK(earned.removed);
        TokenRule forwards = idp();
        forwards.forwards_token = true;
        CHECK_FALSE(ask({forwards}, bearing(good)).removed);
    }

    TEST_CASE("a request without a token goes on, and is of nobody") {
        const Earned earned = ask({idp()}, {});
        CHECK(earned.status == 0);
        CHECK(earned.subject.empty());
        CHECK(ask({idp()}, {.headers = {{"authorization", "Basic abc"}}}).status == 0);
        CHECK(ask({}, bearing("nonsense")).status == 0);
    }

    TEST_CASE("a bad token is refused for what is wrong with it") {
        const auto earned = [](const std::string& token) { return ask({idp()}, bearing(token)); };
        CHECK(earned("nonsense").status == 401);
        CHECK(earned("nonsense").reason == "Jwt is not in the form of a token");
        CHECK(earned("iss=other;key=good").status == 401);
        CHECK(earned("iss=other;key=good").reason == "Jwt issuer is not configured");
        CHECK(earned("iss=idp;key=bad").status == 401);
        CHECK(earned("iss=idp;key=bad").reason == "Jwt verification fails");
    }

    TEST_CASE("a wrong audience is forbidden, before the signature is looked at") {
        TokenRule rule = idp();
        rule.audiences = {"web", "shop"};
        CHECK(ask({rule}, bearing(good)).status == 0);
        rule.audiences = {"web"};
        CHECK(ask({rule}, bearing(good)).status == 403);
        CHECK(ask({rule}, bearing(good)).reason == "Audiences in Jwt are not allowed");
        CHECK(ask({rule}, bearing("iss=idp;aud=a,web;key=good")).status == 0);
        CHECK(ask({rule}, bearing("iss=idp;key=bad")).status == 403);
    }

    TEST_CASE("a token is taken in its time, and as long around it as clocks differ") {
        const auto status = [](Instant now, Duration skew) {
            return ask({idp()}, bearing("iss=idp;nbf=10s;exp=20s;key=good"), now, skew).status;
        };
        CHECK(status(Instant{10s - 1ns}, {}) == 401);
        CHECK(status(Instant{10s}, {}) == 0);
        CHECK(status(Instant{20s}, {}) == 0);
        CHECK(status(Instant{20s + 1ns}, {}) == 401);
        CHECK(status(Instant{9s - 1ns}, 1s) == 401);
        CHECK(status(Instant{9s}, 1s) == 0);
        CHECK(status(Instant{21s}, 1s) == 0);
        CHECK(status(Instant{21s + 1ns}, 1s) == 401);
        CHECK(ask({idp()}, bearing("iss=idp;exp=20s;key=good"), Instant{30s}).reason ==
              "Jwt is expired");
    }

    TEST_CASE("tokens are refused until the issuer's keys are there") {
        const std::vector<TokenRule> rules{{.issuer = "idp", .keys_uri = "https://idp/keys"}};
        const TokenAuthentication authentication{rules, {}};
        KeySets keys{rules};
        const RequestHead head = bearing(good);
        const auto refused = authentication.authenticate(RequestView{head}, keys, Instant{});
        CHECK(refused.status == 401);
        CHECK(refused.reason == "Jwks remote fetch is failed");
        keys.fetched(0);
        CHECK(authentication.authenticate(RequestView{head}, keys, Instant{}).status == 0);
    }

    TEST_CASE("a token may be in a parameter, another header or a cookie") {
        CHECK(ask({idp()}, {.path = "/a?access_token=" + good}).subject == "ann");
        TokenRule rule = idp();
        rule.locations = {{TokenLocation::Kind::header, "x-token", ""},
                          {TokenLocation::Kind::query, "t", ""},
                          {TokenLocation::Kind::cookie, "session", ""}};
        CHECK(ask({rule}, {.headers = {{"x-token", good}}}).subject == "ann");
        CHECK(ask({rule}, {.path = "/a?t=" + good}).subject == "ann");
        CHECK(ask({rule}, {.headers = {{"cookie", "a=b; session=iss=idp|sub=ann|key=good"}}})
                  .subject == "ann");
        CHECK(ask({rule}, bearing("nonsense")).status == 0);
    }

    TEST_CASE("each issuer's token is checked by its own rule") {
        TokenRule other{.issuer = "other", .audiences = {"web"}, .has_keys = true};
        const std::vector<TokenRule> rules{other, idp()};
        CHECK(ask(rules, bearing(good)).subject == "ann");
        CHECK(ask(rules, bearing("iss=other;key=good")).status == 403);
        CHECK(ask(rules, bearing("iss=third;key=good")).reason == "Jwt issuer is not configured");
        other.locations = {{TokenLocation::Kind::header, "x-token", ""}};
        CHECK(ask({other, idp()}, bearing("iss=other;aud=web;key=good")).reason ==
              "Jwt issuer is not configured");
    }

    TEST_CASE("a rule without an issuer takes any") {
        CHECK(ask({{.has_keys = true}}, bearing("iss=x;sub=ann;key=good")).subject == "ann");
    }

    TEST_CASE("a strict rule needs a token, and one that ignores failures takes what comes") {
        TokenRule rule = idp();
        rule.on_failure = TokenFailure::strict;
        CHECK(ask({rule}, {}).status == 401);
        CHECK(ask({rule}, {}).reason == "Jwt is missing");
        CHECK(ask({rule}, bearing(good)).status == 0);
        rule.on_failure = TokenFailure::ignore;
        CHECK(ask({rule}, bearing("iss=idp;sub=ann;key=bad")).status == 0);
        CHECK(ask({rule}, bearing("iss=idp;sub=ann;key=bad")).subject.empty());
        CHECK(ask({rule}, bearing(good)).subject == "ann");
    }

    TEST_CASE("of two good tokens the first says of whom the request is") {
        RequestHead head = bearing(good);
        head.path = "/?access_token=iss=idp;sub=bob;key=good";
        CHECK(ask({idp()}, head).subject == "ann");
        head.path = "/?access_token=iss=idp;sub=bob;key=bad";
        CHECK(ask({idp()}, head).status == 401);
    }
}

}  // namespace token_authentication_test
