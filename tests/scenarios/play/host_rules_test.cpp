#include "tests/scenarios/play/played.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace host_rules_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;

/// Two pods of v1 and one of v2.
const std::string versions = R"(
apiVersion: v1
kind: Service
metadata: {name: reviews}
spec: {selector: {app: reviews}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: reviews-v1}
spec:
  replicas: 2
  selector: {matchLabels: {app: reviews, version: v1}}
  template: {metadata: {labels: {app: reviews, version: v1}}, spec: {containers: [{name: app}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: reviews-v2}
spec:
  selector: {matchLabels: {app: reviews, version: v2}}
  template: {metadata: {labels: {app: reviews, version: v2}}, spec: {containers: [{name: app}]}}
)";

const std::string retries = R"(
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews}
spec:
  hosts: [reviews]
  http: [{route: [{destination: {host: reviews}}], retries: {attempts: 1, retryOn: 5xx}}]
)";

const std::string failover = R"(
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: reviews}
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: {localityLbSetting: {enabled: true}}
    outlierDetection: {consecutive5xxErrors: 1000000}
)";

/// What a run came to.
struct Played {
    tests::Notes notes;

    /// How many calls ended at pods of each version; "" for nowhere.
    std::map<std::string, std::size_t> by_version() const {
        std::map<std::uint32_t, std::string> names{notes.versions.begin(), notes.versions.end()};
        std::map<std::string, std::size_t> found;
        for (const auto& call : notes.calls_ended)
            ++found[names[call.version]];
        return found;
    }

    std::size_t with_status(std::uint16_t status) const {
        return static_cast<std::size_t>(tests::answered(notes, status));
    }

    /// The pods that answered attempts, each with how many.
    std::map<std::uint32_t, std::size_t> by_pod() const {
        std::map<std::uint32_t, std::size_t> found;
        for (const auto& span : notes.spans_ended) {
            if (span.kind == sim::observe::Span::Kind::work) ++found[span.pod];
        }
        return found;
    }
};

Played play(const std::string& policy,
            const std::string& headers,
            const std::string& more = "",
            const std::string& manifests = versions) {
    const tests::ScenarioFolder folder;
    folder.write("versions.yaml", manifests);
    const auto file =
        folder.write("b.yaml",
                     "apiVersion: weft/v1\nkind: Scenario\n"
                     "manifests: [versions.yaml]\nhorizon: 100s\n"
                     "services: {reviews: {script: []}}\n"
                     "load: [{id: a, to: reviews, rate: 10/s, headers: {" +
                         headers + "}}]\npolicies: {reviews: {" + policy + "}}\n" + more);
    const Played played{.notes = *tests::played_file(file, 1)};
    REQUIRE(played.notes.requests_ended.size() > 800);
    return played;
}

const std::string by_header =
    "subsets: {selectors: [{keys: [version]}], from_headers: {x-version: version}, ";

const std::string v2_fails =
    "timeline: [{at: 0s, fault: error, target: {pods: {version: v2}}, rate: 100%}]\n";

}  // namespace

TEST_SUITE("rules of hosts of a scenario") {
    TEST_CASE("a header leads to the pods of one version alone") {
        const auto found =
            play(by_header + "fallback: any_endpoint}", "x-version: v2").by_version();
        CHECK(found.size() == 1);
        CHECK(found.contains("v2"));
    }

    TEST_CASE("requests for a version that nobody has go anywhere, or nowhere, as it is said") {
        const auto anywhere =
            play(by_header + "fallback: any_endpoint}", "x-version: v3").by_version();
        CHECK(anywhere.size() == 2);
        CHECK(anywhere.at("v2") > 200);
        const auto by_default =
            play(by_header + "fallback: default_subset, default_subset: {version: v1}}",
                 "x-version: v3");
        CHECK(by_default.by_version().size() == 1);
        CHECK(by_default.by_version().contains("v1"));
        const Played nowhere = play(by_header + "fallback: no_fallback}", "x-version: v3");
        CHECK(nowhere.with_status(503) == nowhere.notes.requests_ended.size());
    }

    TEST_CASE("a header pins the pod of an address") {
        const std::string policy = "override_host: {header: x-host}";
        std::set<std::uint32_t> pinned;
        for (const std::string address : {"10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80"}) {
            const auto pods = play(policy, "x-host: '" + address + "'").by_pod();
            CHECK(pods.size() == 1);
            pinned.insert(pods.begin()->first);
        }
        CHECK(pinned.size() == 3);
        CHECK(play(policy, "x-host: '10.9.9.9:80'").by_pod().size() == 3);
    }

    TEST_CASE("retries go to pods that were not tried, or that have not the labels") {
        const std::string manifests = versions + retries;
        const Played nothing =
            play("retry_hosts: {omit_labels: {version: v9}}", "", v2_fails, manifests);
        CHECK(nothing.with_status(500) > 50);
        for (const std::string omitted : {"omit_previous: true", "omit_labels: {version: v2}"}) {
            const Played avoiding =
                play("retry_hosts: {" + omitted + ", more_picks: 100}", "", v2_fails, manifests);
            CHECK(avoiding.with_status(500) == 0);
            CHECK(avoiding.with_status(200) == avoiding.notes.requests_ended.size());
        }
    }

    TEST_CASE("retries leave the zone that failed, whatever its load") {
        const std::string manifests = versions + retries + failover;
        const std::string zones =
            "cluster: {zones: {r/a: {}, r/b: {}}}\n"
            "timeline: [{at: 0s, fault: error, target: {zone: r/a}, rate: 100%}]\n";
        const Played kept = play("balancer: random", "", zones, manifests);
        CHECK(kept.with_status(500) == kept.notes.requests_ended.size());
        const Played left = play("retry_priorities: {update_frequency: 1}", "", zones, manifests);
        CHECK(left.with_status(200) == left.notes.requests_ended.size());
    }
}

}  // namespace host_rules_test
