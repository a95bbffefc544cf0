#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace analyze_gateways_test {

using namespace weft::scenarios::samples;

namespace {

std::string gateway(const std::string& name,
                    const std::string& host,
                    const std::string& port = "80",
                    const std::string& selector = "{istio: ingressgateway}") {
    return of_istio("Gateway", name,
                    "\n  selector: " + selector + "\n  servers:\n    - port: {number: " + port +
                        ", name: http, protocol: HTTP}\n      hosts: ['" + host + "']");
}

std::string bound(const std::string& hosts, const std::string& gateways) {
    return rules("  hosts: [" + hosts + "]\n  gateways: [" + gateways +
                 "]\n  http: [{route: [{destination: {host: cart}}]}]\n");
}

}  // namespace

TEST_SUITE("analysis of Gateways") {
    TEST_CASE("the gateways of Istio's installation need no pods among the files") {
        CHECK(analysis_of(cart + gateway("door", "*")) == Lines{});
    }

    TEST_CASE(
        "a selector that no pod has is an error, and only a warning where there are no pods") {
        const std::string own = gateway("door", "*", "80", "{app: door}");
        CHECK(analysis_of(own + cart) ==
              Lines{"a.yaml:6:13: error: there is no pod for the selector 'app=door' [IST0101]"});
        CHECK(analysis_of(own) ==
              Lines{"a.yaml:6:13: warning: there is no pod for the selector 'app=door' [IST0101]"});
    }

    TEST_CASE("a port of the gateway has to be one that a Service leads to") {
        CHECK(analysis_of(gateway("door", "*", "8080", "{app: cart}") + cart) == Lines{});
        CHECK(analysis_of(gateway("door", "*", "80", "{app: cart}") + cart) ==
              Lines{"a.yaml:8:22: warning: no Service leads to port 80 of the gateway's pods "
                    "(app=cart) [IST0162]"});
    }

    TEST_CASE("two gateways at one port of the same pods must not serve the same host") {
        CHECK(analysis_of(gateway("a", "x.com") + gateway("b", "x.com")) ==
              Lines{"a.yaml:18:15: error: port 80 of these pods serves host 'x.com' by Gateway 'a' "
                    "already [IST0145]"});
        CHECK(count_of("IST0145", gateway("a", "x.com") + gateway("b", "y.com")) == 0);
        CHECK(count_of("IST0145", gateway("a", "x.com") + gateway("b", "x.com", "81")) == 0);
        CHECK(count_of("IST0145", gateway("a", "x.com") +
                                      gateway("b", "x.com", "80", "{istio: egressgateway}")) == 0);
        CHECK(count_of("IST0145", gateway("a", "prod/x.com") + gateway("b", "./x.com")) == 0);
        CHECK(count_of("IST0145", gateway("a", "default/x.com") + gateway("b", "./x.com")) == 1);
    }

    TEST_CASE("a wildcard is a host of its own") {
        CHECK(count_of("IST0145", gateway("a", "*") + gateway("b", "x.com")) == 0);
        CHECK(count_of("IST0145", gateway("a", "*.x.com") + gateway("b", "a.x.com")) == 0);
        CHECK(count_of("IST0145", gateway("a", "*.x.com") + gateway("b", "*.x.com")) == 1);
    }

    TEST_CASE("a selector that asks for more is for the same pods, if there are any") {
        const auto conflicts = [](const std::string& one, const std::string& other) {
            return count_of("IST0145", gateway("a", "x.com", "80", one) +
                                           gateway("b", "x.com", "80", other) + cart);
        };
        CHECK(conflicts("{app: cart}", "{app: cart, version: v1}") == 1);
        CHECK(conflicts("{app: cart, version: v1}", "{app: cart}") == 1);
        CHECK(conflicts("{app: cart}", "{app: cart, version: v2}") == 0);
        CHECK(conflicts("{app: cart}", "{version: v1}") == 0);
    }

    TEST_CASE("a gateway has to serve a host of each VirtualService that is bound to it") {
        const auto missing = [](const std::string& served, const std::string& hosts) {
            return count_of("IST0132", cart + gateway("door", served) + bound(hosts, "mesh, door"));
        };
        CHECK(missing("x.com", "x.com") == 0);
        CHECK(missing("*", "x.com") == 0);
        CHECK(missing("*.x.com", "a.x.com") == 0);
        CHECK(missing("a.x.com", "'*.x.com'") == 0);
        CHECK(missing("x.com", "cart, x.com") == 0);
        CHECK(missing("./x.com", "x.com") == 0);
        CHECK(missing("prod/x.com", "x.com") == 1);
        CHECK(missing("*.x.com", "x.com") == 1);
        CHECK(analysis_of(bound("y.com", "door") + gateway("door", "x.com") + cart) ==
              Lines{"a.yaml:7:14: warning: gateway 'door' serves none of the hosts of "
                    "VirtualService 'web' [IST0132]"});
    }
}

}  // namespace analyze_gateways_test
