#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace weft::scenarios::samples::http_rule_test {
namespace {

using Lines = std::vector<std::string>;

const std::string to_a = "route: [{destination: {host: a}}]";

/// What is said of a VirtualService with one rule; its fields begin on line 6, column 11.
Reading of_rule(const std::string& fields) {
    return read(
        "apiVersion: networking.istio.io/v1\n"
        "kind: VirtualService\n"
        "metadata: {name: a}\n"
        "spec:\n"
        "  hosts: [a]\n"
        "  http: [{" +
        fields + "}]\n");
}

}  // namespace

TEST_SUITE("one rule of a VirtualService") {
    TEST_CASE("what is answered by the proxy is neither struck nor rewritten") {
        const std::string fault = ", fault: {abort: {httpStatus: 500, percentage: {value: 1}}}";
        CHECK(of_rule("redirect: {uri: /b}" + fault).said() ==
              Lines{"a.yaml:6:39: error: fault cannot stand beside redirect [IST0106]"});
        CHECK(of_rule("directResponse: {status: 200}" + fault)
                  .count("error: fault cannot stand beside directResponse") == 1);
        CHECK(of_rule("redirect: {uri: /b}, rewrite: {uri: /c}")
                  .count("error: rewrite cannot stand beside redirect") == 1);
        CHECK(of_rule(to_a + fault + ", rewrite: {uri: /c}").said().empty());
    }

    TEST_CASE("a redirect leads elsewhere") {
        CHECK(of_rule("redirect: {}").count("error: redirect must say one of uri") == 1);
        CHECK(of_rule("redirect: {redirectCode: 302}").count("redirect must say one of uri") == 1);
        for (const std::string part : {"uri: /b", "authority: b", "scheme: https", "port: 81",
                                       "derivePort: FROM_REQUEST_PORT"}) {
            CAPTURE(part);
            CHECK(of_rule("redirect: {" + part + "}").said().empty());
        }
        CHECK(of_rule("redirect: {scheme: ftp}").count("scheme must be one of http, https") == 1);
    }

    TEST_CASE("a rewrite changes something") {
        CHECK(of_rule(to_a + ", rewrite: {}").count("error: rewrite must say one of uri") == 1);
        CHECK(of_rule(to_a + ", rewrite: {uri: ''}").count("rewrite must say one of uri") == 1);
        CHECK(of_rule(to_a + ", rewrite: {authority: b}").said().empty());
        CHECK(of_rule(to_a + ", rewrite: {uriRegexRewrite: {match: b}}")
                  .count("error: rewrite is missing") == 1);
    }

    TEST_CASE("a fault has something that strikes") {
        CHECK(of_rule(to_a + ", fault: {}").count("error: fault must have a delay or an abort") ==
              1);
        CHECK(of_rule(to_a + ", fault: {abort: {percentage: {value: 1}}}").said() ==
              Lines{"a.yaml:6:61: warning: an abort without httpStatus strikes no request"});
    }

    TEST_CASE("mirrors are said in one way, and a share is of a mirror") {
        const std::string listed = ", mirrors: [{destination: {host: b}}]";
        CHECK(of_rule(to_a + ", mirror: {host: b}" + listed)
                  .count("error: mirrors cannot stand beside mirror") == 1);
        CHECK(of_rule(to_a + ", mirror: {host: b}, mirrors: []").said().empty());
        CHECK(of_rule(to_a + listed + ", mirrorPercentage: {value: 5}")
                  .count("warning: mirrorPercentage is that of mirror, which is missing") == 1);
    }

    TEST_CASE("the host is set once") {
        const std::string by_header = ", headers: {request: {set: {Host: b}}}";
        CHECK(of_rule(to_a + by_header).said().empty());
        CHECK(of_rule(to_a + ", rewrite: {authority: c}" + by_header)
                  .count("error: headers set the host, which is set already") == 1);
        CHECK(of_rule(to_a + ", headers: {request: {set: {host: b}, add: {':authority': c}}}")
                  .count("set the host, which is set already") == 1);
    }

    TEST_CASE("what is no header of a request cannot be changed") {
        const auto mistakes_of = [](const std::string& edits) {
            return of_rule(to_a + ", headers: {" + edits + "}").count("cannot be changed here");
        };
        CHECK(mistakes_of("request: {set: {':path': /b}}") == 1);
        CHECK(mistakes_of("request: {remove: [Host, x-a]}") == 1);
        CHECK(mistakes_of("response: {add: {':status': '200'}, remove: [host]}") == 2);
        CHECK(mistakes_of("request: {set: {':authority': b}}") == 0);
        CHECK(of_rule(to_a + ", headers: {request: {set: {'': b}}}").count("header is empty") == 1);
    }

    TEST_CASE("a destination may set the host by its older name alone") {
        const auto mistakes_of = [](const std::string& name) {
            return of_rule("route: [{destination: {host: a}, headers: {request: {set: {" + name +
                           ": b}}}}]")
                .count("cannot be changed here");
        };
        CHECK(mistakes_of("host") == 0);
        CHECK(mistakes_of("':authority'") == 1);
    }

    TEST_CASE("a header that proxies fill in is sent as it is written, and that is said") {
        const auto said_of = [](const std::string& value) {
            return of_rule(to_a + ", headers: {request: {set: {x-a: '" + value + "'}}}").said();
        };
        REQUIRE(said_of("a %REQ(x-user)%").size() == 1);
        CHECK(said_of("a %REQ(x-user)%")[0].ends_with(
            "warning: 'a %REQ(x-user)%' of header 'x-a' is not honoured: it is sent as it is "
            "written"));
        CHECK(said_of("100%%").empty());
        CHECK(said_of("plain").empty());
    }

    TEST_CASE("withoutHeaders knows '*' for any value, headers do not") {
        const auto reading = of_rule("match: [{withoutHeaders: {a: {regex: '*'}}}], " + to_a);
        CHECK(reading.said().empty());
        const auto& service = std::get<mesh::control::VirtualService>(reading.resources.front());
        CHECK(service.http[0].matches[0].match.headers[0].value.kind ==
              mesh::StringMatch::Kind::present);
        CHECK(of_rule("match: [{headers: {a: {regex: '*'}}}], " + to_a)
                  .count("error: regex '*' is not valid") == 1);
    }

    TEST_CASE("a prefix may be empty of a path alone, a name never") {
        CHECK(of_rule("match: [{uri: {prefix: ''}}], " + to_a).said().empty());
        for (const std::string match :
             {"method: {prefix: ''}", "authority: {prefix: ''}", "scheme: {prefix: ''}",
              "headers: {a: {prefix: ''}}", "queryParams: {a: {prefix: ''}}"}) {
            CAPTURE(match);
            CHECK(of_rule("match: [{" + match + "}], " + to_a).count("a prefix is empty") == 1);
        }
        CHECK(of_rule("match: [{headers: {'': {exact: a}}}], " + to_a).count("a name is empty") ==
              1);
    }
}

}  // namespace weft::scenarios::samples::http_rule_test
