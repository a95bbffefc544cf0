#include "scenarios/manifests/check_targets.hpp"

#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::check_targets_test {
namespace {

using Lines = std::vector<std::string>;

/// What is said of a text whose objects are all that there is.
Lines said_of(const std::string& text) {
    Reading reading;
    Documents documents;
    read_manifest_text(text, "a.yaml", reading.resources, reading.diagnostics, &documents);
    CHECK(reading.said() == Lines{});
    check_targets(documents, reading.resources, reading.diagnostics);
    return reading.said();
}

const std::string front = R"(apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: front, namespace: shop}
spec: {gatewayClassName: istio, listeners: [{name: web, port: 80, protocol: HTTP}]}
---
)";

std::string route(const std::string& parent) {
    return front + R"(apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: cart, namespace: shop}
spec: {parentRefs: [)" +
           parent + "], rules: [{backendRefs: [{name: cart, port: 80}]}]}\n";
}

std::string autoscaler(const std::string& target) {
    return R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a}]}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: cart}
spec: {scaleTargetRef: )" +
           target + ", maxReplicas: 3}\n";
}

}  // namespace

TEST_SUITE("targets of objects") {
    TEST_CASE("a route whose Gateway is there is fine, with its listener or without") {
        CHECK(said_of(route("{name: front}")) == Lines{});
        CHECK(said_of(route("{name: front, sectionName: web}")) == Lines{});
    }

    TEST_CASE("a route whose Gateway or listener is missing is warned of") {
        CHECK(said_of(route("{name: fromt}")) ==
              Lines{"a.yaml:9:28: warning: there is no Gateway 'fromt' in namespace 'shop', and no "
                    "request comes by it; did you mean 'front'?"});
        CHECK(said_of(route("{name: front, namespace: default}")) ==
              Lines{"a.yaml:9:28: warning: there is no Gateway 'front' in namespace 'default', and "
                    "no request comes by it"});
        CHECK(said_of(route("{name: front, sectionName: wed}")) ==
              Lines{"a.yaml:9:48: warning: Gateway 'front' has no listener 'wed'; did you mean "
                    "'web'?"});
    }

    TEST_CASE("a route whose Service is missing is warned of, too") {
        CHECK(
            said_of(route("{kind: Service, group: '', name: nobody, port: 80}")) ==
            Lines{"a.yaml:9:54: warning: there is no Service 'nobody' in namespace 'shop', and no "
                  "request comes by it"});
    }

    TEST_CASE("an autoscaler needs a workload that is there and can be scaled") {
        CHECK(said_of(autoscaler("{kind: Deployment, name: cart}")) == Lines{});
        CHECK(said_of(autoscaler("{kind: Deployment, name: card}")) ==
              Lines{"a.yaml:9:49: warning: HorizontalPodAutoscaler 'cart' scales nothing: there is "
                    "no Deployment 'card' in namespace 'default'; did you mean 'cart'?"});
        CHECK(said_of(autoscaler("{kind: StatefulSet, name: cart}")) ==
              Lines{"a.yaml:9:50: warning: HorizontalPodAutoscaler 'cart' scales nothing: there is "
                    "no StatefulSet 'cart' in namespace 'default'"});
        CHECK(
            said_of(autoscaler("{kind: DaemonSet, name: cart}")) ==
            Lines{"a.yaml:9:31: warning: HorizontalPodAutoscaler 'cart' scales nothing: DaemonSet "
                  "is no kind that can be scaled"});
    }
}

}  // namespace weft::scenarios::samples::check_targets_test
