#include "scenarios/manifests/check_attachment.hpp"

#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::check_attachment_test {
namespace {

using Lines = std::vector<std::string>;

/// What is said of a text whose objects are all that there is.
Lines said_of(const std::string& text) {
    Reading reading;
    Documents documents;
    read_manifest_text(text, "a.yaml", reading.resources, reading.diagnostics, &documents);
    CHECK(reading.said() == Lines{});
    check_attachment(documents, reading.resources, reading.diagnostics);
    return reading.said();
}

/// One listener takes routes of its namespace, the other those of namespaces of a team.
const std::string front = R"(apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: front, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
    - {name: web, port: 80, protocol: HTTP, hostname: "*.shop.com", allowedRoutes: {kinds: [{kind: HTTPRoute}]}}
    - {name: all, port: 81, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: team, labels: {team: a}}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
)";

/// The spec is at line 22.
std::string route(const std::string& kind, const std::string& ns, const std::string& spec) {
    return front + "apiVersion: gateway.networking.k8s.io/v1\nkind: " + kind +
           "\nmetadata: {name: cart, namespace: " + ns + "}\nspec: {" + spec + "}\n";
}

std::string http_route(const std::string& ns, const std::string& spec) {
    return route("HTTPRoute", ns, spec + ", rules: [{backendRefs: [{name: other, port: 80}]}]");
}

std::string grant(const std::string& kind, const std::string& service) {
    return "---\napiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\n"
           "metadata: {name: g, namespace: shop}\nspec: {from: [{group: "
           "gateway.networking.k8s.io, kind: " +
           kind + ", namespace: team}], to: [{group: '', kind: Service, name: " + service + "}]}\n";
}

}  // namespace

TEST_SUITE("attachment of routes") {
    TEST_CASE("a route that some listener takes is fine") {
        CHECK(said_of(http_route("shop", "parentRefs: [{name: front}]")) == Lines{});
        CHECK(said_of(http_route("shop",
                                 "parentRefs: [{name: front, sectionName: web, port: 80}], "
                                 "hostnames: [a.org, www.shop.com]")) == Lines{});
        CHECK(said_of(http_route("team", "parentRefs: [{name: front, namespace: shop}]")) ==
              Lines{});
    }

    TEST_CASE("a Gateway or listener that is not there is not spoken of") {
        CHECK(said_of(http_route("shop", "parentRefs: [{name: fromt}]")) == Lines{});
        CHECK(said_of(http_route("shop", "parentRefs: [{name: front, sectionName: wed}]")) ==
              Lines{});
    }

    TEST_CASE("a route that no listener takes is warned of, with what stops it") {
        CHECK(
            said_of(http_route("shop", "parentRefs: [{name: front, port: 82}]")) ==
            Lines{"a.yaml:22:41: warning: Gateway 'front' has no such listener at port 82, and no "
                  "request comes by it"});
        CHECK(said_of(http_route("shop", "parentRefs: [{name: front, sectionName: web, port: 81}]"))
                  .size() == 1);
        CHECK(said_of(http_route("other", "parentRefs: [{name: front, namespace: shop}]")) ==
              Lines{"a.yaml:22:21: warning: Gateway 'front' takes no routes of namespace 'other': "
                    "its listener says so by allowedRoutes, and no request comes by it"});
        CHECK(said_of(http_route("shop", "parentRefs: [{name: front}], hostnames: [shop.org]")) ==
              Lines{"a.yaml:22:48: warning: Gateway 'front' serves none of these hosts, and no "
                    "request comes by it"});
        CHECK(
            said_of(route("GRPCRoute", "shop",
                          "parentRefs: [{name: front, sectionName: web}], "
                          "rules: [{backendRefs: [{name: other, port: 80}]}]")) ==
            Lines{"a.yaml:22:21: warning: Gateway 'front' takes no GRPCRoute, and no request comes "
                  "by it"});
    }

    TEST_CASE("a route for a Service needs the Service, and its port") {
        const auto for_service = [](const std::string& parent) {
            return said_of(http_route(
                "shop", "parentRefs: [{kind: Service, group: '', name: " + parent + "}]"));
        };
        CHECK(for_service("cart") == Lines{});
        CHECK(for_service("cart, port: 80") == Lines{});
        CHECK(for_service("card") ==
              Lines{"a.yaml:22:54: warning: there is no Service 'card' in namespace 'shop', and no "
                    "request comes by it"});
        CHECK(for_service("cart, port: 81") ==
              Lines{"a.yaml:22:66: warning: Service 'cart' has no port 81, and no request comes by "
                    "it"});
    }

    TEST_CASE("a backend of another namespace has to be opened to the route") {
        const std::string to_cart = route("HTTPRoute", "team",
                                          "parentRefs: [{name: front, namespace: shop}], rules: "
                                          "[{backendRefs: [{name: cart, namespace: shop, port: "
                                          "80}]}]");
        CHECK(said_of(to_cart) ==
              Lines{"a.yaml:22:101: warning: no ReferenceGrant of namespace 'shop' lets HTTPRoutes "
                    "of 'team' send to Service 'cart': requests to it get 500"});
        CHECK(said_of(to_cart + grant("HTTPRoute", "cart")) == Lines{});
        CHECK(said_of(to_cart + grant("HTTPRoute", "web")).size() == 1);
        CHECK(said_of(to_cart + grant("GRPCRoute", "cart")).size() == 1);
    }
}

}  // namespace weft::scenarios::samples::check_attachment_test
