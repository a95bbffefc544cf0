#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace analyze_references_test {

using namespace weft::scenarios::samples;

TEST_SUITE("references of manifests") {
    TEST_CASE("what is there is found by each of its names") {
        CHECK(analysis_of(cart) == Lines{});
        for (const std::string host : {"cart", "cart.default.svc.cluster.local", "CART"}) {
            CAPTURE(host);
            CHECK(analysis_of(cart +
                              rules("  hosts: [cart]\n  http: [{route: [{destination: {host: " +
                                    host + ", subset: v1, port: {number: 80}}}]}]\n")) == Lines{});
        }
    }

    TEST_CASE("a host that nobody is is an error where it is named, with what was meant") {
        CHECK(analysis_of(rules("  hosts: [cart]\n"
                                "  http:\n"
                                "    - route:\n"
                                "        - destination: {host: crt}\n") +
                          cart) == Lines{"a.yaml:9:31: error: there is no host 'crt'; did you mean "
                                         "'cart'? [IST0101]"});
    }

    TEST_CASE("a host with a dot is taken as it stands") {
        const auto said = analysis_of(
            cart +
            rules("  hosts: [c]\n  http: [{route: [{destination: {host: cart.default}}]}]\n"));
        REQUIRE(said.size() == 1);
        CHECK(
            said[0].ends_with("there is no host 'cart.default'; did you mean "
                              "'cart.default.svc.cluster.local'? [IST0101]"));
    }

    TEST_CASE("hosts of a ServiceEntry are known, by a wildcard, too") {
        const std::string entry = of_istio("ServiceEntry", "out",
                                           "{hosts: ['*.example.com', db.local], ports: [{number: "
                                           "80, name: http, protocol: HTTP}], "
                                           "resolution: NONE}");
        const auto to = [&](const std::string& host) {
            return count_of("IST0101",
                            entry + rules("  hosts: [c]\n  http: [{route: [{destination: "
                                          "{host: " +
                                          host + "}}]}]\n"));
        };
        CHECK(to("db.local") == 0);
        CHECK(to("bank.example.com") == 0);
        CHECK(to("example.com") == 1);
    }

    TEST_CASE("a rule cannot mean a ServiceEntry's host without a dot") {
        const std::string entry = of_istio("ServiceEntry", "out",
                                           "{hosts: [db], ports: [{number: 80, name: http, "
                                           "protocol: HTTP}], resolution: NONE}");
        const auto said = analysis_of(
            entry + rules("  hosts: [c]\n  http: [{route: [{destination: {host: db}}]}]\n"));
        CHECK(std::ranges::count_if(said, [](const std::string& line) {
                  return line.ends_with(
                      "there is no host 'db'; a rule means "
                      "'db.default.svc.cluster.local', and no ServiceEntry's "
                      "host [IST0101]");
              }) == 1);
    }

    TEST_CASE("a host has to be exported to those who see the rule") {
        const std::string hidden =
            "---\napiVersion: v1\nkind: Service\nmetadata: {name: hidden, namespace: team, "
            "annotations: {networking.istio.io/exportTo: 'a,b'}}\n"
            "spec: {selector: {app: h}, ports: [{name: http, port: 80}]}\n";
        const auto seen_by = [&](const std::string& export_to) {
            return analysis_of(hidden + rules("  hosts: [c]\n" + export_to +
                                              "  http: [{route: [{destination: {host: "
                                              "hidden.team.svc.cluster.local}}]}]\n"));
        };
        CHECK(seen_by("  exportTo: [a]\n") == Lines{});
        CHECK(seen_by("  exportTo: ['.', b]\n") == Lines{});
        const auto said = seen_by("");
        REQUIRE(said.size() == 1);
        CHECK(
            said[0].ends_with("error: there is no host 'hidden.team.svc.cluster.local' for "
                              "proxies of 'default': it is not exported there [IST0101]"));
        CHECK(seen_by("  exportTo: ['.']\n").size() == 1);
        CHECK(seen_by("  exportTo: [c]\n").size() == 1);
    }

    TEST_CASE("mirrors lead somewhere, too") {
        const auto said = analysis_of(rules("  hosts: [cart]\n"
                                            "  http:\n"
                                            "    - match: [{uri: {prefix: /a}}]\n"
                                            "      mirror: {host: crat}\n"
                                            "      route: [{destination: {host: cart}}]\n"
                                            "    - mirrors: [{destination: {host: catr}}]\n"
                                            "      route: [{destination: {host: cart}}]\n") +
                                      cart);
        REQUIRE(said.size() == 2);
        CHECK(said[0].starts_with("a.yaml:9:22: error: there is no host 'crat'"));
        CHECK(said[1].starts_with("a.yaml:11:38: error: there is no host 'catr'"));
    }

    TEST_CASE("a subset that no rule of its host has is an error") {
        const std::string route =
            "  hosts: [cart]\n  http: [{route: [{destination: {host: cart, subset: ";
        CHECK(count_of("IST0101", cart + rules(route + "v1}}]}]\n")) == 0);
        const auto said = analysis_of(cart + rules(route + "v2}}]}]\n"));
        REQUIRE(said.size() == 1);
        CHECK(
            said[0].ends_with("error: there is no subset 'v2' of host 'cart'; did you mean 'v1'? "
                              "[IST0101]"));
    }

    TEST_CASE("a port that the host does not have is an error") {
        const auto said = analysis_of(
            rules("  hosts: [cart]\n"
                  "  http: [{route: [{destination: {host: cart, port: {number: 81}}}]}]\n") +
            cart);
        CHECK(said ==
              Lines{"a.yaml:7:61: error: there is no port '81' at host 'cart', which has 80 "
                    "[IST0101]"});
    }

    TEST_CASE("a host of several ports needs one in the destination") {
        const std::string two =
            service("web", "{name: http, port: 80}, {name: grpc, port: 81}", "{app: web}");
        const std::string route = "  hosts: [web]\n  http: [{route: [{destination: {host: web";
        CHECK(analysis_of(two + rules(route + ", port: {number: 81}}}]}]\n")) == Lines{});
        const auto said = analysis_of(two + rules(route + "}}]}]\n"));
        REQUIRE(said.size() == 1);
        CHECK(said[0].ends_with(
            "error: 'web' has several ports (80, 81): the destination must name one [IST0112]"));
    }

    TEST_CASE("a gateway is looked for in the namespace that is written, or the rule's own") {
        const std::string gateway = of_istio(
            "Gateway", "door",
            "{selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: h, protocol: "
            "HTTP}, hosts: ['*']}]}");
        const auto by = [&](const std::string& name) {
            return analysis_of(cart + gateway +
                               rules("  hosts: [shop.com]\n  gateways: [mesh, " + name +
                                     "]\n  http: [{route: [{destination: {host: cart}}]}]\n"));
        };
        CHECK(by("door") == Lines{});
        CHECK(by("default/door") == Lines{});
        CHECK(by("other/door").size() == 1);
        const auto said = by("dor");
        REQUIRE(said.size() == 1);
        CHECK(said[0].ends_with(
            ":20: error: there is no gateway 'dor'; did you mean 'door'? [IST0101]"));
        const auto internal = by("door-istio-autogenerated-k8s-gateway");
        REQUIRE(internal.size() == 1);
        CHECK(internal[0].ends_with("[IST0165]"));
    }

    TEST_CASE("rules that are checked by themselves are only warned of") {
        const auto said =
            analysis_of(rules("  hosts: [shop.com]\n  gateways: [door]\n"
                              "  http: [{route: [{destination: {host: cart, subset: "
                              "v1}}]}]\n"));
        CHECK(said == Lines{"a.yaml:7:14: warning: there is no gateway 'door' [IST0101]",
                            "a.yaml:8:40: warning: there is no host 'cart' [IST0101]"});
    }

    TEST_CASE("nothing is missing where something could not be read") {
        CHECK(analysis_of(rules("  hosts: [cart]\n  http: [{timeout: soon, route: [{destination: "
                                "{host: cart}}]}]\n")) == Lines{});
    }

    TEST_CASE("a Service without ports is there, though nothing can be sent to it") {
        const std::string quiet =
            "---\napiVersion: v1\nkind: Service\nmetadata: {name: quiet}\nspec: {}\n";
        CHECK(analysis_of(quiet + rules("  hosts: [quiet]\n  http: [{route: [{destination: {host: "
                                        "quiet}}]}]\n")) == Lines{});
    }

    TEST_CASE("what an installation of Istio brings is there") {
        CHECK(analysis_of(cart + rules("  hosts: [c]\n  http: [{route: [{destination: {host: "
                                       "istiod.istio-system.svc.cluster.local}}]}]\n")) == Lines{});
    }

    TEST_CASE("backends of an HTTPRoute are looked up, too") {
        const auto to = [](const std::string& backend) {
            return analysis_of(cart +
                               "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n"
                               "metadata: {name: web}\nspec:\n"
                               "  parentRefs: [{kind: Service, group: '', name: cart}]\n"
                               "  rules: [{backendRefs: [" +
                               backend + "]}]\n");
        };
        CHECK(to("{name: cart, port: 80}") == Lines{});
        CHECK(to("{name: carts, port: 80}") ==
              Lines{"a.yaml:26:33: error: there is no Service 'carts'; did you mean 'cart'? "
                    "[IST0101]"});
        CHECK(to("{name: cart, port: 81}") ==
              Lines{"a.yaml:26:45: error: there is no port '81' at host 'cart', which has 80 "
                    "[IST0101]"});
        CHECK(to("{name: cart, namespace: prod, port: 80}") ==
              Lines{"a.yaml:26:33: error: there is no Service 'cart' in namespace 'prod' "
                    "[IST0101]"});
    }
}

}  // namespace analyze_references_test
