#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::authorization_policy_test {
namespace {

using namespace mesh::control;
using mesh::AccessAction;
using Lines = std::vector<std::string>;

Reading read_policy(const std::string& spec, const std::string& meta = "") {
    return read("apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a" +
                meta + "}\nspec: " + spec + "\n");
}

AuthorizationPolicy policy(const std::string& spec, const std::string& meta = "") {
    const Reading reading = read_policy(spec, meta);
    CHECK(reading.said() == Lines{});
    REQUIRE(reading.resources.size() == 1);
    return std::get<AuthorizationPolicy>(reading.resources.front());
}

/// How often a policy with one rule, on line 4, earns what is like `part`.
std::ptrdiff_t said(const std::string& rule,
                    const std::string& part,
                    const std::string& action = "ALLOW") {
    const Reading reading =
        read_policy("{action: " + action + (action == "CUSTOM" ? ", provider: {name: p}" : "") +
                    ", rules: [" + rule + "]}");
    CAPTURE(rule);
    for (const std::string& line : reading.said())
        INFO(line);
    return reading.count(part);
}

}  // namespace

TEST_SUITE("AuthorizationPolicy manifests") {
    TEST_CASE("sources, operations and conditions have every field and its opposite") {
        const auto read = policy(
            "{selector: {matchLabels: {app: cart}}, action: DENY, rules: [{"
            "from: [{source: {principals: [p], notPrincipals: [np], requestPrincipals: [r],"
            " notRequestPrincipals: [nr], namespaces: [n], notNamespaces: [nn],"
            " ipBlocks: [10.0.0.0/8], notIpBlocks: [10.1.2.3], remoteIpBlocks: ['::1'],"
            " notRemoteIpBlocks: ['2001:db8::/32']}}, {source: {serviceAccounts: [a, shop/b]}}],"
            "to: [{operation: {hosts: [h], notHosts: [nh], ports: ['80'], notPorts: ['81'],"
            " methods: [GET], notMethods: [PUT], paths: ['/a/{*}'], notPaths: [/b*]}}],"
            "when: [{key: 'request.headers[x-v]', values: [v1], notValues: [v2]}]}]}");
        CHECK(read.selector == Labels{{"app", "cart"}});
        CHECK(read.action == AccessAction::deny);
        REQUIRE(read.rules.size() == 1);
        const mesh::AccessRule& rule = read.rules.front();
        REQUIRE(rule.from.size() == 2);
        CHECK(rule.from[0] == mesh::AccessSource{.principals = {{"p"}, {"np"}},
                                                 .request_principals = {{"r"}, {"nr"}},
                                                 .namespaces = {{"n"}, {"nn"}},
                                                 .ip_blocks = {{"10.0.0.0/8"}, {"10.1.2.3"}},
                                                 .remote_ip_blocks = {{"::1"}, {"2001:db8::/32"}}});
        CHECK(rule.from[1].service_accounts.values == Lines{"a", "shop/b"});
        REQUIRE(rule.to.size() == 1);
        CHECK(rule.to[0] == mesh::AccessOperation{.hosts = {{"h"}, {"nh"}},
                                                  .ports = {{"80"}, {"81"}},
                                                  .methods = {{"GET"}, {"PUT"}},
                                                  .paths = {{"/a/{*}"}, {"/b*"}}});
        REQUIRE(rule.when.size() == 1);
        CHECK(rule.when[0] == mesh::AccessCondition{"request.headers[x-v]", {{"v1"}, {"v2"}}});
    }

    TEST_CASE("a policy without rules is not one with an empty rule") {
        CHECK(policy("{}").rules.empty());
        CHECK(policy("{}").action == AccessAction::allow);
        CHECK(policy("{rules: [{}]}").rules == std::vector<mesh::AccessRule>{{}});
    }

    TEST_CASE("CUSTOM names who is asked, and others must not") {
        CHECK(policy("{action: CUSTOM, provider: {name: opa}, rules: [{}]}").provider == "opa");
        CHECK(read_policy("{action: CUSTOM, rules: [{}]}").count("error: provider is missing") ==
              1);
        CHECK(read_policy("{action: CUSTOM, provider: {}, rules: [{}]}")
                  .count("error: name is missing") == 1);
        CHECK(read_policy("{provider: {name: opa}}").count("provider is for CUSTOM alone") == 1);
    }

    TEST_CASE("a dry run is told by its annotation") {
        CHECK(policy("{}", ", annotations: {istio.io/dry-run: 'true'}").is_dry_run);
        CHECK_FALSE(policy("{}", ", annotations: {istio.io/dry-run: 'false'}").is_dry_run);
        CHECK_FALSE(policy("{}").is_dry_run);
        CHECK(read_policy("{}", ", annotations: {istio.io/dry-run: 'yes'}")
                  .count("must be \"true\" or \"false\"") == 1);
    }

    TEST_CASE("a policy for a gateway is for no sidecar") {
        const auto front = policy("{targetRef: {kind: Gateway, name: front}}");
        CHECK(front.has_targets);
        CHECK(front.gateways == Lines{"front"});
        const auto both = policy(
            "{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: front},"
            " {kind: Gateway, name: side}]}");
        CHECK(both.gateways == Lines{"front", "side"});
    }

    TEST_CASE("a word that is not known is told from what was meant") {
        CHECK(read_policy("{action: DENNY, rules: [{}]}").count("did you mean 'DENY'?") == 1);
        CHECK(said("{when: [{key: source.ipp, values: [a]}]}",
                   "unknown condition 'source.ipp'; did you mean 'source.ip'?") == 1);
        CHECK(said("{when: [{key: 'request.header[a]', values: [a]}]}",
                   "did you mean 'request.headers'?") == 1);
        CHECK(said("{when: [{key: request.headers, values: [a]}]}",
                   "unknown condition 'request.headers'; it needs a name, as in "
                   "request.headers[NAME]") == 1);
        CHECK(said("{from: [{source: {principles: [a], principals: [b]}}]}",
                   "warning: spec.rules.from.source.principles is not honoured") == 1);
        CHECK(said("{when: [{key: 'experimental.envoy.filters.a[b]', values: [a]}]}",
                   "warning: experimental.envoy.filters.a[b] is not honoured") == 1);
    }

    TEST_CASE("what asks nothing where something is meant is an error") {
        CHECK(said("{from: []}", "error: from must not be empty") == 1);
        CHECK(said("{to: []}", "error: to must not be empty") == 1);
        CHECK(said("{from: [{}]}", "error: source is missing") == 1);
        CHECK(said("{to: [{operation: {}}]}", "error: operation asks nothing") == 1);
        CHECK(said("{from: [{source: {ipBlocks: []}}]}", "error: source asks nothing") == 1);
        CHECK(said("{when: [{key: source.ip}]}", "has neither values nor notValues") == 1);
        CHECK(said("{to: [{operation: {paths: ['']}}]}", "must be a text that is not empty") == 1);
        CHECK(read_policy("{action: DENY}").count("rules are missing") == 1);
        CHECK(read_policy("{action: AUDIT}").count("error") == 0);
    }

    TEST_CASE("values are checked where they stand") {
        CHECK(said("{from: [{source: {ipBlocks: [10.0.0.0/8, 10.0.0.0/33]}}]}",
                   "a.yaml:4:72: error: '10.0.0.0/33' must be an IP address, or a range") == 1);
        CHECK(said("{when: [{key: remote.ip, notValues: [a]}]}", "must be an IP address") == 1);
        CHECK(said("{to: [{operation: {ports: ['65535']}}]}", "error") == 0);
        CHECK(said("{to: [{operation: {ports: ['65536']}}]}", "must be a port, 0 to 65535") == 1);
        CHECK(said("{to: [{operation: {paths: ['/{**}/{*}']}}]}", "must be the last") == 1);
        CHECK(said("{to: [{operation: {paths: ['/{id}/*']}}]}", "error") == 0);
        CHECK(said("{from: [{source: {serviceAccounts: [a/b/c]}}]}",
                   "must be a service account, as account or namespace/account") == 1);
        CHECK(said("{from: [{source: {serviceAccounts: [a], namespaces: [b]}}]}",
                   "serviceAccounts cannot stand beside principals or namespaces") == 1);
    }

    TEST_CASE("CUSTOM cannot ask who the caller is") {
        CHECK(said("{from: [{source: {principals: [a]}}]}", "principals cannot be used with CUSTOM",
                   "CUSTOM") == 1);
        CHECK(said("{from: [{source: {ipBlocks: [10.0.0.1]}}]}", "error", "CUSTOM") == 0);
        CHECK(said("{when: [{key: request.auth.audiences, values: [a]}]}",
                   "cannot be used with CUSTOM", "CUSTOM") == 1);
        CHECK(said("{when: [{key: 'request.headers[a]', values: [a]}]}", "error", "CUSTOM") == 0);
    }

    TEST_CASE("a rule of DENY that closes every port without HTTP is warned of") {
        const std::string wide = "denies everything on ports that speak no HTTP";
        CHECK(said("{to: [{operation: {paths: [/admin]}}]}", wide, "DENY") == 1);
        CHECK(said("{to: [{operation: {paths: [/admin]}}]}", wide, "ALLOW") == 0);
        CHECK(said("{to: [{operation: {paths: [/admin], ports: ['80']}}]}", wide, "DENY") == 0);
        CHECK(said("{from: [{source: {requestPrincipals: [a]}}]}", wide, "DENY") == 1);
        CHECK(said("{from: [{source: {namespaces: [a]}}]}", wide, "DENY") == 0);
        CHECK(said("{when: [{key: 'request.headers[a]', values: [a]}]}", wide, "DENY") == 1);
        CHECK(said("{when: [{key: source.ip, values: [10.0.0.1]}]}", wide, "DENY") == 0);
        CHECK(said("{}", wide, "DENY") == 0);
    }
}

}  // namespace weft::scenarios::samples::authorization_policy_test
