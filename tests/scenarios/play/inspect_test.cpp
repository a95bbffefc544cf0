#include "scenarios/play/inspect.hpp"

#include "scenarios/play/exit_code.hpp"
#include "tests/folder.hpp"
#include "tests/two_pods.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

namespace inspect_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using scenarios::look_inside;
namespace fs = std::filesystem;

namespace {

constexpr const char* sick_shop = R"(apiVersion: weft/v1
kind: Scenario
name: shop
seed: 3
horizon: 8s
manifests: [app.yaml]
load: [{id: web, to: app, rate: 50/s}]
timeline:
  - {id: sick, at: 1s, for: 7s, fault: error, target: {service: app, pick: one}, rate: 100%}
  - {id: shrink, at: 5s, do: scale, workload: app, replicas: 1}
)";

constexpr const char* rule_of_outliers = R"(---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: app}
spec:
  host: app
  trafficPolicy:
    connectionPool: {http: {http2MaxRequests: 77}}
    outlierDetection:
      {consecutive5xxErrors: 3, interval: 10s, baseEjectionTime: 30s, maxEjectionPercent: 100}
)";

/// A run in which one pod of two is ejected, and later one goes.
class SickRun {
public:
    SickRun() {
        folder_.write("app.yaml", tests::two_pods + rule_of_outliers);
        scenarios::PlayOptions options;
        options.scenario = folder_.write("shop.yaml", sick_shop).string();
        options.out = folder_.path() / "run.db";
        std::ostringstream out;
        std::ostringstream err;
        REQUIRE_MESSAGE(scenarios::play(options, out, err) == scenarios::exit_code::done,
                        err.str());
    }

    scenarios::InspectOptions at(mesh::Duration time, const std::string& pod = "ingress-web") {
        scenarios::InspectOptions options;
        options.run = folder_.path() / "run.db";
        options.pod = pod;
        options.at = Instant{time};
        return options;
    }

private:
    tests::Folder folder_;
};

struct Told {
    int code = 0;
    std::string out;
    std::string err;
};

Told told(const scenarios::InspectOptions& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = scenarios::inspect(options, out, err);
    return {code, out.str(), err.str()};
}

bool says(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

const mesh::ClusterView& cluster_of_app(const scenarios::Inspection& seen) {
    const auto found = std::ranges::find_if(
        seen.pod.proxy.clusters, [](const auto& cluster) { return says(cluster.name, "app"); });
    REQUIRE(found != seen.pod.proxy.clusters.end());
    return *found;
}

}  // namespace

TEST_SUITE("inspect") {
    TEST_CASE("before the fault both hosts are healthy, after it one is ejected") {
        SickRun run;
        const auto before = look_inside(run.at(900ms));
        REQUIRE_MESSAGE(before.has_value(), before.error());
        CHECK(before->pod.at == Instant{900ms});
        for (const mesh::HostView& host : cluster_of_app(*before).hosts)
            CHECK(host.health == mesh::HostHealth::healthy);
        const auto after = look_inside(run.at(4s));
        REQUIRE(after);
        CHECK(std::ranges::count_if(cluster_of_app(*after).hosts, [](const auto& host) {
                  return host.outlier && host.outlier->ejected_until;
              }) == 1);
        CHECK(cluster_of_app(*after).use.limits.requests == 77);
    }

    TEST_CASE("text names the ejected host and the limit, JSON says the same") {
        SickRun run;
        scenarios::InspectOptions options = run.at(4s);
        const Told text = told(options);
        CHECK(text.code == scenarios::exit_code::done);
        CHECK(says(text.out, "ejected until 3"));
        CHECK(says(text.out, "of 77 requests"));
        CHECK(says(text.out, "app-0"));
        options.json = true;
        const auto json = nlohmann::json::parse(told(options).out);
        CHECK(json.at("pod") == "ingress-web");
        CHECK(json.at("at_ns") == 4'000'000'000);
        const auto& hosts = json.at("clusters").at(0).at("hosts");
        CHECK(hosts.size() == 2);
        CHECK(std::ranges::count_if(hosts, [](const auto& host) {
                  return !host.at("outlier").at("ejected_until_ns").is_null();
              }) == 1);
    }

    TEST_CASE("a pod's app is told of, too") {
        SickRun run;
        const Told text = told(run.at(2s, "app-0"));
        CHECK(says(text.out, "workers"));
        CHECK(says(text.out, "0 waiting"));
    }

    TEST_CASE("configuration is printed, and how it differs from what was held earlier") {
        SickRun run;
        scenarios::InspectOptions options = run.at(8s);
        options.config = true;
        CHECK(says(told(options).out, "limits 77 requests"));
        options.config_since = Instant{2s};
        const Told difference = told(options);
        CHECK(says(difference.out, "\n  cluster outbound|80||app"));
        CHECK(says(difference.out, "\n-   host "));
        CHECK_FALSE(says(difference.out, "\n+"));
        options.at = Instant{3s};
        CHECK(says(told(options).out, "says what version"));
    }

    TEST_CASE("a configuration is not compared with a later one") {
        SickRun run;
        scenarios::InspectOptions options = run.at(2s);
        options.config_since = Instant{3s};
        CHECK(told(options).code == scenarios::exit_code::bad_input);
        CHECK(says(told(options).err, "at 2s is compared with an earlier one, and 3s is later"));
        options.config_since = Instant{2s};
        CHECK(told(options).code == scenarios::exit_code::done);
    }

    TEST_CASE("without a time, the configuration is compared with the one before it") {
        SickRun run;
        const auto seen = look_inside(run.at(8s));
        REQUIRE(seen);
        CHECK(seen->compared_version > 0);
        CHECK(seen->compared_version < seen->pod.proxy.version);
        CHECK(says(seen->config_difference, "-   host "));
        const auto early = look_inside(run.at(2s));
        REQUIRE(early);
        CHECK(early->compared_version == 0);
    }

    TEST_CASE("a later time than the run has is its end") {
        SickRun run;
        const auto seen = look_inside(run.at(1h));
        REQUIRE(seen);
        CHECK(seen->pod.at == Instant{8s});
        CHECK(told(run.at(1h)).err == "note: the run has ended at 8s, which is what is shown\n");
        CHECK(told(run.at(8s)).err.empty());
        scenarios::InspectOptions at_the_end = run.at(8s);
        at_the_end.at = mesh::never;
        CHECK(told(at_the_end).err.empty());
    }

    TEST_CASE("an unknown pod is a mistake with a proposal, as is a file that is no run") {
        SickRun run;
        const Told unknown = told(run.at(1s, "ap-0"));
        CHECK(unknown.code == scenarios::exit_code::bad_input);
        CHECK(says(unknown.err, "there is no pod 'ap-0' at 1s; did you mean 'app-0'?"));
        scenarios::InspectOptions nothing = run.at(1s);
        nothing.run = "/nowhere/run.db";
        CHECK(told(nothing).code == scenarios::exit_code::bad_input);
    }

    TEST_CASE("it stops when it is told to") {
        SickRun run;
        scenarios::InspectOptions options = run.at(4s);
        options.goes_on = [](Instant) { return false; };
        const auto seen = look_inside(options);
        REQUIRE_FALSE(seen);
        CHECK(seen.error() == "stopped");
    }
}

}  // namespace inspect_test
