#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace selectors_test {

using namespace weft::scenarios::samples;

namespace {

std::string policy(const std::string& kind,
                   const std::string& name,
                   const std::string& spec,
                   const std::string& ns = "default") {
    return "---\napiVersion: security.istio.io/v1\nkind: " + kind + "\nmetadata: {name: " + name +
           ", namespace: " + ns + "}\nspec: " + spec + "\n";
}

}  // namespace

TEST_SUITE("selectors of policies") {
    TEST_CASE("a policy whose labels no pod has acts on nobody") {
        CHECK(analysis_of(
                  policy("AuthorizationPolicy", "p", "{selector: {matchLabels: {app: web}}}") +
                  cart) == Lines{"a.yaml:5:32: warning: no pod has the labels app=web: "
                                 "AuthorizationPolicy 'p' acts on nobody [IST0127]"});
        const auto selecting = [](const std::string& kind, const std::string& spec,
                                  const std::string& ns = "default") {
            return count_of("IST0127", policy(kind, "p", spec, ns) + cart);
        };
        CHECK(selecting("RequestAuthentication", "{selector: {matchLabels: {app: cart}}}") == 0);
        CHECK(selecting("RequestAuthentication", "{selector: {matchLabels: {app: c}}}") == 1);
        CHECK(selecting("RequestAuthentication", "{selector: {matchLabels: {app: cart}}}", "a") ==
              1);
        CHECK(selecting("Telemetry", "{selector: {matchLabels: {app: cart}}}", "istio-system") ==
              0);
        CHECK(selecting("PeerAuthentication", "{}") == 0);
        CHECK(selecting("EnvoyFilter", "{workloadSelector: {labels: {app: c}}}") == 1);
        CHECK(selecting("EnvoyFilter", "{workloadSelector: {labels: {app: cart}}}") == 0);
        CHECK(selecting("EnvoyFilter", "{workloadSelector: {labels: {istio: ingressgateway}}}") ==
              0);
    }

    TEST_CASE("an AuthorizationPolicy without a selector needs pods in its namespace") {
        CHECK(analysis_of(policy("AuthorizationPolicy", "p", "{}", "empty") + cart) ==
              Lines{"a.yaml:5:7: warning: namespace 'empty' has no pods: AuthorizationPolicy 'p' "
                    "acts on nobody [IST0127]"});
        const auto open = [](const std::string& kind, const std::string& ns) {
            return count_of("IST0127", policy(kind, "p", "{}", ns) + cart);
        };
        CHECK(open("AuthorizationPolicy", "default") == 0);
        CHECK(open("AuthorizationPolicy", "istio-system") == 0);
        CHECK(open("RequestAuthentication", "empty") == 0);
        CHECK(count_of("IST0127", policy("AuthorizationPolicy", "p", "{}", "empty")) == 0);
        const std::string for_gateway =
            "{targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: g}]}";
        CHECK(count_of("IST0127",
                       policy("AuthorizationPolicy", "p", for_gateway, "empty") + cart) == 0);
    }

    TEST_CASE("a Sidecar or Telemetry that selects nobody names what is not there") {
        const std::string sidecar =
            policy("Sidecar", "s", "{workloadSelector: {labels: {app: web}}}");
        CHECK(analysis_of(sidecar + cart) ==
              Lines{"a.yaml:5:35: error: there is no pod for the selector 'app=web' [IST0101]"});
        CHECK(analysis_of(sidecar) ==
              Lines{"a.yaml:5:35: warning: there is no pod for the selector 'app=web' [IST0101]"});
        CHECK(count_of("IST0101",
                       policy("Telemetry", "t", "{selector: {matchLabels: {app: web}}}") + cart) ==
              1);
    }

    TEST_CASE("kinds of others are left alone") {
        CHECK(count_of("IST0127", cart + "---\napiVersion: opentelemetry.io/v1\nkind: Sidecar\n"
                                         "metadata: {name: s}\n"
                                         "spec: {workloadSelector: {labels: {app: x}}}\n") == 0);
    }

    TEST_CASE("two Sidecars or Telemetries must not select the same pods") {
        const std::string by_app = "{workloadSelector: {labels: {app: cart}}}";
        const std::string by_version = "{workloadSelector: {labels: {version: v1}}}";
        CHECK(analysis_of(policy("Sidecar", "a", by_app) + policy("Sidecar", "b", by_version) +
                          cart) ==
              Lines{"a.yaml:5:35: error: Sidecars 'a', 'b' select pods of Deployment 'cart-v1' "
                    "alike: which of them holds is undefined [IST0110]",
                    "a.yaml:10:35: error: Sidecars 'a', 'b' select pods of Deployment 'cart-v1' "
                    "alike: which of them holds is undefined [IST0110]"});
        CHECK(count_of("IST0110", policy("Sidecar", "a", by_app) + cart) == 0);
        CHECK(count_of("IST0110", policy("Sidecar", "a", by_app) +
                                      policy("Sidecar", "b", by_app, "c") + cart) == 0);
        const std::string by_labels = "{selector: {matchLabels: {app: cart}}}";
        CHECK(count_of("IST0159", policy("Telemetry", "a", by_labels) +
                                      policy("Telemetry", "b", by_labels) + cart) == 2);
    }

    TEST_CASE("a namespace has one Sidecar and one Telemetry at most without a selector") {
        CHECK(count_of("IST0111", policy("Sidecar", "a", "{}") + policy("Sidecar", "b", "{}")) ==
              2);
        CHECK(count_of("IST0111",
                       policy("Sidecar", "a", "{}") + policy("Sidecar", "b", "{}", "c")) == 0);
        CHECK(count_of("IST0160",
                       policy("Telemetry", "a", "{}") + policy("Telemetry", "b", "{}")) == 2);
        CHECK(count_of("IST0160", policy("Telemetry", "a", "{}") +
                                      policy("Telemetry", "b",
                                             "{selector: {matchLabels: {app: cart}}}")) == 0);
    }
}

}  // namespace selectors_test
