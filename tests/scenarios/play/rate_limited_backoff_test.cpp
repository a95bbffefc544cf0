#include "tests/scenarios/play/played.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace rate_limited_backoff_test {

using namespace weft;
using namespace std::chrono_literals;
using tests::answered;

namespace {

const std::string retry_rule = R"(
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: search}
spec:
  hosts: [search]
  http: [{route: [{destination: {host: search, port: {number: 80}}}], retries: {attempts: 2, retryOn: envoy-ratelimited}}]
)";

/// Three requests, one a second from 1 s on, to the one pod of search under this policy.
std::unique_ptr<tests::Notes> played(const std::string& policy) {
    const tests::ScenarioFolder folder;
    folder.write("retry.yaml", retry_rule);
    const auto file = folder.write(
        "a.yaml",
        "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, retry.yaml]\nhorizon: 60s\n"
        "services: {search: {script: []}}\n"
        "load: [{id: visitors, to: \"search:80\", rate: 1/s, arrivals: constant, end: 3500ms}]\n"
        "policies: {search: {" +
            policy + "}}\n");
    return tests::played_file(file);
}

const std::string heeds = ", rate_limited_backoff: {headers: [{name: X-RateLimit-Reset}]}";

}  // namespace

TEST_SUITE("rate-limited back-off of a scenario") {
    TEST_CASE("a retry comes when the proxy's rate limit lets it through, and not before") {
        const std::string limit =
            "rate_limit: {max_tokens: 1, tokens_per_fill: 1, fill_interval: 5s}";
        CHECK(answered(*played(limit), 429) == 2);
        const auto heeded = played(limit + heeds);
        CHECK(answered(*heeded, 429) == 0);
        for (const auto& end : heeded->requests_ended) {
            const mesh::Duration took = end.ended - end.sent;
            CHECK((took < 10ms || took > 3s));
        }
    }

    TEST_CASE("or in the next unit of the quota that pods share") {
        const std::string limit = "global_rate_limit: {requests: 1, unit: 1m}";
        CHECK(answered(*played(limit), 429) == 2);
        const auto notes = played(limit + heeds);
        CHECK(answered(*notes, 429) == 0);
        CHECK(notes->requests_ended.size() == 1);  // The others are still to come at the end.
    }

    TEST_CASE("its keys are read") {
        const auto policy =
            tests::valid_shop(
                "policies: {cart: {rate_limited_backoff: {headers: [{name: X-RateLimit-Reset, "
                "format: unix_timestamp}], max_interval: 7s}}}\n")
                .policies.at(0)
                .policy.rate_limited_backoff;
        REQUIRE(policy);
        CHECK(*policy ==
              mesh::RateLimitedBackoff{
                  {{"x-ratelimit-reset", mesh::ResetHeader::Format::unix_timestamp}}, 7s});
    }

    TEST_CASE("a mistake is reported where it was written") {
        const auto refusal = [](const std::string& text) {
            return tests::shop_refusal("policies:\n  cart:\n    rate_limited_backoff: {" + text +
                                       "}\n");
        };
        CHECK(refusal("max_interval: 5s") == "a.yaml:6:27: error: headers is missing");
        CHECK(refusal("headers: []") == "a.yaml:6:27: error: at least one header must be named");
        CHECK(refusal("headers: [{name: x-ratelimit-reset}], max_interval: 999ms") ==
              "a.yaml:6:27: error: the longest interval must be at least 1s");
        CHECK(refusal("headers: [{format: seconds}]").starts_with("a.yaml:6:38: error:"));
        CHECK(refusal("headers: [{name: x-ratelimit-reset, format: minutes}]")
                  .starts_with("a.yaml:6:72: error:"));
    }

    TEST_CASE("a header that nobody sends is warned of") {
        const auto result = tests::read_shop(
            "policies: {cart: {rate_limited_backoff: {headers: [{name: retry-after}]}}}\n");
        CHECK(result.scenario);
        REQUIRE(result.messages.size() == 1);
        CHECK(result.messages.front() ==
              "a.yaml:4:59: warning: no answer has the header 'retry-after': a rate limit of the "
              "mesh sends 'x-ratelimit-reset'");
    }
}

}  // namespace rate_limited_backoff_test
