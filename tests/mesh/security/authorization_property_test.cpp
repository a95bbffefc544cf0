#include "tests/mesh/security/asked_request.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <rapidcheck.h>

namespace authorization_property_test {

using namespace weft::mesh;
using weft::mesh::tests::Asked;
using weft::mesh::tests::domains;
using weft::mesh::tests::policy;

namespace {

std::vector<std::string> some_of(const std::vector<std::string>& values) {
    std::vector<std::string> chosen;
    for (const std::string& value : values) {
        if (*rc::gen::arbitrary<bool>()) chosen.push_back(value);
    }
    return chosen;
}

/// Mostly nothing, so that rules match often enough.
ValueLists some_lists(const std::vector<std::string>& values) {
    switch (*rc::gen::inRange(0, 6)) {
        case 0:
            return {.values = some_of(values)};
        case 1:
            return {.values = {}, .not_values = some_of(values)};
        default:
            return {};
    }
}

AccessRule some_rule() {
    AccessRule rule;
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
        rule.from.push_back({.principals = some_lists({"*", "cluster.local/ns/web/sa/front"}),
                             .request_principals = some_lists({"*", "idp/ann"}),
                             .namespaces = some_lists({"web", "shop"}),
                             .ip_blocks = some_lists({"10.0.0.0/8", "10.1.2.3"})});
    }
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
        rule.to.push_back({.ports = some_lists({"9080", "80"}),
                           .methods = some_lists({"GET", "PUT"}),
                           .paths = some_lists({"/a*", "/{*}", "/b/{**}"})});
    }
    if (*rc::gen::arbitrary<bool>()) {
        rule.when.push_back({"request.headers[x-v]", some_lists({"*", "1"})});
    }
    return rule;
}

AccessPolicy some_policy(AccessAction action) {
    AccessPolicy made = policy(action, {});
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
        made.rules.push_back(some_rule());
    return made;
}

std::vector<AccessPolicy> some_policies() {
    std::vector<AccessPolicy> policies;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        policies.push_back(some_policy(*rc::gen::element(AccessAction::allow, AccessAction::deny)));
    }
    return policies;
}

Asked some_request() {
    Asked asked;
    asked.head.method = *rc::gen::element<std::string>("GET", "PUT");
    asked.head.path = *rc::gen::element<std::string>("/a", "/b/c?d", "/");
    if (*rc::gen::arbitrary<bool>()) asked.head.headers = {{"x-v", "1"}};
    if (*rc::gen::arbitrary<bool>()) asked.token = "iss=idp;sub=ann;key=good";
    if (*rc::gen::arbitrary<bool>()) asked.peer.reset();
    asked.is_http = *rc::gen::arbitrary<bool>();
    return asked;
}

bool allowed(const std::vector<AccessPolicy>& policies, const Asked& asked) {
    return asked.decide(Authorization{policies, domains}).allowed();
}

}  // namespace

TEST_CASE("another policy of ALLOW never lets through what a policy of DENY forbids") {
    CHECK(rc::check([] {
        const AccessPolicy deny = some_policy(AccessAction::deny);
        const Asked asked = some_request();
        const bool forbids = !allowed({deny}, asked);
        std::vector<AccessPolicy> policies = some_policies();
        policies.push_back(deny);
        RC_ASSERT(!forbids || !allowed(policies, asked));
    }));
}

TEST_CASE("another policy of DENY never lets more through") {
    CHECK(rc::check([] {
        std::vector<AccessPolicy> policies = some_policies();
        const Asked asked = some_request();
        const bool before = allowed(policies, asked);
        policies.push_back(some_policy(AccessAction::deny));
        RC_ASSERT(before || !allowed(policies, asked));
    }));
}

TEST_CASE("the order of policies decides nothing") {
    CHECK(rc::check([] {
        std::vector<AccessPolicy> policies = some_policies();
        const Asked asked = some_request();
        const bool before = allowed(policies, asked);
        std::reverse(policies.begin(), policies.end());
        RC_ASSERT(allowed(policies, asked) == before);
    }));
}

TEST_CASE("as a stream of bytes, nobody gets more than as a request") {
    CHECK(rc::check([] {
        const std::vector<AccessPolicy> policies = some_policies();
        Asked asked = some_request();
        asked.is_http = false;
        const bool as_stream = allowed(policies, asked);
        asked.is_http = true;
        RC_ASSERT(!as_stream || allowed(policies, asked));
    }));
}

}  // namespace authorization_property_test
