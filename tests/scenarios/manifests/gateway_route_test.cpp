#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace weft::scenarios::samples::gateway_route_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;
using Kind = mesh::StringMatch::Kind;
using Lines = std::vector<std::string>;

/// A route of the service "shop" with one rule; its fields begin on line 6.
std::string route(const std::string& kind, const std::string& fields) {
    return "apiVersion: gateway.networking.k8s.io/v1\n"
           "kind: " +
           kind +
           "\n"
           "metadata: {name: r}\n"
           "spec:\n"
           "  parentRefs: [{group: '', kind: Service, name: shop, port: 80}]\n"
           "  rules: [{\n" +
           fields + "}]\n";
}

const std::string to_a = "backendRefs: [{name: a, port: 80}]";

GatewayRule read_rule(const std::string& fields, const std::string& kind = "HTTPRoute") {
    const auto read = read_one<GatewayRoute>(route(kind, fields));
    REQUIRE(read.rules.size() == 1);
    return read.rules.front();
}

}  // namespace

TEST_SUITE("Gateway API manifests") {
    TEST_CASE("parents, matches and backends are read") {
        const auto read = read_one<GatewayRoute>(route(
            "HTTPRoute",
            "name: n, matches: [{path: {type: Exact, value: /x}, method: GET,\n"
            " headers: [{name: User, value: a}], queryParams: [{name: q, value: '1'}]}],\n"
            " backendRefs: [{name: a, port: 80, weight: 3}, {name: b, namespace: o, port: 81}]"));
        CHECK(read.kind == GatewayRoute::Kind::http);
        CHECK(read.parents.at(0).name == "shop");
        CHECK(read.parents.at(0).port == 80);
        const GatewayRule& rule = read.rules.at(0);
        CHECK(rule.name == "n");
        CHECK(rule.matches.at(0).match.path->kind == Kind::exact);
        CHECK(rule.matches[0].match.method->text == "GET");
        CHECK(rule.matches[0].match.headers.at(0).name == "user");
        CHECK(rule.matches[0].match.queries.at(0).name == "q");
        CHECK(rule.backends.at(0).weight == 3);
        CHECK(rule.backends.at(1).weight == 1);
        CHECK(rule.backends[1].ns == "o");
    }

    TEST_CASE("a prefix means whole parts of a path, and no match everything") {
        const auto path = [](const std::string& value) {
            return *read_rule("matches: [{path: {value: " + value + "}}], " + to_a)
                        .matches.at(0)
                        .match.path;
        };
        CHECK(path("/a/").kind == Kind::path_prefix);
        CHECK(path("/a/").text == "/a");
        CHECK(path("/").kind == Kind::prefix);
        CHECK(read_rule(to_a).matches.at(0).match.path->text == "/");
    }

    TEST_CASE("a gRPC method is a path") {
        const auto path = [](const std::string& method) {
            return *read_rule("matches: [{method: " + method + "}], " + to_a, "GRPCRoute")
                        .matches.at(0)
                        .match.path;
        };
        CHECK(path("{service: s.A, method: M}").text == "/s.A/M");
        CHECK(path("{service: s.A}").text == "/s.A/");
        CHECK(path("{method: M}").matches("/any/M"));
        CHECK(!path("{method: M}").matches("/any/N"));
        CHECK(path("{type: RegularExpression, service: 's.*'}").matches("/sx/N"));
    }

    TEST_CASE("filters and timeouts are read") {
        const auto rule = read_rule(
            to_a +
            ", timeouts: {request: 3s, backendRequest: 1s}, filters: [\n"
            "{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: A, value: b}]}},\n"
            "{type: ResponseHeaderModifier, responseHeaderModifier: {remove: [x]}},\n"
            "{type: URLRewrite, urlRewrite: {hostname: h, path: {type: ReplacePrefixMatch,\n"
            " replacePrefixMatch: /v}}},\n"
            "{type: RequestMirror, requestMirror: {backendRef: {name: m, port: 1}, percent: 5}},\n"
            "{type: RequestMirror, requestMirror: {backendRef: {name: m, port: 1},\n"
            " fraction: {numerator: 1, denominator: 3}}}]");
        CHECK(rule.request_timeout == 3s);
        CHECK(rule.backend_request_timeout == 1s);
        CHECK(rule.request_headers.set == std::vector<mesh::Header>{{"a", "b"}});
        CHECK(rule.response_headers.remove == Lines{"x"});
        CHECK(rule.rewrite->path == "/v");
        CHECK(rule.rewrite->replaces == mesh::Rewrite::Replaces::path_prefix);
        REQUIRE(rule.mirrors.size() == 2);
        CHECK(rule.mirrors[0].second == mesh::Fraction{5, 100});
        CHECK(rule.mirrors[1].second == mesh::Fraction{1, 3});
        CHECK(read_rule("filters: [{type: RequestRedirect, requestRedirect: {port: 81}}]")
                  .redirect->status == 302);
    }

    TEST_CASE("what cannot be decided by is an error at its place") {
        CHECK(read(route("HTTPRoute",
                         "matches: [{path: {type: RegularExpression, value: '('}}], " + to_a))
                  .said() == Lines{"a.yaml:7:51: error: regex '(' is not valid"});
        const auto errors = [](const std::string& fields, const std::string& what) {
            return read(route("HTTPRoute", fields)).count("error: " + what);
        };
        CHECK(errors("backendRefs: [{name: a}]", "port is missing") == 1);
        CHECK(errors("timeouts: {request: 1s, backendRequest: 2s}, " + to_a,
                     "backendRequest must not be above request") == 1);
        CHECK(errors("matches: [{path: {type: Exact, value: /a}}], filters: [{type: URLRewrite,"
                     " urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}}}], " +
                         to_a,
                     "type ReplacePrefixMatch needs") == 1);
        CHECK(errors(to_a + ", filters: [{type: RequestRedirect, requestRedirect: {}}]",
                     "backendRefs cannot stand beside") == 1);
    }

    TEST_CASE("weights of 0, no backend and foreign filters are warned of") {
        const auto warnings = [](const std::string& fields, const std::string& what) {
            return read(route("HTTPRoute", fields)).count("warning: " + what);
        };
        CHECK(warnings("backendRefs: [{name: a, port: 1, weight: 0}]", "the weights sum to 0") ==
              1);
        CHECK(warnings("name: a", "a rule without backendRefs") == 1);
        CHECK(warnings(to_a + ", filters: [{type: CORS, cors: {}}]", "filter CORS is not") == 1);
    }

    TEST_CASE("a route of a gateway names it, perhaps its listener, and hosts") {
        const auto read = read_one<GatewayRoute>(
            "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\n"
            "spec: {parentRefs: [{name: front}, {name: f, namespace: n, sectionName: web, port: "
            "80}], hostnames: [a], rules: [{" +
            to_a + "}]}\n");
        CHECK(read.parents.empty());
        REQUIRE(read.gateways.size() == 2);
        CHECK(read.gateways[0].name == "front");
        CHECK(read.gateways[0].ns == "default");
        CHECK(read.gateways[0].listener.empty());
        CHECK_FALSE(read.gateways[0].port);
        CHECK(read.gateways[1].ns == "n");
        CHECK(read.gateways[1].listener == "web");
        CHECK(read.gateways[1].port == 80);
        CHECK(read.hostnames == std::vector<std::string>{"a"});
    }

    TEST_CASE("a route without parents is read, and it is said that nobody asks it") {
        const Reading reading = read(
            "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\n"
            "spec: {rules: [{" +
            to_a + "}]}\n");
        CHECK(reading.said() == Lines{"a.yaml:4:7: warning: parentRefs is missing: nobody asks "
                                      "this route"});
        CHECK(reading.resources.size() == 1);
    }

    TEST_CASE("a grant opens services to routes of a namespace") {
        const auto grant = read_one<ReferenceGrant>(
            "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\n"
            "metadata: {name: g, namespace: o}\nspec: {from: [{group: g, kind: HTTPRoute,"
            " namespace: default}], to: [{group: '', kind: Service, name: b}]}\n");
        CHECK(grant.from.at(0).kind == "HTTPRoute");
        CHECK(grant.services == Lines{"b"});
    }
}

TEST_SUITE("rules of each other") {
    const std::string start = "apiVersion: networking.istio.io/v1\nkind: VirtualService\n";

    TEST_CASE("a host that has rules already is said at the later one's hosts") {
        const std::string rest =
            "spec: {hosts: [web], http: [{route: [{destination: {host: a}}]}]}\n";
        CHECK(read(start + "metadata: {name: x}\n" + rest + "---\n" + start +
                   "metadata: {name: y}\n" + rest)
                  .said() ==
              Lines{"a.yaml:9:15: warning: host 'web' has the rules of VirtualService 'x' already; "
                    "these are never asked for it [IST0109]"});
    }

    TEST_CASE("delegates that do not fit, and rules that nobody asks, are warned of") {
        const std::string root = start +
                                 "metadata: {name: x}\n"
                                 "spec: {hosts: [web], http: [{delegate: {name: leaf}}]}\n";
        const std::string leaf = start +
                                 "metadata: {name: leaf}\n"
                                 "spec: {http: [{route: [{destination: {host: a}}]}]}\n";
        CHECK(read(root).said() ==
              Lines{"a.yaml:1:1: warning: VirtualService 'x': delegate 'leaf' is unknown"});
        CHECK(read(root + "---\n" + leaf).said().empty());
        CHECK(read(leaf).count("names no hosts, and no rule delegates to it") == 1);
    }
}

}  // namespace weft::scenarios::samples::gateway_route_test
