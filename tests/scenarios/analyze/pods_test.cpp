#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace pods_test {

using namespace weft::scenarios::samples;

namespace {

std::string pods_as(const std::string& security) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n"
           "  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: "
           "web}}\n" +
           security;
}

}  // namespace

TEST_SUITE("analysis of pods") {
    TEST_CASE("Services before the same pods agree on the protocol of a port") {
        const auto beside = [](const std::string& port,
                               const std::string& selector = "{app: cart}") {
            return cart + service("other", port, selector);
        };
        CHECK(analysis_of(beside("{name: http, port: 80, targetPort: 8080}")) == Lines{});
        CHECK(count_of("IST0116", beside("{name: grpc, port: 81, targetPort: 81}")) == 0);
        CHECK(count_of("IST0116", beside("{name: grpc, port: 80}", "{app: web}")) == 0);
        CHECK(analysis_of(beside("{name: grpc, port: 80, targetPort: 8080}")) ==
              Lines{"a.yaml:9:18: warning: the pods of Deployment 'cart-v1' are behind several "
                    "services whose port 80 speaks different protocols: grpc (other), http (cart) "
                    "[IST0116]"});
    }

    TEST_CASE("a port of the pods is reached by one number through all Services") {
        const auto beside = [](const std::string& port) { return cart + service("other", port); };
        CHECK(count_of("IST0137", beside("{name: http, port: 81, targetPort: 8081}")) == 0);
        CHECK(analysis_of(beside("{name: http, port: 81, targetPort: 8080}")) ==
              Lines{"a.yaml:9:18: warning: the pods of Deployment 'cart-v1' are behind several "
                    "services that reach their port 8080 by different ports: 80 (cart), 81 (other) "
                    "[IST0137]"});
    }

    TEST_CASE("Services before pods without a sidecar may say what they want") {
        const auto said_of = [](const std::string& inject) {
            return count_of("IST0116",
                            service("one", "{name: http, port: 80}", "{app: plain}") +
                                service("two", "{name: grpc, port: 80}", "{app: plain}") +
                                "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: "
                                "plain}\nspec: {selector: {matchLabels: {app: plain}}, template: "
                                "{metadata: {labels: {app: plain}, annotations: "
                                "{sidecar.istio.io/inject: '" +
                                inject + "'}}, spec: {containers: [{name: a}]}}}\n");
        };
        CHECK(said_of("true") == 1);
        CHECK(said_of("false") == 0);
    }

    TEST_CASE("one Service may reach a port by several of its own") {
        CHECK(count_of("IST0137", service("web",
                                          "{name: http, port: 80, targetPort: 8080}, "
                                          "{name: http-b, port: 81, targetPort: 8080}") +
                                      cart.substr(cart.find("---\napiVersion: apps/v1"))) == 0);
    }

    TEST_CASE("an app that runs as the sidecar's user is warned of, the sidecar is not") {
        const std::string of_pod =
            "    spec: {securityContext: {runAsUser: 1337}, containers: []}\n";
        CHECK(analysis_of(pods_as(of_pod)).size() == 1);
        CHECK(analysis_of(pods_as(of_pod))[0].starts_with("a.yaml:8:41: warning: user 1337 is"));
        const auto of_container = [](const std::string& name, const std::string& user) {
            return count_of("IST0144",
                            pods_as("    spec: {containers: [{name: " + name +
                                    ", securityContext: {runAsUser: " + user + "}}]}\n"));
        };
        CHECK(of_container("app", "1337") == 1);
        CHECK(of_container("app", "1338") == 0);
        CHECK(of_container("istio-proxy", "1337") == 0);
    }
}

}  // namespace pods_test
