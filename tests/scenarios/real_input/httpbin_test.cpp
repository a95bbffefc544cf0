#include "tests/folder.hpp"
#include "tests/scenarios/real_input/played.hpp"

namespace weft::tests::httpbin_test {
namespace {

/// The rule of Istio's page on circuit breaking, which gives it in prose alone.
const std::string rule = R"(apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: httpbin}
spec:
  host: httpbin
  trafficPolicy:
    connectionPool:
      tcp: {maxConnections: 1}
      http: {http1MaxPendingRequests: 1, maxRequestsPerConnection: 1}
    outlierDetection:
      {consecutive5xxErrors: 1, interval: 1s, baseEjectionTime: 3m, maxEjectionPercent: 100}
)";

/// What its load client asks: without a pause but for its own work.
const std::string scenario = R"(apiVersion: weft/v1
kind: Scenario
name: httpbin
horizon: 20s
services:
  httpbin: {script: [{compute: exponential 5ms}]}
network:
  latency: {same_zone: 50us, cross_zone: 50us}
load:
  - {id: two, to: httpbin, from: fortio, path: /get, users: 2, think: exponential 8ms, end: 10s}
  - {id: three, to: httpbin, from: fortio, path: /get, users: 3, think: exponential 8ms, start: 10s}
expect:
  - ejected(httpbin) == 0
)";

}  // namespace

TEST_SUITE("httpbin") {
    TEST_CASE("the circuit-breaker sample turns away what does not fit, and ejects nobody") {
        const fs::path sample = shared_folder("manifests/istio/samples/httpbin");
        if (sample.empty()) return;
        const Folder folder;
        scenarios::PlayOptions options;
        options.scenario = folder.write("httpbin.yaml", scenario).string();
        options.manifests = {sample / "httpbin.yaml", sample / "sample-client/fortio-deploy.yaml",
                             folder.write("rule.yaml", rule)};
        const Played run = played(options);
        CAPTURE(run.diagnostics);
        REQUIRE(run.exit_code == 0);
        const auto& two = run.load("two");
        const auto& three = run.load("three");
        CHECK(two.at("success_rate") > 0.9);
        CHECK(three.at("success_rate") > 0.55);
        CHECK(three.at("success_rate") < 0.75);
        CHECK(three.at("codes").at("503") == three.at("flags").at("UO"));
        CHECK(three.at("failed") == three.at("flags").at("UO"));
    }
}

}  // namespace weft::tests::httpbin_test
