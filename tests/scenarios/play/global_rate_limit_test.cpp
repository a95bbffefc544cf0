#include "tests/scenarios/play/played.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>

namespace global_rate_limit_test {

using namespace weft;
using namespace std::chrono_literals;
using tests::answered;

namespace {

/// Ten seconds of a load on the three pods of cart, under this policy.
std::unique_ptr<tests::Notes> played(const std::string& policy,
                                     const std::string& more = "",
                                     const std::string& of_load = "") {
    const scenarios::Scenario scenario = tests::valid_shop(
        "horizon: 10s\n"
        "services: {cart: {script: []}}\n"
        "load: [{id: visitors, to: cart, rate: 300/s, arrivals: constant, end: 9901ms" +
        of_load + "}]\npolicies: {cart: {global_rate_limit: {" + policy + "}}}\n" + more);
    return tests::played(scenario, 1);
}

/// Requests of which the proxy at the pod says so.
std::ptrdiff_t said(const tests::Notes& notes, mesh::Flag flag) {
    return std::ranges::count_if(notes.spans_ended, [flag](const auto& span) {
        return span.kind == sim::observe::Span::Kind::work && span.flags.has(flag);
    });
}

const std::string slow_service = "network: {rate_limit_latency: 30ms}\n";

}  // namespace

TEST_SUITE("global rate limit of a scenario") {
    TEST_CASE("three pods share a quota") {
        const auto notes = played("requests: 100, unit: 1s");
        CHECK(answered(*notes, 200) == 1000);
        CHECK(answered(*notes, 429) == 1970);
        CHECK(std::ranges::count(notes->changes_made,
                                 static_cast<std::uint64_t>(mesh::Limit::shared_rate),
                                 &sim::observe::Change::value) == 1970);
        CHECK(said(*notes, mesh::Flag::RL) == 1970);
    }

    TEST_CASE("values of a header have quotas of their own") {
        const std::string users =
            ", mix: [{headers: {X-User: ann}}, {headers: {x-user: bob}}, {headers: {}}]";
        const auto notes = played("requests: 10, unit: 1s, per: [X-User]", "", users);
        CHECK(answered(*notes, 429) == doctest::Approx(2970.0 * 2 / 3 - 2 * 100).epsilon(0.05));
    }

    TEST_CASE("if the service takes too long, requests go on after the time-out") {
        const auto notes = played("requests: 0, unit: 1h, timeout: 25ms", slow_service);
        CHECK(answered(*notes, 200) == 2970);
        CHECK(notes->requests_ended.front().ended - notes->requests_ended.front().sent >= 25ms);
        CHECK(notes->requests_ended.front().ended - notes->requests_ended.front().sent < 30ms);
    }

    TEST_CASE("or are denied where they shall be") {
        const auto notes =
            played("requests: 1000000, unit: 1h, timeout: 29ms, failure: deny", slow_service);
        CHECK(answered(*notes, 500) == 2970);
        CHECK(said(*notes, mesh::Flag::RLSE) == 2970);
        const auto in_time =
            played("requests: 1000000, unit: 1h, timeout: 30ms, failure: deny", slow_service);
        CHECK(answered(*in_time, 200) == 2970);
    }

    TEST_CASE("its keys are read, and a mistake is reported where it was written") {
        const auto inbound = tests::valid_shop(
                                 "policies: {cart: {global_rate_limit: {requests: 5, unit: 1m, "
                                 "per: [X-User], failure: deny}}}\n")
                                 .policies.at(0)
                                 .policy.inbound;
        REQUIRE(inbound.global_rate_limit);
        CHECK(*inbound.global_rate_limit ==
              mesh::GlobalRateLimit{.quota = {5, 1min},
                                    .per = {"x-user"},
                                    .failure = mesh::LimiterFailure::deny,
                                    .timeout = 20ms});
        const auto refusal = [](const std::string& text) {
            return tests::shop_refusal("policies:\n  cart:\n    global_rate_limit: {" + text +
                                       "}\n");
        };
        CHECK(refusal("unit: 1s") == "a.yaml:6:24: error: requests is missing");
        CHECK(refusal("requests: 5") == "a.yaml:6:24: error: unit is missing");
        CHECK(refusal("requests: 5, unit: 2s") ==
              "a.yaml:6:24: error: the unit must be 1s, 1m, 1h or 24h");
        CHECK(refusal("requests: 5, unit: 1s, timeout: 0s") ==
              "a.yaml:6:24: error: the time-out must be above 0");
        CHECK(refusal("requests: 5, unit: 1s, failure: shut").starts_with("a.yaml:6:57: error:"));
        CHECK(refusal("requests: 5, unit: 1s, pr: [a]").starts_with("a.yaml:6:48: error:"));
    }

    TEST_CASE("for a service without pods it is warned of") {
        const std::string outside =
            "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: bank}\n"
            "spec: {hosts: [bank.com], ports: [{number: 80, name: http, protocol: HTTP}], "
            "resolution: DNS, endpoints: [{address: 1.2.3.4}]}\n";
        const tests::ScenarioFolder folder;
        folder.write("bank.yaml", outside);
        const auto file =
            folder.write("b.yaml",
                         "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, bank.yaml]\n"
                         "policies: {bank.com: {global_rate_limit: {requests: 5, unit: 1s}}}\n");
        scenarios::Diagnostics diagnostics;
        REQUIRE(scenarios::read_scenario(file, {}, diagnostics));
        const auto warned = diagnostics.sorted();
        CHECK(std::ranges::any_of(warned, [](const auto& each) {
            return to_text(each).find("b.yaml:4:42: warning: 'bank.com' has no pods") !=
                   std::string::npos;
        }));
    }
}

}  // namespace global_rate_limit_test
