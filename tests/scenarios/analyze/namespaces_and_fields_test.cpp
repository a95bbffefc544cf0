#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace namespaces_and_fields_test {

using namespace weft::scenarios::samples;

namespace {

std::string space(const std::string& meta) {
    return "apiVersion: v1\nkind: Namespace\nmetadata: {" + meta + "}\n";
}

std::string cart_rule(const std::string& spec) {
    return cart + of_istio("DestinationRule", "more", "{host: cart, " + spec + "}");
}

}  // namespace

TEST_SUITE("analysis of namespaces and fields") {
    TEST_CASE("a namespace says whether its pods get a sidecar") {
        CHECK(
            analysis_of(space("name: shop")) ==
            Lines{
                "a.yaml:3:18: note: namespace 'shop' does not say whether its pods get a sidecar: "
                "label it istio-injection=enabled or istio-injection=disabled [IST0102]"});
        for (const std::string meta :
             {"name: kube-system", "name: a, labels: {istio-injection: enabled}",
              "name: a, labels: {istio-injection: disabled}", "name: a, labels: {istio.io/rev: x}",
              "name: a, annotations: {linkerd.io/inject: enabled}"}) {
            CAPTURE(meta);
            CHECK(analysis_of(space(meta)) == Lines{});
        }
    }

    TEST_CASE("a namespace has one label for injection") {
        CHECK(analysis_of(
                  space("name: a, labels: {istio-injection: enabled, istio.io/rev: canary}")) ==
              Lines{"a.yaml:3:29: warning: the namespace has both labels istio-injection and "
                    "istio.io/rev: which of them holds is undefined [IST0123]"});
    }

    TEST_CASE("a field with a successor is warned of, with the successor") {
        CHECK(analysis_of(rules("  hosts: [cart]\n"
                                "  http:\n"
                                "    - route: [{destination: {host: cart}}]\n"
                                "      mirror: {host: cart}\n"
                                "      mirrorPercent: 5\n"
                                "      fault: {delay: {percent: 5, fixedDelay: 1s}}\n") +
                          cart) ==
              Lines{"a.yaml:10:22: warning: mirrorPercent is deprecated: write "
                    "mirrorPercentage.value [IST0002]",
                    "a.yaml:11:32: warning: percent is deprecated: write percentage.value "
                    "[IST0002]"});
        CHECK(count_of("IST0002", rules("  hosts: [cart]\n"
                                        "  http:\n"
                                        "    - route: [{destination: {host: cart}}]\n"
                                        "      mirror: {host: cart}\n"
                                        "      mirrorPercentage: {value: 5}\n") +
                                      cart) == 0);
    }

    TEST_CASE("so it is in a trafficPolicy, wherever that stands") {
        const std::string old = "{outlierDetection: {consecutiveErrors: 5}}";
        CHECK(count_of("IST0002", cart_rule("trafficPolicy: " + old)) == 1);
        CHECK(count_of("IST0002",
                       cart_rule("subsets: [{name: x, labels: {version: v1}, trafficPolicy: " +
                                 old + "}]")) == 1);
        CHECK(count_of("IST0002",
                       cart_rule("trafficPolicy: {portLevelSettings: [{port: {number: 80}, "
                                 "outlierDetection: {consecutiveErrors: 5}}]}")) == 1);
        CHECK(count_of("IST0002",
                       cart_rule("trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}")) ==
              0);
        CHECK(count_of("IST0002",
                       cart_rule("trafficPolicy: {loadBalancer: {simple: LEAST_CONN}}")) == 1);
        CHECK(count_of("IST0002",
                       cart_rule("trafficPolicy: {loadBalancer: {simple: LEAST_REQUEST}}")) == 0);
    }
}

}  // namespace namespaces_and_fields_test
