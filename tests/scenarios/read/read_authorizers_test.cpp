#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace weft::tests::read_authorizers_test {
namespace {

using namespace std::chrono_literals;

const std::string asks_opa = R"(apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ask}
spec: {action: CUSTOM, provider: {name: opa}, rules: [{}]}
)";

/// Of a scenario whose policy asks "opa"; its text goes on from line 4.
ReadResult read_with_policy(const std::string& text) {
    const ScenarioFolder folder;
    const auto policy = folder.write("policy.yaml", asks_opa);
    return read_shop(text, {.manifests = {policy}});
}

}  // namespace

TEST_SUITE("external authorizers of a scenario") {
    TEST_CASE("an authorizer has a latency, a share that it denies, a time-out and a failure") {
        const auto read = read_with_policy(
            "cluster: {authorizers: {opa: {latency: 2ms, denied: 5%, timeout: 1s, failure: "
            "open}}}\n");
        CHECK(read.messages.empty());
        REQUIRE(read.scenario);
        REQUIRE(read.scenario->cluster.authorizers.size() == 1);
        const sim::AuthorizerPlan& opa = read.scenario->cluster.authorizers.front();
        CHECK(opa.name == "opa");
        CHECK(opa.latency.mean == 2ms);
        CHECK(opa.denied == mesh::Ratio{50'000});
        CHECK(opa.timeout == 1s);
        CHECK(opa.fails_open);
    }

    TEST_CASE("what it leaves out is the mesh's: it denies nothing, and fails closed") {
        const auto read = read_with_policy("cluster: {authorizers: {opa: {}}}\n");
        REQUIRE(read.scenario);
        const sim::AuthorizerPlan& opa = read.scenario->cluster.authorizers.front();
        CHECK(opa.latency.mean == 500us);
        CHECK(opa.denied.is_zero());
        CHECK_FALSE(opa.timeout);
        CHECK_FALSE(opa.fails_open);
    }

    TEST_CASE("a provider that the scenario does not describe is told of") {
        const auto read = read_with_policy("seed: 1\n");
        REQUIRE(read.messages.size() == 1);
        CHECK(read.messages.front().find("warning: provider 'opa' of AuthorizationPolicy 'ask'") !=
              std::string::npos);
        CHECK(read.scenario);
    }

    TEST_CASE("an authorizer that no policy asks is a mistake, with what may have been meant") {
        const auto read = read_with_policy("cluster: {authorizers: {oba: {}}}\n");
        CHECK_FALSE(read.scenario);
        REQUIRE(!read.messages.empty());
        CHECK(read.messages.back() ==
              "a.yaml:4:25: error: no AuthorizationPolicy of CUSTOM asks 'oba'; did you mean "
              "'opa'?");
        const auto shut = read_with_policy("cluster: {authorizers: {opa: {failure: shut}}}\n");
        REQUIRE(shut.messages.size() == 1);
        CHECK(shut.messages.front().find("error: failure must be one of") != std::string::npos);
    }
}

}  // namespace weft::tests::read_authorizers_test
