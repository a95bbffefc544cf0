#include "mesh/security/workload_security.hpp"

#include "tests/mesh/security/asked_request.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace weft::mesh::tests::workload_security_test {
namespace {

using namespace std::chrono_literals;

const Identity front{"cluster.local", "web", "front"};

WorkloadRules with_access(AccessPolicy policy) {
    return {.access = {std::move(policy)}, .stream_ports = {3306}};
}

AccessRule for_paths(const std::string& path) {
    AccessOperation operation;
    operation.paths.values = {path};
    return {.to = {operation}};
}

InboundVerdict decide(const WorkloadRules& rules,
                      const RequestHead& head,
                      const InboundConnection& from = {.port = 9080},
                      Instant now = {}) {
    return WorkloadSecurity{rules, domains, 60s}.decide(from, head, now);
}

RequestHead with_token(const std::string& token) {
    return {.headers = {{"authorization", "Bearer " + token}}};
}

}  // namespace

TEST_SUITE("security of a workload") {
    TEST_CASE("a request that no policy refuses goes on") {
        const auto rules = with_access(policy(AccessAction::deny, {for_paths("/admin*")}));
        CHECK(decide(rules, {.path = "/items"}).goes_on());
        CHECK(decide(rules, {.path = "/admin/users"}).status == 403);
        CHECK_FALSE(decide(rules, {.path = "/admin/users"}).closes_connection);
    }

    TEST_CASE("the caller is who its certificate says, and without one nobody") {
        AccessSource source;
        source.principals.values = {"cluster.local/ns/web/sa/front"};
        const auto rules = with_access(policy(AccessAction::allow, {{.from = {source}}}));
        CHECK(decide(rules, {}, {.peer = &front, .port = 9080}).goes_on());
        CHECK(decide(rules, {}, {.port = 9080}).status == 403);
    }

    TEST_CASE("a stream of bytes has no path: DENY widens to all of it, ALLOW never matches") {
        const InboundConnection stream{.peer = &front, .port = 3306};
        const auto deny = with_access(policy(AccessAction::deny, {for_paths("/admin*")}));
        CHECK(decide(deny, {.path = "/items"}, stream).closes_connection);
        CHECK(decide(deny, {.path = "/items"}, stream).status == 0);
        CHECK(decide(deny, {.path = "/items"}, {.port = 3307}).goes_on());
        const auto allow = with_access(policy(AccessAction::allow, {for_paths("/*")}));
        CHECK(decide(allow, {.path = "/items"}).goes_on());
        CHECK(decide(allow, {.path = "/items"}, stream).closes_connection);
    }

    TEST_CASE("a bad token is refused before anybody asks what its bearer may do") {
        WorkloadRules rules = with_access(policy(AccessAction::deny, {{}}));
        rules.tokens = {{.issuer = "idp"}};
        CHECK(decide(rules, with_token("iss=idp;sub=ann;key=good")).status == 403);
        CHECK(decide(rules, with_token("iss=idp;sub=ann;key=bad")).status == 401);
        CHECK(decide(rules, {}).status == 403);
    }

    TEST_CASE("without the issuer's keys its tokens are refused, and who has none goes on") {
        WorkloadRules rules{.tokens = {{.issuer = "idp", .keys_uri = "https://idp/keys"}}};
        const RequestHead head = with_token("iss=idp;key=good");
        rules.missing_keys = {"idp"};
        CHECK(decide(rules, head).goes_on());
        rules.missing_keys = {"https://idp/keys"};
        CHECK(decide(rules, head).status == 401);
        CHECK(decide(rules, {}).goes_on());
        rules.tokens.front().keys_uri.clear();  // Its issuer says where they are.
        CHECK(decide(rules, head).goes_on());
        rules.missing_keys = {"idp"};
        CHECK(decide(rules, head).status == 401);
    }

    TEST_CASE("a token is taken until the clock skew after its end") {
        WorkloadRules rules{.tokens = {{.issuer = "idp"}}};
        const RequestHead head = with_token("iss=idp;key=good;exp=10s");
        CHECK(decide(rules, head, {.port = 9080}, Instant{70s}).goes_on());
        CHECK(decide(rules, head, {.port = 9080}, Instant{70s + 1ns}).status == 401);
        // By the clock of the proxy that looks.
        CHECK(decide(rules, head, {.port = 9080, .clock_offset = 1ns}, Instant{70s}).status == 401);
        CHECK(decide(rules, head, {.port = 9080, .clock_offset = -1ns}, Instant{70s + 1ns})
                  .goes_on());
    }

    TEST_CASE("who the bearer of a token is can be asked for; without a token it is nobody") {
        AccessSource source;
        source.request_principals.values = {"idp/ann"};
        WorkloadRules rules = with_access(policy(AccessAction::allow, {{.from = {source}}}));
        rules.tokens = {{.issuer = "idp"}};
        CHECK(decide(rules, with_token("iss=idp;sub=ann;key=good")).goes_on());
        CHECK(decide(rules, with_token("iss=idp;sub=bob;key=good")).status == 403);
        CHECK(decide(rules, {}).status == 403);
    }

    TEST_CASE("an authorizer that is described is asked first, and DENY after its answer") {
        AccessPolicy custom = policy(AccessAction::custom, {for_paths("/admin*")});
        custom.provider = "opa";
        const WorkloadSecurity security{
            {.access = {custom, policy(AccessAction::deny, {for_paths("/admin/keys")})},
             .stream_ports = {3306}},
            domains,
            60s,
            {{.name = "other", .timeout = 1s}, {.name = "opa", .timeout = 2s}}};
        const auto verdict = [&](const std::string& path, ProviderAnswer answer,
                                 std::uint16_t port = 9080) {
            return security.decide({.port = port}, {.path = path}, {}, answer);
        };
        REQUIRE(security.authorizer() != nullptr);
        CHECK(security.authorizer()->timeout == 2s);
        CHECK(verdict("/items", ProviderAnswer::not_asked).goes_on());
        CHECK(verdict("/admin", ProviderAnswer::not_asked).asks_authorizer);
        CHECK_FALSE(verdict("/admin", ProviderAnswer::not_asked).goes_on());
        CHECK(verdict("/admin", ProviderAnswer::allowed).goes_on());
        CHECK(verdict("/admin", ProviderAnswer::denied).status == 403);
        CHECK(verdict("/admin", ProviderAnswer::denied).by_authorizer);
        CHECK(verdict("/admin/keys", ProviderAnswer::allowed).status == 403);
        CHECK_FALSE(verdict("/admin/keys", ProviderAnswer::allowed).by_authorizer);
        CHECK(verdict("/items", ProviderAnswer::not_asked, 3306).asks_authorizer);
        CHECK(verdict("/items", ProviderAnswer::denied, 3306).closes_connection);
    }

    TEST_CASE("an authorizer is asked before anybody looks at tokens") {
        AccessPolicy custom = policy(AccessAction::custom, {{}});
        custom.provider = "opa";
        const WorkloadSecurity security{{.access = {custom}, .tokens = {{.issuer = "idp"}}},
                                        domains,
                                        60s,
                                        {{.name = "opa", .timeout = 1s}}};
        const RequestHead head = with_token("iss=idp;key=bad");
        CHECK(security.decide({.port = 9080}, head, {}).asks_authorizer);
        CHECK(security.decide({.port = 9080}, head, {}, ProviderAnswer::denied).status == 403);
        CHECK(security.decide({.port = 9080}, head, {}, ProviderAnswer::allowed).status == 401);
    }

    TEST_CASE("an authorizer that does not answer denies, or lets in if it fails open") {
        AccessPolicy custom = policy(AccessAction::custom, {{}});
        custom.provider = "opa";
        for (const bool fails_open : {false, true}) {
            const WorkloadSecurity security{
                {.access = {custom}},
                domains,
                60s,
                {{.name = "opa", .timeout = 1s, .fails_open = fails_open}}};
            CHECK(security.answer_of(true, true) == ProviderAnswer::allowed);
            CHECK(security.answer_of(true, false) == ProviderAnswer::denied);
            const auto silent = fails_open ? ProviderAnswer::allowed : ProviderAnswer::denied;
            CHECK(security.answer_of(false, false) == silent);
        }
    }

    TEST_CASE("of two authorizers none is asked, and what they are for is denied") {
        AccessPolicy custom = policy(AccessAction::custom, {{}});
        custom.provider = "opa";
        AccessPolicy rival = custom;
        rival.provider = "other";
        const WorkloadSecurity security{
            {.access = {custom, rival}}, domains, 60s, {{.name = "opa", .timeout = 1s}}};
        const InboundVerdict verdict = security.decide({.port = 9080}, {}, {});
        CHECK(verdict.status == 403);
        CHECK_FALSE(verdict.by_authorizer);
    }

    TEST_CASE("a provider that nobody describes is taken to allow, and DENY is still asked") {
        AccessPolicy custom = policy(AccessAction::custom, {{}});
        custom.provider = "opa";
        WorkloadRules rules{.access = {custom}};
        CHECK(decide(rules, {}).goes_on());
        rules.access.push_back(policy(AccessAction::deny, {{}}));
        CHECK(decide(rules, {}).status == 403);
    }

    TEST_CASE("the mode of a port is its own, or that of all") {
        WorkloadRules rules{.mode = MutualTlsMode::strict,
                            .port_modes = {{9090, MutualTlsMode::disable}}};
        CHECK(rules.mode_of(9080) == MutualTlsMode::strict);
        CHECK(rules.mode_of(9090) == MutualTlsMode::disable);
    }

    TEST_CASE("rules ask nothing if every caller is welcome") {
        CHECK(WorkloadRules{}.ask_nothing());
        CHECK(WorkloadRules{.stream_ports = {3306}}.ask_nothing());
        CHECK_FALSE(WorkloadRules{.mode = MutualTlsMode::strict}.ask_nothing());
        CHECK_FALSE(WorkloadRules{.port_modes = {{1, MutualTlsMode::strict}}}.ask_nothing());
        CHECK_FALSE(WorkloadRules{.tokens = {{.issuer = "idp"}}}.ask_nothing());
    }
}

}  // namespace weft::mesh::tests::workload_security_test
