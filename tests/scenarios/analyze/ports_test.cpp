#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace ports_test {

using namespace weft::scenarios::samples;

namespace {

std::string entry(const std::string& name, const std::string& rest) {
    return of_istio("ServiceEntry", name, "{hosts: [db.com], resolution: DNS, " + rest + "}");
}

}  // namespace

TEST_SUITE("analysis of ports") {
    TEST_CASE("a port says its protocol by its name, by appProtocol or by its number") {
        for (const std::string port :
             {"{name: http, port: 1}", "{name: grpc-web, port: 1}", "{name: HTTP2-x, port: 1}",
              "{name: x, port: 1, appProtocol: http}", "{name: x, port: 1, appProtocol: hbone}",
              "{name: x, port: 3306}", "{port: 53}", "{port: 9, protocol: UDP}",
              "{name: tcp, port: 1}"}) {
            CAPTURE(port);
            CHECK(count_of("IST0118", service("web", port)) == 0);
        }
        for (const std::string port :
             {"{name: web, port: 1}", "{port: 1}", "{name: httpx, port: 1}",
              "{name: x, port: 1, appProtocol: myown}"}) {
            CAPTURE(port);
            CHECK(count_of("IST0118", service("web", port)) == 1);
        }
        CHECK(
            analysis_of(
                service("web", "{name: udp-x, port: 7, protocol: UDP}, {name: w, port: 8}")) ==
            Lines{"a.yaml:5:94: note: the name 'w' of port 8 says no protocol, so the mesh has to "
                  "guess it: begin it with http-, grpc- or the like, or give appProtocol "
                  "[IST0118]"});
    }

    TEST_CASE("Services of the cluster itself are left alone") {
        CHECK(
            count_of("IST0118",
                     "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: kube-system}\n"
                     "spec: {ports: [{port: 1}]}\n") == 0);
    }

    TEST_CASE("an ExternalName Service passes by name what says a protocol with names") {
        const auto external = [](const std::string& port) {
            return "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
                   "spec: {type: ExternalName, externalName: a.com, ports: [" +
                   port + "]}\n";
        };
        CHECK(analysis_of(external("{name: http, port: 80}")) == Lines{});
        CHECK(analysis_of(external("{name: tls-x, port: 80}")) == Lines{});
        CHECK(count_of("IST0150", external("{name: tcp, port: 80}")) == 1);
        const auto said = analysis_of(external("{name: web, port: 80}"));
        REQUIRE(said.size() == 1);
        CHECK(said[0].starts_with("a.yaml:4:75: warning: port 80 of an ExternalName Service"));
        CHECK(said[0].ends_with("[IST0150]"));
    }

    TEST_CASE("a ServiceEntry of TCP needs addresses, one that says names does not") {
        const auto with = [](const std::string& protocol, const std::string& rest = "") {
            return entry("db", rest + "ports: [{number: 80, name: x" + protocol + "}]");
        };
        CHECK(count_of("IST0134", with(", protocol: TCP")) == 1);
        CHECK(count_of("IST0134", with("")) == 1);
        CHECK(count_of("IST0134", with(", protocol: HTTP")) == 0);
        CHECK(count_of("IST0134", with(", protocol: TLS")) == 0);
        CHECK(count_of("IST0134", with(", protocol: TCP", "addresses: [1.1.1.1], ")) == 0);
    }

    TEST_CASE("two ServiceEntries of a host and port must agree on the protocol") {
        const auto with = [](const std::string& protocol, const std::string& port) {
            return entry("a", "ports: [{number: 80, name: x, protocol: HTTP}]") +
                   entry("b",
                         "ports: [{number: " + port + ", name: x, protocol: " + protocol + "}]");
        };
        CHECK(count_of("IST0177", with("HTTP", "80")) == 0);
        CHECK(count_of("IST0177", with("HTTPS", "443")) == 0);
        CHECK(analysis_of(with("HTTP2", "80")) ==
              Lines{"a.yaml:10:59: warning: port 80 of 'db.com' speaks http2 here and http in "
                    "ServiceEntry 'a' [IST0177]"});
    }

    TEST_CASE("ServiceEntries that nobody is told of together may disagree") {
        const auto told = [](const std::string& a, const std::string& b) {
            return count_of(
                "IST0177",
                entry("a",
                      "exportTo: [" + a + "], ports: [{number: 80, name: x, protocol: HTTP}]") +
                    entry("b", "exportTo: [" + b +
                                   "], ports: [{number: 80, name: x, protocol: HTTP2}]"));
        };
        CHECK(told("x", "y") == 0);
        CHECK(told("x", "x") == 1);
        CHECK(told("'*'", "y") == 1);
        CHECK(told("'.'", "default") == 1);
        CHECK(told("'*'", "'~'") == 0);
    }
}

}  // namespace ports_test
