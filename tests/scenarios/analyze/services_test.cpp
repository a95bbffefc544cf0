#include "scenarios/analyze/analyze.hpp"
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::services_test {
namespace {

using Lines = std::vector<std::string>;

const std::string pods = R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart, version: v1}}
    spec: {containers: [{name: a, ports: [{name: web, containerPort: 8080}]}]}
---
)";

std::string service(const std::string& spec, const std::string& ns = "default") {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: cart, namespace: " + ns + "}\nspec: {" +
           spec + "}\n";
}

/// What is said of a text whose objects are all that there is.
Lines said_of(const std::string& text) {
    Reading reading;
    Documents documents;
    Diagnostics found;
    read_manifest_text(text, "a.yaml", reading.resources, found, &documents);
    analyze_services(AnalyzedMesh{documents}, reading.diagnostics);
    return reading.said();
}

}  // namespace

TEST_SUITE("pods of Services") {
    TEST_CASE("a Service that pods answer for is fine, by a number or by a name") {
        const std::string cart = "selector: {app: cart}, ports: [{port: 80, targetPort: ";
        CHECK(said_of(pods + service(cart + "web}]")) == Lines{});
        CHECK(said_of(pods + service(cart + "8080}]")) == Lines{});
        CHECK(said_of(pods + service("selector: {app: cart}, ports: [{port: 80}]")) == Lines{});
    }

    TEST_CASE("a Service that selects nobody is warned of") {
        CHECK(said_of(pods + service("selector: {app: cart, version: v2}, ports: [{port: 80}]")) ==
              Lines{"a.yaml:13:18: warning: no workload of namespace 'default' has pods with the "
                    "labels app=cart,version=v2: what is sent to Service 'cart' gets 503 UH"});
    }

    TEST_CASE("a Service that leads to a port of a name that nobody has is warned of") {
        CHECK(said_of(pods +
                      service("selector: {app: cart}, ports: [{port: 80, targetPort: http}]")) ==
              Lines{"a.yaml:13:62: warning: no pod of Service 'cart' has a port called 'http': "
                    "what is sent there gets 503 UH"});
        CHECK(said_of(pods + service("selector: {app: cart}, ports: [{port: 53, protocol: UDP, "
                                     "targetPort: dns}]")) == Lines{});
    }

    TEST_CASE("who selects nothing, or has no workload beside it, waits for others") {
        CHECK(said_of(pods + service("ports: [{port: 80}]")) == Lines{});
        CHECK(said_of(pods + service("type: ExternalName, externalName: b, selector: {a: b}")) ==
              Lines{});
        CHECK(said_of(pods + service("selector: {app: b}, ports: [{port: 80}]", "b")) == Lines{});
        CHECK(said_of(pods + service("selector: {istio: ingressgateway}, ports: [{port: 80}]")) ==
              Lines{});
        const std::string of_the_mesh =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other, namespace: "
            "istio-system}\nspec:\n  selector: {matchLabels: {app: other}}\n  template:\n"
            "    metadata: {labels: {app: other}}\n    spec: {containers: [{name: a}]}\n---\n";
        CHECK(said_of(of_the_mesh + service("selector: {app: istiod}, ports: [{port: 80}]",
                                            "istio-system")) == Lines{});
    }

    TEST_CASE("a Pod that stands alone answers, too") {
        CHECK(said_of(pods +
                      "apiVersion: v1\nkind: Pod\nmetadata: {name: b, labels: {app: b}}\n"
                      "spec: {containers: [{name: a}]}\n---\n" +
                      service("selector: {app: b}, ports: [{port: 80}]")) == Lines{});
    }
}

}  // namespace weft::scenarios::samples::services_test
