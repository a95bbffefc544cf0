#include "mesh/security/authorization.hpp"

#include "tests/mesh/security/asked_request.hpp"

#include <doctest/doctest.h>

namespace authorization_test {

using namespace weft::mesh;
using weft::mesh::tests::Asked;
using weft::mesh::tests::domains;
using weft::mesh::tests::policy;

namespace {

using Kind = AccessVerdict::Kind;

const AccessRule everything{};
const AccessRule items{.to = {{.paths = {{"/items*"}, {}}}}};
const AccessRule admin{.to = {{.paths = {{"/admin*"}, {}}}}};

AccessPolicy custom(const std::string& provider, std::vector<AccessRule> rules) {
    AccessPolicy asking = policy(AccessAction::custom, std::move(rules));
    asking.provider = provider;
    return asking;
}

Kind decided(const std::vector<AccessPolicy>& policies,
             const Asked& asked = {},
             ProviderAnswer answer = ProviderAnswer::not_asked) {
    return asked.decide(Authorization{policies, domains}, answer).kind;
}

std::string explained(const std::vector<AccessPolicy>& policies) {
    const Authorization authorization{policies, domains};
    return to_text(Asked{}.decide(authorization));
}

}  // namespace

TEST_SUITE("authorization") {
    TEST_CASE("without policies of ALLOW everything goes on") {
        CHECK(decided({}) == Kind::allowed);
        CHECK(decided({policy(AccessAction::deny, {admin})}) == Kind::allowed);
        CHECK(decided({policy(AccessAction::audit, {everything})}) == Kind::allowed);
    }

    TEST_CASE("with one, only what matches does") {
        CHECK(decided({policy(AccessAction::allow, {items})}) == Kind::allowed);
        CHECK(decided({policy(AccessAction::allow, {admin})}) == Kind::denied);
        CHECK(decided({policy(AccessAction::allow, {admin}),
                       policy(AccessAction::allow, {items})}) == Kind::allowed);
    }

    TEST_CASE("no rules match nothing, an empty rule everything") {
        CHECK(decided({policy(AccessAction::allow, {})}) == Kind::denied);
        CHECK(decided({policy(AccessAction::allow, {everything})}) == Kind::allowed);
        CHECK(decided({policy(AccessAction::deny, {})}) == Kind::allowed);
        CHECK(decided({policy(AccessAction::deny, {everything})}) == Kind::denied);
    }

    TEST_CASE("DENY comes before ALLOW, wherever it stands") {
        CHECK(decided({policy(AccessAction::allow, {everything}),
                       policy(AccessAction::deny, {items})}) == Kind::denied);
    }

    TEST_CASE("a rule needs one source, one operation and every condition") {
        const AccessSource web{.namespaces = {{"web"}, {}}};
        const AccessSource prod{.namespaces = {{"prod"}, {}}};
        const AccessOperation get{.methods = {{"GET"}, {}}};
        const AccessOperation put{.methods = {{"PUT"}, {}}};
        const auto allows = [](const AccessRule& rule) {
            return decided({policy(AccessAction::allow, {rule})}) == Kind::allowed;
        };
        CHECK(allows({.from = {prod, web}, .to = {put, get}}));
        CHECK_FALSE(allows({.from = {prod}, .to = {get}}));
        CHECK_FALSE(allows({.from = {web}, .to = {put}}));
        CHECK(allows({.from = {web}, .when = {{"source.ip", {{"10.1.2.3"}, {}}}}}));
        CHECK_FALSE(allows(
            {.from = {web},
             .when = {{"source.ip", {{"10.1.2.3"}, {}}}, {"destination.port", {{}, {"9080"}}}}}));
        CHECK_FALSE(
            allows({.from = {{.namespaces = {{"web"}, {}}, .ip_blocks = {{"1.2.3.4"}, {}}}}}));
    }

    TEST_CASE("a provider is asked first, and can forbid but not permit") {
        const std::vector<AccessPolicy> policies{custom("opa", {items}),
                                                 policy(AccessAction::allow, {admin})};
        CHECK(decided(policies) == Kind::ask_provider);
        CHECK(decided(policies, {}, ProviderAnswer::denied) == Kind::denied);
        CHECK(decided(policies, {}, ProviderAnswer::allowed) == Kind::denied);
        CHECK(decided({custom("opa", {items})}, {}, ProviderAnswer::allowed) == Kind::allowed);
        CHECK(decided({custom("opa", {admin})}) == Kind::allowed);
        CHECK(decided({custom("opa", {items}), custom("opa", {admin})}) == Kind::ask_provider);
    }

    TEST_CASE("with two providers nobody is asked, and what they were to judge is denied") {
        const std::vector<AccessPolicy> rivals{custom("opa", {items}), custom("other", {admin})};
        CHECK(decided(rivals) == Kind::denied);
        Asked elsewhere;
        elsewhere.head.path = "/";
        CHECK(decided(rivals, elsewhere) == Kind::allowed);
    }

    TEST_CASE("on a stream of bytes DENY ignores fields of requests, and ALLOW fails for them") {
        Asked stream;
        stream.is_http = false;
        CHECK(decided({policy(AccessAction::deny, {admin})}, stream) == Kind::denied);
        CHECK(decided({policy(AccessAction::allow, {items})}, stream) == Kind::denied);
        CHECK(decided({custom("opa", {admin})}, stream) == Kind::ask_provider);

        AccessRule with_port = admin;
        with_port.to[0].ports.values = {"80"};
        CHECK(decided({policy(AccessAction::deny, {with_port})}, stream) == Kind::allowed);
        with_port.to[0].ports.values = {"9080"};
        CHECK(decided({policy(AccessAction::deny, {with_port})}, stream) == Kind::denied);
        CHECK(decided({policy(AccessAction::allow, {with_port})}, stream) == Kind::denied);

        const AccessRule by_peer{.from = {{.namespaces = {{"web"}, {}}}}};
        CHECK(decided({policy(AccessAction::allow, {by_peer})}, stream) == Kind::allowed);
        AccessRule either = by_peer;
        either.from.push_back({.request_principals = {{"*"}, {}}});
        CHECK(decided({policy(AccessAction::allow, {either})}, stream) == Kind::denied);
        CHECK(decided({policy(AccessAction::allow, {either})}) == Kind::allowed);
    }

    TEST_CASE("a condition that nobody knows narrows ALLOW and widens DENY") {
        const AccessRule unknown{.when = {{"experimental.envoy.filters.a[b]", {{"c"}, {}}}}};
        CHECK(decided({policy(AccessAction::allow, {unknown})}) == Kind::denied);
        CHECK(decided({policy(AccessAction::deny, {unknown})}) == Kind::denied);
    }

    TEST_CASE("a verdict says what decided") {
        CHECK(explained({}) == "allowed, since no policy says otherwise");
        CHECK(explained({policy(AccessAction::allow, {admin})}) ==
              "denied, since no rule of ALLOW matches");
        CHECK(explained({policy(AccessAction::allow, {admin, items})}) ==
              "allowed by ALLOW policy shop/p, rule 2");
        CHECK(explained({policy(AccessAction::deny, {items})}) ==
              "denied by DENY policy shop/p, rule 1");
        CHECK(explained({custom("opa", {items})}) ==
              "provider opa is asked by CUSTOM policy shop/p, rule 1");
    }
}

}  // namespace authorization_test
