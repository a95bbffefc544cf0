#include "scenarios/read/read_host_rules.hpp"

#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace read_host_rules_test {

namespace {

using namespace weft;
using enum mesh::SubsetFallback;

std::shared_ptr<const mesh::HostRules> rules(const std::string& text) {
    return tests::valid_shop("policies: {cart: {" + text + "}}\n").policies.at(0).policy.host_rules;
}

/// Why a policy of cart is refused, and in which column of line 6, which begins with four blanks.
std::string refusal(const std::string& text) {
    const std::string message = tests::shop_refusal("policies:\n  cart:\n    " + text + "\n");
    const std::string begin = "a.yaml:6:";
    REQUIRE(message.starts_with(begin));
    return message.substr(begin.size());
}

}  // namespace

TEST_SUITE("rules of hosts") {
    TEST_CASE("without any there are none") {
        CHECK(rules("balancer: random") == nullptr);
    }

    TEST_CASE("subsets are read with all that they say") {
        const auto read = rules(
            "subsets: {selectors: [{keys: [version], fallback: any_endpoint}, "
            "{keys: [stage, version], fallback: keys_subset, fallback_keys: [version]}, "
            "{keys: [zone]}], fallback: default_subset, default_subset: {version: v1}, "
            "wanted: {version: 2}, from_headers: {X-Version: version}, "
            "allow_redundant_keys: true, panic_mode_any: true}");
        REQUIRE(read);
        REQUIRE(read->subsets);
        const mesh::SubsetRules& subsets = read->subsets->rules;
        REQUIRE(subsets.selectors.size() == 3);
        CHECK(subsets.selectors[0].keys == mesh::SubsetKeys{"version"});
        CHECK(subsets.selectors[0].fallback == any_endpoint);
        CHECK(subsets.selectors[1].keys == mesh::SubsetKeys{"stage", "version"});
        CHECK(subsets.selectors[1].fallback == keys_subset);
        CHECK(subsets.selectors[1].fallback_keys == mesh::SubsetKeys{"version"});
        CHECK(subsets.selectors[2].fallback == not_defined);
        CHECK(subsets.fallback == default_subset);
        CHECK(subsets.default_subset == mesh::SubsetLabels{{"version", "v1"}});
        CHECK(subsets.allow_redundant_keys);
        CHECK(subsets.panic_mode_any);
        CHECK(read->subsets->wanted == mesh::SubsetLabels{{"version", "2"}});
        CHECK(read->subsets->from_headers.at("x-version") == "version");
        CHECK_FALSE(read->override_header);
        CHECK_FALSE(read->retry_hosts);
        CHECK_FALSE(read->retry_priorities);
    }

    TEST_CASE("what they leave out is the reference proxy's") {
        const mesh::SubsetRules read =
            rules("subsets: {selectors: [{keys: [version]}]}")->subsets->rules;
        CHECK(read.selectors.front().fallback == not_defined);
        CHECK(read.fallback == no_fallback);
        CHECK_FALSE(read.allow_redundant_keys);
        CHECK_FALSE(read.panic_mode_any);
    }

    TEST_CASE("the others are read, too, and stand beside each other") {
        const auto read = rules(
            "override_host: {header: X-Host}, retry_hosts: {omit_previous: true, "
            "omit_labels: {stage: canary}, more_picks: 3}, "
            "retry_priorities: {update_frequency: 2}");
        REQUIRE(read);
        CHECK_FALSE(read->subsets);
        CHECK(read->override_header == "x-host");
        CHECK(read->retry_hosts == mesh::RetryHostRules{.omit_previous = true,
                                                        .omit_labels = {{"stage", "canary"}},
                                                        .more_picks = 3});
        CHECK(read->retry_priorities == 2U);
    }

    TEST_CASE("a mistake in subsets is reported where it was written") {
        const auto in = [](const std::string& text) { return refusal("subsets: {" + text + "}"); };
        CHECK(in("fallback: any_endpoint") ==
              "14: error: selectors must have at least one element");
        CHECK(in("selectors: [{keys: []}]") == "34: error: keys must name at least one label");
        CHECK(
            in("selectors: [{keys: [version], fallback: keys_subset, fallback_keys: [version]}]") ==
            "83: error: fallback_keys must be some of the keys, and not all");
        CHECK(in("selectors: [{keys: [a, b], fallback: keys_subset, fallback_keys: [c]}]") ==
              "80: error: fallback_keys must be some of the keys, and not all");
        CHECK(in("selectors: [{keys: [a, b], fallback: keys_subset}]") ==
              "27: error: fallback_keys must be some of the keys, and not all");
        CHECK(in("selectors: [{keys: [a, b], fallback_keys: [a]}]") ==
              "57: error: fallback_keys has a meaning only with fallback: keys_subset");
        CHECK(in("selectors: [{keys: [a]}], default_subset: {a: b}") ==
              "57: error: default_subset has a meaning only with fallback: default_subset");
        CHECK(in("selectors: [{keys: [a]}], fallback: keys_subset") ==
              "51: error: fallback must be one of no_fallback, any_endpoint, default_subset");
        CHECK(in("selectors: [{keys: [a], fall_back: any_endpoint}]") ==
              "39: error: unknown key 'fall_back'; did you mean 'fallback'?");
        CHECK(in("selectors: [{keys: [a]}], wnated: {a: b}") ==
              "41: error: unknown key 'wnated'; did you mean 'wanted'?");
        CHECK(in("selectors: [{keys: [a]}], wanted: {a: [b]}") ==
              "50: error: the value of a label must be plain text");
        CHECK(in("selectors: [{keys: [a]}], from_headers: {a: {}}") ==
              "56: error: the value of a header must be plain text");
    }

    TEST_CASE("so is one in the others") {
        CHECK(refusal("override_host: {}") == "20: error: header is missing");
        CHECK(refusal("override_host: {headers: x-host, header: x-host}") ==
              "21: error: unknown key 'headers'; did you mean 'header'?");
        CHECK(refusal("retry_hosts: {more_picks: 3}") ==
              "18: error: retry_hosts must omit something: omit_previous or omit_labels");
        CHECK(refusal("retry_hosts: {omit_canary: true, omit_previous: true}") ==
              "19: error: unknown key 'omit_canary'");
        CHECK(refusal("retry_hosts: {omit_previous: true, more_picks: 0}") ==
              "52: error: more_picks must be between 1 and 1000");
        CHECK(refusal("retry_priorities: {update_frequency: 0}") ==
              "42: error: update_frequency must be at least 1");
        CHECK(refusal("retry_priorities: {}") == "23: error: update_frequency is missing");
    }

    TEST_CASE("none stands where hosts are chosen by connection") {
        const std::string why = " needs a host for each request, not for each connection";
        const std::string bound = "{connections: {bind: connection}, ";
        CHECK(refusal(bound + "override_host: {header: x-host}}") ==
              "54: error: override_host" + why);
        CHECK(refusal(bound + "subsets: {selectors: [{keys: [a]}]}}") ==
              "48: error: subsets" + why);
        CHECK(refusal(bound + "retry_hosts: {omit_previous: true}}") ==
              "52: error: retry_hosts" + why);
        CHECK(refusal(bound + "retry_priorities: {update_frequency: 1}}") ==
              "57: error: retry_priorities" + why);
        CHECK(rules("connections: {bind: request}, override_host: {header: x-host}"));
        const std::string by_profile = "profile: kubernetes\npolicies: {cart: {";
        CHECK_FALSE(tests::read_shop(by_profile + "override_host: {header: x-host}}}\n").scenario);
        CHECK(tests::read_shop(by_profile +
                               "connections: {open: warm}, override_host: {header: x-host}}}\n")
                  .scenario);
    }
}

}  // namespace read_host_rules_test
