#include "mesh/security/field_match.hpp"

#include "tests/mesh/security/asked_request.hpp"

#include <doctest/doctest.h>

namespace field_match_test {

using namespace weft::mesh;
using weft::mesh::tests::Asked;
using weft::mesh::tests::domains;
using weft::mesh::tests::policy;

namespace {

/// Whether a rule of ALLOW matches.
bool allows(const AccessRule& rule, const Asked& asked = {}) {
    const Authorization authorization{{policy(AccessAction::allow, {rule})}, domains};
    return asked.decide(authorization).allowed();
}

bool from(const AccessSource& source, const Asked& asked = {}) {
    return allows({.from = {source}}, asked);
}

bool to(const AccessOperation& operation, const Asked& asked = {}) {
    return allows({.to = {operation}}, asked);
}

bool when(const std::string& key, const ValueLists& lists, const Asked& asked = {}) {
    CAPTURE(key);
    return allows({.when = {{key, lists}}}, asked);
}

bool is(const std::string& key, const std::string& value, const Asked& asked = {}) {
    CAPTURE(value);
    const bool matches = when(key, {.values = {value}}, asked);
    CHECK(when(key, {.not_values = {value}}, asked) != matches);
    return matches;
}

const Asked unencrypted{.peer = std::nullopt};
const Asked of_ann{.token =
                       "iss=https://idp/x;sub=ann;aud=shop,web;azp=app;realm.role=admin,dev;"
                       "key=good"};

}  // namespace

TEST_SUITE("fields of access rules") {
    TEST_CASE("principals are of the caller's certificate, in any of the mesh's trust domains") {
        const auto principal = [](const std::string& value, const Asked& asked = {}) {
            return from({.principals = {{value}, {}}}, asked);
        };
        CHECK(principal("cluster.local/ns/web/sa/front"));
        CHECK(principal("old.local/ns/web/sa/front"));
        CHECK_FALSE(principal("other.local/ns/web/sa/front"));
        CHECK(principal("*/sa/front"));
        CHECK(principal("cluster.local/ns/web/*"));
        CHECK(principal("*"));
        CHECK_FALSE(principal("cluster.local/ns/web/sa/back"));
        CHECK_FALSE(principal("*", unencrypted));
        CHECK(from({.principals = {{}, {"*"}}}, unencrypted));
        CHECK(principal("cluster.local/ns/web/sa/front",
                        {.peer = Identity{"old.local", "web", "front"}}));
    }

    TEST_CASE("namespaces and service accounts are of the caller's certificate, too") {
        CHECK(from({.namespaces = {{"web"}, {}}}));
        CHECK(from({.namespaces = {{"w*b"}, {}}}));
        CHECK_FALSE(from({.namespaces = {{"web-2"}, {}}}));
        CHECK_FALSE(from({.namespaces = {{"*"}, {}}}, unencrypted));
        CHECK(from({.namespaces = {{}, {"web"}}}, unencrypted));
        CHECK(from({.service_accounts = {{"web/front"}, {}}}));
        CHECK_FALSE(from({.service_accounts = {{"front"}, {}}}));
        CHECK(from({.service_accounts = {{"front"}, {}}},
                   {.peer = Identity{"cluster.local", "shop", "front"}}));
        CHECK_FALSE(from({.service_accounts = {{"web/front"}, {}}}, unencrypted));
    }

    TEST_CASE("addresses are of the connection or of the client") {
        CHECK(from({.ip_blocks = {{"10.1.0.0/16"}, {}}}));
        CHECK_FALSE(from({.ip_blocks = {{"10.1.0.0/16"}, {"10.1.2.3"}}}));
        CHECK_FALSE(from({.ip_blocks = {{"203.0.113.0/24"}, {}}}));
        CHECK(from({.remote_ip_blocks = {{"203.0.113.0/24"}, {}}}));
        CHECK_FALSE(from({.remote_ip_blocks = {{}, {"203.0.113.0/24"}}}));
        CHECK(is("destination.ip", "10.9.9.9"));
        CHECK_FALSE(is("destination.ip", "10.1.2.3"));
        CHECK(is("source.ip", "10.1.2.3"));
        CHECK(is("remote.ip", "203.0.113.4"));
    }

    TEST_CASE("a request's principal is its token's issuer and subject") {
        const auto principal = [](const std::string& value, const Asked& asked = of_ann) {
            CAPTURE(value);
            return from({.request_principals = {{value}, {}}}, asked);
        };
        CHECK(principal("https://idp/x/ann"));
        CHECK_FALSE(principal("https://idp/x/bob"));
        CHECK_FALSE(principal("https://idp/ann"));
        CHECK(principal("*"));
        CHECK(principal("https://idp/x/*"));
        CHECK(principal("https://idp/x/a*"));
        CHECK_FALSE(principal("https://idp/x/b*"));
        CHECK(principal("*/ann"));
        CHECK(principal("*idp/x/ann"));
        CHECK_FALSE(principal("*idp/ann"));
        CHECK(principal("*nn"));
        CHECK(principal("idp*", {.token = "iss=idp2;sub=ann;key=good"}));
        CHECK_FALSE(principal("*", {.token = "iss=idp;key=good"}));
        CHECK(principal("idp", {.token = "iss=idp;key=good"}));
        CHECK_FALSE(principal("*", {}));
        CHECK(from({.request_principals = {{}, {"*"}}}));
    }

    TEST_CASE("claims are asked value by value") {
        CHECK(is("request.auth.audiences", "web", of_ann));
        CHECK_FALSE(is("request.auth.audiences", "shop,web", of_ann));
        CHECK(is("request.auth.presenter", "app", of_ann));
        CHECK(is("request.auth.claims[realm][role]", "dev", of_ann));
        CHECK(is("request.auth.claims[realm][role]", "ad*", of_ann));
        CHECK_FALSE(is("request.auth.claims[role]", "dev", of_ann));
        CHECK(is("request.auth.claims[sub]", "ann", of_ann));
        CHECK_FALSE(is("request.auth.audiences", "*"));
        CHECK(is("request.auth.principal", "*/ann", of_ann));
    }

    TEST_CASE("hosts ignore case, methods and paths do not") {
        CHECK(to({.hosts = {{"Cart.*"}, {}}}));
        CHECK_FALSE(to({.hosts = {{"cart"}, {}}}));
        CHECK(to({.methods = {{"GET", "PUT"}, {}}}));
        CHECK_FALSE(to({.methods = {{"get"}, {}}}));
        CHECK_FALSE(to({.methods = {{}, {"G*"}}}));
        CHECK_FALSE(to({.paths = {{"/Items/*"}, {}}}));
    }

    TEST_CASE("paths are asked without their query") {
        CHECK(to({.paths = {{"/items/7"}, {}}}));
        CHECK(to({.paths = {{"/items*"}, {}}}));
        CHECK(to({.paths = {{"*/7"}, {}}}));
        CHECK_FALSE(to({.paths = {{"*full=1"}, {}}}));
        CHECK(to({.paths = {{"/{*}/7"}, {}}}));
        CHECK(to({.paths = {{"/items/{**}"}, {}}}));
        CHECK_FALSE(to({.paths = {{"/{*}"}, {}}}));
        CHECK_FALSE(to({.paths = {{"/items*"}, {"/{*}/7"}}}));
    }

    TEST_CASE("ports are the workload's") {
        CHECK(to({.ports = {{"80", "9080"}, {}}}));
        CHECK_FALSE(to({.ports = {{"908"}, {}}}));
        CHECK_FALSE(to({.ports = {{}, {"9080"}}}));
        CHECK(is("destination.port", "9080"));
    }

    TEST_CASE("a header may come more than once, and a star asks only whether it is there") {
        Asked asked;
        asked.head.headers = {{"x-v", ""}, {"x-v", "two"}, {"x-empty", ""}};
        CHECK(is("request.headers[X-V]", "two", asked));
        CHECK(is("request.headers[x-v]", "t*", asked));
        CHECK_FALSE(is("request.headers[x-v]", "three", asked));
        CHECK(is("request.headers[x-empty]", "*", asked));
        CHECK_FALSE(is("request.headers[x-none]", "*", asked));
    }

    TEST_CASE("the server name is that of the connection") {
        CHECK(is("connection.sni", "cart.*"));
        CHECK_FALSE(is("connection.sni", "*", {.server_name = ""}));
    }

    TEST_CASE("the caller is asked by conditions as by sources") {
        CHECK(is("source.principal", "cluster.local/ns/web/sa/front"));
        CHECK(is("source.namespace", "web"));
        CHECK(is("source.serviceAccount", "web/front"));
        CHECK_FALSE(is("source.namespace", "web", unencrypted));
    }
}

}  // namespace field_match_test
