#include "tests/scenarios/play/played.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>

namespace degraded_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;

namespace {

const std::string stock = R"(
apiVersion: v1
kind: Service
metadata: {name: stock}
spec: {selector: {app: stock}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: stock}
spec:
  replicas: 4
  selector: {matchLabels: {app: stock}}
  template: {metadata: {labels: {app: stock}}, spec: {containers: [{name: app}]}}
)";

const std::string rule = R"(---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: stock}
spec:
  host: stock
  trafficPolicy: {outlierDetection: {interval: 1s, baseEjectionTime: 2500ms, maxEjectionPercent: 0}}
)";

/// Twenty seconds, of which some of four pods say from 2 s to 7 s that they are degraded.
std::unique_ptr<tests::Notes> played(const std::string& manifests,
                                     const std::string& policy,
                                     const std::string& pick) {
    const tests::ScenarioFolder folder;
    folder.write("stock.yaml", manifests);
    const auto file = folder.write(
        "a.yaml",
        "apiVersion: weft/v1\nkind: Scenario\nmanifests: [stock.yaml]\nhorizon: 20s\n"
        "services: {stock: {script: []}}\n"
        "load: [{id: visitors, to: stock, rate: 400/s, arrivals: constant}]\n"
        "policies: {stock: {" +
            policy +
            "}}\n"
            "timeline: [{id: sick, at: 2s, for: 5s, fault: degraded, target: {service: stock, "
            "pick: " +
            pick + "}}]\n");
    return tests::played_file(file, 1);
}

/// The share of the requests of this time that the pods got which turned degraded first.
double share_of_sick(const tests::Notes& notes, Instant from, Instant to) {
    std::vector<std::uint32_t> sick;
    for (const Change& change : notes.changes_made) {
        if (change.kind == Change::Kind::host_degraded) sick.push_back(change.pod);
    }
    double all = 0;
    double theirs = 0;
    for (const auto& span : notes.spans_ended) {
        if (span.kind != sim::observe::Span::Kind::work) continue;
        if (span.started < from || span.started >= to) continue;
        ++all;
        theirs += std::ranges::find(sick, span.pod) != sick.end() ? 1 : 0;
    }
    return theirs / all;
}

const std::string detecting = "detect_degraded: true";
const std::string checking =
    "health_check: {timeout: 200ms, interval: 500ms, no_traffic_interval: 500ms, "
    "unhealthy_threshold: 1, healthy_threshold: 1}";

}  // namespace

TEST_SUITE("degraded pods of a scenario") {
    TEST_CASE("a pod whose answers say so gets nothing while three of four are enough") {
        const auto notes = played(stock + rule, detecting, "one");
        CHECK(share_of_sick(*notes, Instant{0s}, Instant{2s}) ==
              doctest::Approx(0.25).epsilon(0.2));
        CHECK(share_of_sick(*notes, Instant{2100ms}, Instant{4900ms}) == 0);
        // It is tried again at 5 s, then held to be so for 5 s, when the fault is over.
        CHECK(share_of_sick(*notes, Instant{5200ms}, Instant{10900ms}) == 0);
        CHECK(share_of_sick(*notes, Instant{12s}, Instant{20s}) ==
              doctest::Approx(0.25).epsilon(0.1));
        CHECK(notes->count(Change::Kind::host_degraded) == 2);
        CHECK(notes->count(Change::Kind::host_recovered) == 2);
        CHECK(notes->count(Change::Kind::host_ejected) == 0);
    }

    TEST_CASE("two of four take 70 % at 140 % of what they would, and the sick ones get the rest") {
        const auto notes = played(stock + rule, detecting, "2");
        CHECK(share_of_sick(*notes, Instant{2500ms}, Instant{4900ms}) ==
              doctest::Approx(0.3).epsilon(0.1));
    }

    TEST_CASE("checks find it at the next one, and its recovery too") {
        const auto notes = played(stock, checking, "one");
        CHECK(share_of_sick(*notes, Instant{2600ms}, Instant{7s}) == 0);
        CHECK(share_of_sick(*notes, Instant{7600ms}, Instant{20s}) ==
              doctest::Approx(0.25).epsilon(0.1));
        // Every proxy checks by itself: the client's and those of the four pods.
        CHECK(notes->count(Change::Kind::host_degraded) == 5);
        CHECK(notes->count(Change::Kind::host_recovered) == 5);
    }

    TEST_CASE("nobody listens who was not told to") {
        const auto notes = played(stock + rule, "", "one");
        CHECK(notes->count(Change::Kind::host_degraded) == 0);
    }

    TEST_CASE("without outlier detection it is warned of") {
        const auto result = tests::read_shop("policies: {cart: {detect_degraded: true}}\n");
        CHECK(result.scenario);
        REQUIRE(result.messages.size() == 1);
        CHECK(result.messages.front() ==
              "a.yaml:4:36: warning: no DestinationRule of the manifests has outlierDetection for "
              "'cart': it is not honoured");
        CHECK(tests::read_shop("policies: {cart: {detect_degraded: false}}\n").messages.empty());
        CHECK(tests::shop_refusal("policies: {cart: {detect_degraded: sometimes}}\n") ==
              "a.yaml:4:36: error: detect_degraded must be true or false");
    }
}

}  // namespace degraded_test
