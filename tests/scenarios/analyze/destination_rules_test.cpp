#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace destination_rules_test {

using namespace weft::scenarios::samples;

namespace {

std::string rule(const std::string& spec) {
    return of_istio("DestinationRule", "more", spec);
}

}  // namespace

TEST_SUITE("analysis of DestinationRules") {
    TEST_CASE("a rule for a host that nobody is holds for nobody") {
        CHECK(
            analysis_of(rule("{host: crt}") + cart) ==
            Lines{
                "a.yaml:5:14: warning: no service is called 'crt': the rule holds for nobody; did "
                "you mean 'cart'? [IST0174]"});
        CHECK(count_of("IST0174", cart + rule("{host: cart.default.svc.cluster.local}")) == 0);
        CHECK(count_of("IST0174", cart + rule("{host: '*.default.svc.cluster.local'}")) == 0);
        CHECK(count_of("IST0174", cart + rule("{host: '*.prod.svc.cluster.local'}")) == 1);
    }

    TEST_CASE("a subset whose labels no pod of the host has is an error where a rule sends to it") {
        const auto with = [](const std::string& labels) {
            return rule("{host: cart, subsets: [{name: v2, labels: " + labels + "}]}") + cart;
        };
        CHECK(
            analysis_of(with("{version: v2}")) ==
            Lines{"a.yaml:5:30: warning: subset 'v2' has no pods: no pod of 'cart' has the labels "
                  "version=v2, so requests to it get 503 UH [IST0173]"});
        const auto mirrored = rules(
            "  hosts: [cart]\n  http: [{route: [{destination: {host: cart}}], "
            "mirror: {host: cart, subset: v2}}]\n");
        const auto used = analysis_of(with("{version: v2}") + mirrored);
        REQUIRE(used.size() == 1);
        CHECK(used[0].starts_with("a.yaml:5:30: error: subset 'v2' has no pods"));
        CHECK(count_of("IST0173", with("{version: v1}")) == 0);
        CHECK(count_of("IST0173", with("{app: web}")) == 1);
        CHECK(count_of("IST0173", with("{}")) == 0);
        CHECK(count_of("IST0173", with("{topology.kubernetes.io/zone: a}")) == 0);
        CHECK(count_of("IST0173", with("{topology.kubernetes.io/zone: a, version: v2}")) == 1);
    }

    TEST_CASE("pods count whatever made them, in their own namespace only") {
        const auto pods = [](const std::string& kind, const std::string& ns) {
            return rule("{host: cart, subsets: [{name: v2, labels: {version: v2}}]}") + cart +
                   "---\napiVersion: apps/v1\nkind: " + kind +
                   "\nmetadata: {name: x, namespace: " + ns +
                   "}\nspec: {selector: {matchLabels: {app: cart}}, template: {metadata: {labels: "
                   "{app: cart, version: v2}}, spec: {containers: [{name: a}]}}}\n";
        };
        CHECK(count_of("IST0173", pods("DaemonSet", "default")) == 0);
        CHECK(count_of("IST0173", pods("DaemonSet", "prod")) == 1);
    }

    TEST_CASE("without any pods nothing is said of subsets, but for addresses of a ServiceEntry") {
        CHECK(count_of("IST0173",
                       service("cart", "{name: http, port: 80}") +
                           rule("{host: cart, subsets: [{name: v1, labels: {version: v1}}]}")) ==
              0);
        const auto entry = [](const std::string& version) {
            return of_istio(
                       "ServiceEntry", "db",
                       "{hosts: [db.com], resolution: STATIC, ports: [{number: 80, name: http, "
                       "protocol: HTTP}], endpoints: [{address: 1.1.1.1, labels: {version: " +
                           version + "}}]}") +
                   rule("{host: db.com, subsets: [{name: v1, labels: {version: v1}}]}");
        };
        CHECK(count_of("IST0173", entry("v1")) == 0);
        CHECK(count_of("IST0173", entry("v2")) == 1);
    }

    TEST_CASE("a server that any public authority may vouch for is warned of, of one port, too") {
        const auto with = [](const std::string& tls) {
            return rule("{host: cart, trafficPolicy: {tls: " + tls + "}}") + cart;
        };
        CHECK(
            analysis_of(with("{mode: SIMPLE}")) ==
            Lines{"a.yaml:5:48: warning: mode SIMPLE without caCertificates: any public "
                  "authority may vouch for 'cart', and before Istio 1.21 nobody has to [IST0128]"});
        CHECK(count_of("IST0128", with("{mode: MUTUAL}")) == 1);
        CHECK(count_of("IST0128", with("{mode: MUTUAL, caCertificates: /ca.pem}")) == 0);
        CHECK(count_of("IST0128", with("{mode: SIMPLE, credentialName: ca}")) == 0);
        CHECK(count_of("IST0128", with("{mode: ISTIO_MUTUAL}")) == 0);
        const auto of_port = analysis_of(
            rule(
                "{host: cart, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: "
                "SIMPLE}}]}}") +
            cart);
        REQUIRE(of_port.size() == 1);
        CHECK(of_port[0].ends_with(
            "may vouch for port 80 of 'cart', and before Istio 1.21 nobody has to [IST0129]"));
    }
}

}  // namespace destination_rules_test
