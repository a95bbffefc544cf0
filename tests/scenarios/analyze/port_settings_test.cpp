#include "scenarios/analyze/analyze.hpp"
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::port_settings_test {
namespace {

using Lines = std::vector<std::string>;

/// What is said of a rule for a Service that has port 80, whose pods listen on 8080, and port 81.
Lines said_of(const std::string& kind, const std::string& spec) {
    Reading reading;
    Documents documents;
    Diagnostics found;
    read_manifest_text("apiVersion: networking.istio.io/v1\nkind: " + kind +
                           "\nmetadata: {name: cart}\nspec: " + spec +
                           "\n---\napiVersion: v1\nkind: Service\nmetadata: {name: cart}\n"
                           "spec: {ports: [{name: http, port: 80, targetPort: 8080}, "
                           "{name: http-b, port: 81}]}\n",
                       "a.yaml", reading.resources, found, &documents);
    analyze_port_settings(AnalyzedMesh{documents}, reading.diagnostics);
    return reading.said();
}

Lines of_policy(const std::string& port, const std::string& host = "cart") {
    return said_of("DestinationRule",
                   "{host: " + host +
                       ", trafficPolicy: {portLevelSettings: [{port: {number: " + port + "}}]}}");
}

Lines of_match(const std::string& match, const std::string& more = "") {
    return said_of("VirtualService", "{hosts: [cart], " + more + "http: [{match: [{" + match +
                                         "}], route: [{destination: {host: cart}}]}]}");
}

}  // namespace

TEST_SUITE("settings of ports") {
    TEST_CASE("a port that the Service has is fine, and so is what no Service is known of") {
        CHECK(of_policy("80") == Lines{});
        CHECK(of_policy("81") == Lines{});
        CHECK(of_policy("8080", "other") == Lines{});
        CHECK(of_match("port: 80") == Lines{});
    }

    TEST_CASE("the port of the pods is told from that of their Service") {
        CHECK(of_policy("8080") ==
              Lines{"a.yaml:4:72: warning: Service 'cart' has no port 8080, but 80, 81: what is "
                    "said of it holds for no request; that is the port of its pods"});
    }

    TEST_CASE("settings of a subset are looked at, too") {
        CHECK(said_of("DestinationRule",
                      "{host: cart, subsets: [{name: a, trafficPolicy: {portLevelSettings: "
                      "[{port: {number: 82}}]}}]}")
                  .size() == 1);
    }

    TEST_CASE("a match for a port of nobody is warned of, unless a gateway may have it") {
        CHECK(of_match("port: 82") ==
              Lines{"a.yaml:4:46: warning: Service 'cart' has no port 82, but 80, 81: what is said "
                    "of it holds for no request"});
        CHECK(of_match("port: 82", "gateways: [front], ") == Lines{});
        CHECK(of_match("port: 82, gateways: [front]") == Lines{});
    }
}

}  // namespace weft::scenarios::samples::port_settings_test
