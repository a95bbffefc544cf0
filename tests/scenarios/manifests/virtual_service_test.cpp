#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace weft::scenarios::samples::virtual_service_test {
namespace {

using namespace mesh::control;
using namespace std::chrono_literals;
using Kind = mesh::StringMatch::Kind;
using Lines = std::vector<std::string>;

/// A VirtualService with one rule; its fields begin on line 8.
std::string rule(const std::string& fields) {
    return "apiVersion: networking.istio.io/v1\n"
           "kind: VirtualService\n"
           "metadata:\n"
           "  name: reviews\n"
           "spec:\n"
           "  hosts: [reviews]\n"
           "  http: [{\n" +
           fields + "}]\n";
}

const std::string to_v1 = "route: [{destination: {host: reviews, subset: v1}}]";

HttpRoute read_rule(const std::string& fields) {
    const auto service = read_one<VirtualService>(rule(fields));
    REQUIRE(service.http.size() == 1);
    return service.http.front();
}

}  // namespace

TEST_SUITE("VirtualService manifests") {
    TEST_CASE("every older version of the API is read") {
        for (const std::string version : {"v1", "v1beta1", "v1alpha3"}) {
            const auto read = read_one<VirtualService>(
                "apiVersion: networking.istio.io/" + version +
                "\nkind: VirtualService\nmetadata: {name: a}\n"
                "spec: {hosts: [a, '*.b'], gateways: [mesh, front], http: [{name: x, " +
                to_v1 + "}]}");
            CHECK(read.hosts == Lines{"a", "*.b"});
            CHECK(read.gateways == Lines{"mesh", "front"});
            REQUIRE(read.http.size() == 1);
            CHECK(read.http[0].name == "x");
        }
    }

    TEST_CASE("a match asks for everything that it names") {
        const auto route = read_rule(
            to_v1 +
            ", match: [{name: m, uri: {prefix: /Api}, ignoreUriCase: true, method: {exact: GET},\n"
            " authority: {exact: shop}, headers: {End-User: {exact: jason}, x-trace: {}},\n"
            " withoutHeaders: {x-old: {prefix: a}}, queryParams: {q: {exact: '1'}}, port: 80,\n"
            " gateways: [front], sourceLabels: {app: web}, sourceNamespace: shop}]");
        REQUIRE(route.matches.size() == 1);
        const HttpMatch& match = route.matches[0];
        CHECK(match.match.path->kind == Kind::prefix);
        CHECK(match.match.path->text == "/Api");
        CHECK(match.match.path->ignore_case);
        CHECK(match.match.method->text == "GET");
        CHECK(match.match.authority->text == "shop");
        REQUIRE(match.match.headers.size() == 3);
        CHECK(match.match.headers[0].name == "end-user");
        CHECK(match.match.headers[0].value.text == "jason");
        CHECK(match.match.headers[1].value.kind == Kind::present);
        CHECK(match.match.headers[2].invert);
        CHECK(match.match.queries[0].name == "q");
        CHECK(match.port == 80);
        CHECK(match.gateways == Lines{"front"});
        CHECK(match.source_labels == Labels{{"app", "web"}});
        CHECK(match.source_namespace == "shop");
    }

    TEST_CASE("a host that is named twice counts once, and is said at its place") {
        const Reading reading = read(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: x}\n"
            "spec: {hosts: [a, A, b], http: [{route: [{destination: {host: a}}]}]}\n");
        CHECK(reading.said() == Lines{"a.yaml:4:19: warning: host 'A' is named twice"});
        CHECK(std::get<VirtualService>(reading.resources.front()).hosts == Lines{"a", "b"});
    }

    TEST_CASE("a regular expression must be one") {
        CHECK(read_rule(to_v1 + ", match: [{uri: {regex: '/a.*'}}]").matches[0].match.path->kind ==
              Kind::regex);
        CHECK(read(rule("match: [{uri: {regex: '/a('}}], " + to_v1)).said() ==
              Lines{"a.yaml:8:23: error: regex '/a(' is not valid [IST0106]"});
    }

    TEST_CASE("a match is one of exact, prefix and regex") {
        CHECK(read(rule("match: [{uri: {}}], " + to_v1)).count("must be one of exact") == 1);
        CHECK(read(rule("match: [{uri: {exact: a, prefix: b}}], " + to_v1))
                  .count("cannot stand beside") == 1);
    }

    TEST_CASE("several destinations share by weight, a single one needs none") {
        const auto route = read_rule(
            "route: [{destination: {host: a, port: {number: 80}}, weight: 90},"
            " {destination: {host: b}, weight: 10}]");
        REQUIRE(route.route.size() == 2);
        CHECK(route.route[0].weight == 90U);
        CHECK(route.route[0].destination.port == 80);
        CHECK(route.route[1].weight == 10U);
        CHECK_FALSE(read_rule("route: [{destination: {host: a}, weight: 0}]").route[0].weight);
    }

    TEST_CASE("weights that sum to 0 or are negative are errors") {
        const std::string a = "route: [{destination: {host: a}, weight: ";
        const std::string b = "}, {destination: {host: b}, weight: ";
        CHECK(read(rule(a + "0" + b + "1}]")).said().empty());
        CHECK(read(rule(a + "0" + b + "0}]")).said() ==
              Lines{"a.yaml:8:8: error: route has weights that sum to 0 [IST0106]"});
        CHECK(read(rule("route: [{destination: {host: a}}, {destination: {host: b}}]"))
                  .count("sum to 0") == 1);
        CHECK(read(rule(a + "-1" + b + "3}]")).count("weight must be a whole number") == 1);
    }

    TEST_CASE("timeout, retries, rewrite and header edits are read") {
        const auto route = read_rule(
            to_v1 +
            ", timeout: 0.5s, retries: {attempts: 3, perTryTimeout: 2s, retryOn: '5xx,reset,503'},"
            " rewrite: {uri: /v2, authority: other}, headers: {request: {set: {X-A: '1'},"
            " add: {b: '2'}, remove: [X-C]}}");
        CHECK(route.timeout == 500ms);
        CHECK(route.retries->attempts == 3U);
        CHECK(route.retries->per_try_timeout == 2s);
        CHECK(route.retries->retry_on == "5xx,reset,503");
        CHECK(route.rewrite->path == "/v2");
        CHECK(route.rewrite->authority == "other");
        CHECK(route.request_headers.set == std::vector<mesh::Header>{{"x-a", "1"}});
        CHECK(route.request_headers.add == std::vector<mesh::Header>{{"b", "2"}});
        CHECK(route.request_headers.remove == Lines{"x-c"});
    }

    TEST_CASE("an unknown retry condition is an error with the word that was meant") {
        CHECK(read(rule(to_v1 + ", retries: {retryOn: 'resett'}"))
                  .count("unknown retry condition 'resett'; did you mean 'reset'?") == 1);
    }

    TEST_CASE("an empty list of retry conditions says nothing") {
        const auto route = read_rule(to_v1 + ", retries: {attempts: 3, retryOn: ''}");
        CHECK(route.retries->attempts == 3U);
        CHECK_FALSE(route.retries->retry_on);
    }

    TEST_CASE("retries that are none and yet say how are a mistake") {
        const auto mistakes_of = [](const std::string& retries) {
            return read(rule(to_v1 + ", retries: " + retries)).count("must say in attempts");
        };
        CHECK(mistakes_of("{perTryTimeout: 2s}") == 1);
        CHECK(mistakes_of("{attempts: 0, retryOn: 5xx}") == 1);
        CHECK(mistakes_of("{attempts: 1, perTryTimeout: 2s, retryOn: 5xx}") == 0);
        CHECK(mistakes_of("{attempts: 0}") == 0);
        CHECK(mistakes_of("{}") == 0);
    }

    TEST_CASE("a pattern for the path tells capitals from others, whatever else the match says") {
        const auto route =
            read_rule("match: [{uri: {regex: /a.*}, ignoreUriCase: true}], " + to_v1);
        CHECK_FALSE(route.matches[0].match.path->ignore_case);
    }

    TEST_CASE("a retry condition of the reference mesh that is not played is warned of") {
        const auto reading =
            read(rule(to_v1 + ", retries: {attempts: 1, retryOn: '5xx,retriable-headers'}"));
        CHECK(reading.count("warning: retryOn: retriable-headers is not honoured") == 1);
        CHECK(reading.said().size() == 1);
    }

    TEST_CASE("host and method may be asked for as HTTP/2 has them") {
        const auto route = read_rule(
            "match: [{headers: {':authority': {prefix: shop}, ':method': {exact: PUT}}}], " +
            to_v1);
        const auto& match = route.matches[0].match;
        CHECK(match.headers.empty());
        REQUIRE(match.authority);
        CHECK(match.authority->kind == Kind::prefix);
        CHECK(match.authority->text == "shop");
        REQUIRE(match.method);
        CHECK(match.method->text == "PUT");
        const auto said_of = [](const std::string& names) {
            return read(rule("match: [{" + names + "}], " + to_v1)).said().size();
        };
        CHECK(said_of("headers: {':path': {prefix: /a}}") == 1);
        CHECK(said_of("withoutHeaders: {':authority': {exact: a}}") == 1);
        CHECK(said_of("authority: {exact: a}, headers: {':authority': {exact: a}}") == 1);
    }

    TEST_CASE("a match that asks for a claim of a token is warned of") {
        const auto said_of = [](const std::string& match) {
            return read(rule("match: [" + match + "], " + to_v1)).said();
        };
        const auto said = said_of("{headers: {'@request.auth.claims.group': {exact: admin}}}");
        REQUIRE(said.size() == 1);
        CHECK(said[0].find("warning: '@request.auth.claims.group' is not honoured") !=
              std::string::npos);
        CHECK(said_of("{withoutHeaders: {'@request.auth.claims.group': {exact: a}}}").size() == 1);
        CHECK(said_of("{headers: {x-group: {exact: admin}}}").empty());
    }

    TEST_CASE("a fault strikes its share, to the millionth") {
        const auto route =
            read_rule(to_v1 +
                      ", fault: {delay: {fixedDelay: 7s, percentage: {value: 100.0}},"
                      " abort: {httpStatus: 555, percentage: {value: 0.001}}}");
        CHECK(route.delay->delay == 7s);
        CHECK(route.delay->share == mesh::Fraction{1'000'000, 1'000'000});
        CHECK(route.abort->status == 555);
        CHECK(route.abort->share == mesh::Fraction{10, 1'000'000});
        CHECK(read_rule(to_v1 + ", fault: {abort: {httpStatus: 500, percent: 20}}").abort->share ==
              mesh::Fraction{20, 100});
    }

    TEST_CASE("a fault's status and percentage stay in their range") {
        const auto abort = [](const std::string& status, const std::string& percent) {
            return read(rule(to_v1 + ", fault: {abort: {httpStatus: " + status +
                             ", percentage: {value: " + percent + "}}}"));
        };
        CHECK(abort("200", "100").said().empty());
        CHECK(abort("599", "0").said().empty());
        CHECK(abort("600", "100").count("httpStatus must be between 200 and 599") == 1);
        CHECK(abort("199", "100").diagnostics.has_errors());
        CHECK(abort("500", "100.1").count("value must be between 0 and 100") == 1);
    }

    TEST_CASE("a fault without a percentage is said to strike nobody") {
        const Reading reading = read(rule(to_v1 + ", fault: {delay: {fixedDelay: 1s}}"));
        CHECK(reading.count("warning: a fault without a percentage strikes no request") == 1);
        CHECK(std::get<VirtualService>(reading.resources.at(0)).http[0].delay->share.numerator ==
              0);
    }

    TEST_CASE("mirrors get everything unless a percentage says less") {
        const auto all = read_rule(to_v1 + ", mirror: {host: b, subset: v2}").mirrors;
        REQUIRE(all.size() == 1);
        CHECK(all[0].first.subset == "v2");
        CHECK(all[0].second == mesh::Fraction{100, 100});
        CHECK(read_rule(to_v1 + ", mirror: {host: b}, mirrorPercentage: {value: 5}")
                  .mirrors[0]
                  .second == mesh::Fraction{50'000, 1'000'000});
        const auto listed =
            read_rule(to_v1 + ", mirrors: [{destination: {host: b}, percentage: {value: 1}}]");
        CHECK(listed.mirrors.at(0).second == mesh::Fraction{10'000, 1'000'000});
    }

    TEST_CASE("redirect and direct response are answers of the proxy") {
        CHECK(read_rule("redirect: {uri: /new}").redirect->to.status == 301);
        CHECK(read_rule("redirect: {uri: /new, redirectCode: 308}").redirect->to.status == 308);
        CHECK(read_rule("directResponse: {status: 503, body: {string: no}}")
                  .direct_response->status == 503);
        const auto redirect = read_rule(
            "redirect: {uri: /new, authority: shop, scheme: https, derivePort: FROM_REQUEST_PORT}");
        CHECK(redirect.redirect->to.path == "/new");
        CHECK(redirect.redirect->to.authority == "shop");
        CHECK(redirect.redirect->to.scheme == "https");
        CHECK(redirect.redirect->port_of_request);
        CHECK(read_rule("redirect: {port: 8443}").redirect->to.port == 8443);
    }

    TEST_CASE("a redirect must say what can be said") {
        CHECK(read(rule("redirect: {redirectCode: 304}")).count("must be 301, 302, 303, 307") == 1);
        CHECK(read(rule("redirect: {port: 1, derivePort: FROM_REQUEST_PORT}"))
                  .count("cannot stand beside port") == 1);
        CHECK(read(rule("redirect: {derivePort: ELSEWHERE}")).diagnostics.has_errors());
    }

    TEST_CASE("a path may be rewritten by a pattern, which must be one") {
        const auto rewrite = [](const std::string& by) {
            return to_v1 + ", rewrite: {uriRegexRewrite: " + by + "}";
        };
        const auto read_back = read_rule(rewrite("{match: '/a/(.*)', rewrite: '/b/\\1'}")).rewrite;
        CHECK(read_back->path == "/b/\\1");
        CHECK(read_back->pattern->text == "/a/(.*)");
        CHECK(read(rule(rewrite("{match: '(', rewrite: a}"))).said() ==
              Lines{"a.yaml:8:89: error: regex '(' is not valid [IST0106]"});
        CHECK(read(rule(rewrite("{match: 'a', rewrite: '\\1'}")))
                  .count("error: rewrite is not valid") == 1);
    }

    TEST_CASE("a header that must be there and must not be there is a contradiction") {
        CHECK(read(rule("match: [{headers: {a: {exact: b}}, withoutHeaders: {A: {}}}], " + to_v1))
                  .count("error: the match takes no request: header 'a'") == 1);
        const auto absent = read_rule("match: [{withoutHeaders: {a: {}}}], " + to_v1);
        CHECK(absent.matches[0].match.matches(mesh::RequestHead{}));
    }

    TEST_CASE("rules below one that takes everything are said to be never reached") {
        const std::string start =
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: x}\n"
            "spec: {hosts: [a], http: [";
        const std::string all = "{route: [{destination: {host: a}}]}";
        const std::string some =
            "{match: [{uri: {prefix: /a}}], route: [{destination: {host: a}}]}";
        CHECK(read(start + some + ", " + all + "]}\n").said().empty());
        CHECK(read(start + all + ", " + some + "]}\n").said() ==
              Lines{"a.yaml:4:26: warning: http[0] takes every request: the rules after it are "
                    "never reached [IST0130]"});
    }

    TEST_CASE("a rule does exactly one thing") {
        CHECK(read(rule("timeout: 1s")).count("needs one of route, redirect") == 1);
        CHECK(read(rule(to_v1 + ", redirect: {}")).count("only one of route") == 1);
        CHECK(read(rule("route: []")).count("route is empty") == 1);
        CHECK(read(rule("route: [{weight: 1}]")).count("destination is missing") == 1);
        CHECK(read(rule("route: [{destination: {subset: a}}]")).count("host is missing") == 1);
    }

    TEST_CASE("what is not honoured is named with its place") {
        CHECK(read(rule("corsPolicy: {}, " + to_v1)).said() ==
              Lines{"a.yaml:8:1: warning: http.corsPolicy is not honoured"});
        CHECK(read_rule("headers: {response: {set: {a: b}}}, " + to_v1)
                  .response_headers.set.front()
                  .value == "b");
    }

    TEST_CASE("routes for TCP and TLS alone leave nothing to play") {
        const Reading reading = read(
            "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\n"
            "spec: {hosts: [a], tcp: [{route: []}]}");
        CHECK(reading.said() == Lines{"a.yaml:4:20: warning: spec.tcp is not honoured"});
        CHECK(reading.resources.empty());
    }

    TEST_CASE("times need their unit and are not negative") {
        CHECK(read(rule(to_v1 + ", timeout: 5")).count("timeout must be a duration") == 1);
        CHECK(read(rule(to_v1 + ", timeout: -5s")).count("timeout must be a duration") == 1);
        CHECK(read_rule(to_v1 + ", timeout: 0s").timeout == 0s);
    }

    TEST_CASE("rules for another name of a host are warned of") {
        const std::string service =
            "apiVersion: v1\nkind: Service\nmetadata: {name: cart}\n"
            "spec: {selector: {app: cart}, ports: [{port: 80}]}\n---\n";
        const std::string alias =
            "apiVersion: v1\nkind: Service\nmetadata: {name: basket}\n"
            "spec: {type: ExternalName, externalName: "
            "cart.default.svc.cluster.local}\n---\n";
        const auto rules_for = [](const std::string& host) {
            return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: "
                   "{name: rules}\nspec:\n  hosts: [" +
                   host + "]\n  http: [{route: [{destination: {host: cart}}]}]\n";
        };
        CHECK(read(service + alias + rules_for("basket")).said() ==
              Lines{"a.yaml:15:10: warning: host 'basket' is another name of "
                    "'cart.default.svc.cluster.local', whose rules hold; these are never asked "
                    "for it"});
        CHECK(read(service + alias + rules_for("cart")).said().empty());
        CHECK(read(service + rules_for("basket")).said().empty());
    }
}

}  // namespace weft::scenarios::samples::virtual_service_test
