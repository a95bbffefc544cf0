#include "tests/scenarios/play/played.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace high_priority_test {

using namespace weft;
using namespace std::chrono_literals;

namespace {

const std::string rule = R"(
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: search}
spec:
  host: search
  trafficPolicy: {connectionPool: {http: {http2MaxRequests: 2, maxRetries: 7}}}
)";

/// The share of each of two loads that succeeds: 80/s, and 20/s that are important. Both go through
/// the one pod of web to the one pod of search, which takes 50 ms and gets two at a time.
struct Shares {
    double many;
    double few;
};

Shares played(const std::string& policy) {
    const tests::ScenarioFolder folder;
    folder.write("rule.yaml", rule);
    const auto file = folder.write(
        "a.yaml",
        "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, rule.yaml]\nhorizon: 60s\n"
        "services:\n"
        "  web: {workers: 1000, forward: [x-priority], script: [{call: \"search:80\"}]}\n"
        "  search: {workers: 1000, script: [{compute: 50ms}]}\n"
        "load:\n"
        "  - {id: many, to: web, rate: 80/s}\n"
        "  - {id: few, to: web, rate: 20/s, headers: {x-priority: high}}\n"
        "policies: {search: {" +
            policy + "}}\n");
    const auto notes = tests::played_file(file);
    const auto share = [&](std::uint32_t load) {
        double all = 0;
        double good = 0;
        for (const auto& end : notes->requests_ended) {
            if (end.load != load) continue;
            ++all;
            good += end.status == 200 ? 1 : 0;
        }
        return good / all;
    };
    return {share(0), share(1)};
}

/// Of an Erlang loss system: requests that find all servers busy are gone.
double loss(double offered, int servers) {
    double blocked = 1;
    for (int server = 1; server <= servers; ++server)
        blocked = offered * blocked / (server + offered * blocked);
    return blocked;
}

}  // namespace

TEST_SUITE("high priority of a scenario") {
    TEST_CASE("high priority passes while default overflows, as queueing theory says") {
        const Shares alike = played("");
        CHECK(1 - alike.many == doctest::Approx(loss(100 * 0.05, 2)).epsilon(0.05));
        CHECK(1 - alike.few == doctest::Approx(loss(100 * 0.05, 2)).epsilon(0.1));
        const Shares apart =
            played("high_priority: {header: X-Priority, value: high, limits: {requests: 20}}");
        CHECK(1 - apart.many == doctest::Approx(loss(80 * 0.05, 2)).epsilon(0.05));
        CHECK(apart.few == 1);
    }

    TEST_CASE("its keys are read; what they leave out is the profile's") {
        const auto scenario = tests::valid_shop(
            "policies: {cart: {high_priority: {header: X-Priority, value: high, "
            "limits: {connections: 1, pending: 2, requests: 3, retries: 4}}}}\n");
        const auto high = scenario.policies.at(0).policy.high_priority;
        REQUIRE(high);
        CHECK(*high ==
              mesh::HighPriority{.header = "x-priority", .value = "high", .limits = {1, 2, 3, 4}});
        const auto rest =
            tests::valid_shop(
                "policies: {cart: {high_priority: {header: a, value: b, limits: {retries: 4}}}}\n")
                .policies.at(0)
                .policy.high_priority;
        REQUIRE(rest);
        mesh::ResourceLimits limits = scenario.defaults.limits;
        limits.retries = 4;
        CHECK(rest->limits == limits);
    }

    TEST_CASE("a mistake is reported where it was written") {
        const auto refusal = [](const std::string& text) {
            return tests::shop_refusal("policies:\n  cart:\n    high_priority: {" + text + "}\n");
        };
        CHECK(refusal("header: a").starts_with("a.yaml:6:20: error: value"));
        CHECK(refusal("value: a").starts_with("a.yaml:6:20: error: header"));
        CHECK(refusal("header: a, value: b, limits: {request: 1}") ==
              "a.yaml:6:51: error: unknown key 'request'; did you mean 'requests'?");
        CHECK(refusal("header: a, value: b, limits: {requests: -1}")
                  .starts_with("a.yaml:6:61: error:"));
        CHECK(refusal("header: a, value: b, limit: {}") ==
              "a.yaml:6:42: error: unknown key 'limit'; did you mean 'limits'?");
    }
}

}  // namespace high_priority_test
