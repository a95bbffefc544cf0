#include "tests/scenarios/analyze/analyzing.hpp"

#include <doctest/doctest.h>

namespace virtual_services_test {

using namespace weft::scenarios::samples;

namespace {

/// A VirtualService whose rules have these matches; "" is a rule without any. Rule n stands in line
/// 8 + n.
std::string rules_with(const std::vector<std::string>& matches) {
    std::string spec = "  hosts: [cart]\n  http:\n";
    for (const std::string& match : matches) {
        spec += "    - {";
        if (!match.empty()) spec.append("match: [").append(match).append("], ");
        spec += "route: [{destination: {host: cart}}]}\n";
    }
    return rules(spec) + cart;
}

std::ptrdiff_t hidden(const std::vector<std::string>& matches) {
    return count_of("IST0130", rules_with(matches));
}

const std::string any;

}  // namespace

TEST_SUITE("order of rules") {
    TEST_CASE("rules that take different requests hide nothing") {
        CHECK(analysis_of(rules_with({"{uri: {exact: /a}}", "{uri: {prefix: /a}}",
                                      "{headers: {x: {exact: b}}}", any})) == Lines{});
    }

    TEST_CASE("a rule whose match a rule before it has is never reached") {
        CHECK(analysis_of(rules_with({"{uri: {exact: /a}}", "{uri: {exact: /a}}", any})) ==
              Lines{"a.yaml:9:7: warning: http[1] is never reached: the rules before it take all "
                    "that it asks for [IST0130]"});
    }

    TEST_CASE("a wider match hides a narrower one below it, not one above") {
        const std::string wide = "{uri: {prefix: /a}}";
        for (const std::string narrow :
             {"{uri: {prefix: /ab}}", "{uri: {exact: /a/b}}",
              "{uri: {prefix: /a}, method: {exact: GET}}",
              "{uri: {prefix: /a}, sourceLabels: {app: web}}", "{uri: {prefix: /a}, port: 80}"}) {
            CAPTURE(narrow);
            CHECK(hidden({wide, narrow, any}) == 1);
            CHECK(hidden({narrow, wide, any}) == 0);
        }
        CHECK(hidden({wide, "{uri: {prefix: /b}}", any}) == 0);
        CHECK(hidden({wide, "{uri: {regex: '/a.*'}}", any}) == 0);
    }

    TEST_CASE("patterns take what they match, and each other only if they are the same") {
        CHECK(hidden({"{uri: {regex: '/a.*'}}", "{uri: {exact: /ab}}", any}) == 1);
        CHECK(hidden({"{uri: {regex: '/a.*'}}", "{uri: {exact: /b}}", any}) == 0);
        CHECK(hidden({"{uri: {regex: '/a.*'}}", "{uri: {regex: '/a.*'}}", any}) == 1);
        CHECK(hidden({"{uri: {regex: '/a.*'}}", "{uri: {regex: '/a.+'}}", any}) == 0);
    }

    TEST_CASE("case counts as the match says") {
        const std::string anyhow = "{uri: {prefix: /A}, ignoreUriCase: true}";
        CHECK(hidden({anyhow, "{uri: {exact: /ab}}", any}) == 1);
        CHECK(hidden({"{uri: {prefix: /A}}", anyhow, any}) == 0);
    }

    TEST_CASE("headers and parameters are asked for by both, and absence is compared as it is") {
        CHECK(hidden({"{headers: {x: {}}}", "{headers: {x: {exact: b}, y: {exact: c}}}", any}) ==
              1);
        CHECK(hidden({"{headers: {x: {exact: b}}}", "{headers: {x: {}}}", any}) == 0);
        CHECK(hidden({"{queryParams: {q: {exact: b}}}", "{queryParams: {r: {exact: b}}}", any}) ==
              0);
        CHECK(hidden({"{withoutHeaders: {x: {}}}", "{withoutHeaders: {x: {}}}", any}) == 1);
        CHECK(hidden({"{withoutHeaders: {x: {}}}", "{headers: {x: {}}}", any}) == 0);
    }

    TEST_CASE("a prefix of / leaves nothing, not even to a rule without a match") {
        CHECK(hidden({"{uri: {prefix: /}}", "{headers: {x: {exact: b}}}", any}) == 2);
    }

    TEST_CASE("what follows a rule without a match is said once, by the reader") {
        CHECK(hidden({any, any, "{uri: {exact: /a}}"}) == 0);
    }

    TEST_CASE("a match that only part of a rule repeats is a note") {
        CHECK(
            analysis_of(rules_with({"{uri: {prefix: /a}}",
                                    "{uri: {exact: /b}}, {uri: {exact: /ab}}, {uri: {prefix: /b}}, "
                                    "{uri: {exact: /bc}}",
                                    any})) ==
            Lines{"a.yaml:9:36: note: http[1].match[1] takes no request: http[0].match[0] takes "
                  "all that it asks for [IST0131]",
                  "a.yaml:9:78: note: http[1].match[3] takes no request: http[1].match[2] takes "
                  "all that it asks for [IST0131]"});
    }

    TEST_CASE("a rule that delegates may let requests through") {
        const auto spec = [](const std::string& first) {
            return rules("  hosts: [cart]\n  http:\n    - match: [{uri: {prefix: /a}}]\n      " +
                         first +
                         "\n    - match: [{uri: {prefix: /a}}]\n"
                         "      route: [{destination: {host: cart}}]\n") +
                   cart;
        };
        CHECK(count_of("IST0130", spec("delegate: {name: other}")) == 0);
        CHECK(count_of("IST0130", spec("route: [{destination: {host: cart}}]")) == 1);
    }
}

}  // namespace virtual_services_test
