// Loads that come through a gateway.
#include "reports/explain/critical_path.hpp"
#include "reports/explain/tracing.hpp"
#include "reports/write/explanation.hpp"
#include "tests/scenarios/play/played.hpp"

#include <string>

namespace weft::tests::play_gateways_test {
namespace {

using namespace std::chrono_literals;
using sim::observe::CallEnd;

const std::string front = R"(---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: front}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop}
spec:
  hosts: [shop.example]
  gateways: [front]
  http:
    - match: [{uri: {prefix: /web}, headers: {x-user: {exact: jason}}}]
      rewrite: {uri: /}
      route: [{destination: {host: web}}]
    - match: [{uri: {prefix: /cart}}]
      route: [{destination: {host: cart}}]
      retries: {attempts: 0}
    - match: [{uri: {prefix: /gone}}]
      redirect: {uri: /cart}
)";

/// Played for ten seconds with loads that ask the gateway, a hundred requests a second.
std::unique_ptr<Notes> through_gateway(const std::string& load, const std::string& more = "") {
    const ScenarioFolder folder;
    folder.write("front.yaml", front);
    return played_file(folder.write(
        "a.yaml",
        "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, front.yaml]\nhorizon: 10s\n"
        "services: {web: {script: [{call: cart}]}}\n" +
            more +
            "load: [{id: a, to: istio-ingressgateway.istio-system, arrivals: constant, rate: "
            "100/s, " +
            load + "}]\n"));
}

std::ptrdiff_t requests_with(const std::string& load, std::uint16_t status) {
    return answered(*through_gateway(load), status);
}

}  // namespace

TEST_SUITE("gateways") {
    TEST_CASE("a request takes the rule of its host and path, with the headers that it came with") {
        CHECK(requests_with("host: shop.example, path: /cart/1", 200) > 990);
        CHECK(requests_with("host: shop.example, path: /web, headers: {x-user: jason}", 200) > 990);
        CHECK(requests_with("host: shop.example, path: /web", 404) > 990);
        CHECK(requests_with("host: toys.example, path: /cart/1", 404) > 990);
        CHECK(requests_with("host: shop.example, path: /gone", 301) > 990);
    }

    TEST_CASE("PeerAuthentication is not for gateways: those outside have no certificates") {
        const ScenarioFolder folder;
        folder.write("front.yaml", front + R"(---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: istio-system}
spec: {mtls: {mode: STRICT}}
)");
        const auto notes = played_file(
            folder.write("a.yaml",
                         "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, front.yaml]\n"
                         "horizon: 2s\nload: [{id: a, to: istio-ingressgateway.istio-system, "
                         "host: shop.example, path: /cart, arrivals: constant, rate: 10/s}]\n"));
        CHECK(answered(*notes, 200) > 15);
    }

    TEST_CASE("a port of the Service leads to what listens there") {
        const ScenarioFolder folder;
        folder.write("front.yaml", front);
        const auto on_port = [&](const std::string& port) {
            return played_file(folder.write(
                "a.yaml",
                "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, front.yaml]\n"
                "horizon: 2s\nload: [{id: a, to: \"istio-ingressgateway.istio-system:" +
                    port +
                    "\", host: shop.example, path: /cart, arrivals: constant, rate: 10/s}]\n"));
        };
        CHECK(answered(*on_port("80"), 200) > 15);
        CHECK(answered(*on_port("443"), 404) > 15);
    }

    TEST_CASE("the client sees one call, the gateway's proxy makes the other") {
        const auto notes = through_gateway("host: shop.example, path: /cart");
        const auto ended = notes->requests_ended.size();
        CHECK(notes->calls_ended.size() >= 2 * ended);
        CHECK(notes->calls_ended.size() <= 2 * ended + 2);
    }

    TEST_CASE("what a gateway forwards is explained by the name of the service that got it") {
        const ScenarioFolder folder;
        folder.write("front.yaml", front);
        scenarios::Diagnostics diagnostics;
        const auto scenario = scenarios::read_scenario(
            folder.write("a.yaml",
                         "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, front.yaml]\n"
                         "horizon: 2s\nload: [{id: a, to: istio-ingressgateway.istio-system, "
                         "host: shop.example, path: /cart, arrivals: constant, rate: 10/s}]\n"),
            {}, diagnostics);
        REQUIRE(scenario);
        reports::Tracing tracing;
        sim::World world{scenarios::world_plan(*scenario, scenarios::built_in_kinds(), 1),
                         &tracing};
        world.run_until(scenario->horizon);
        const auto traces = tracing.take_complete();
        REQUIRE(traces.size() > 15);
        for (const auto& trace : traces) {
            CHECK(reports::explanation(trace, tracing.names(), {}).find("forwards it to cart\n") !=
                  std::string::npos);
            for (const auto& part : reports::critical_path(trace))
                CHECK(trace.service_of(part.call) != sim::observe::nobody);
        }
    }

    TEST_CASE("the gateway's proxy tries again as rules say, and nobody before it does") {
        const std::string sick =
            "timeline: [{at: 0s, fault: error, target: {service: cart}, rate: 100%}]\n";
        const auto notes = through_gateway("host: shop.example, path: /cart", sick);
        CHECK(std::ranges::all_of(notes->calls_ended,
                                  [](const CallEnd& call) { return call.attempts == 1; }));
        CHECK(answered(*notes, 500) > 990);
    }

    TEST_CASE("a gateway whose pods are gone lets nobody in") {
        const auto notes = through_gateway(
            "host: shop.example, path: /cart",
            "timeline: [{at: 5s, fault: crash, target: {service: istio-ingressgateway}}]\n");
        CHECK(answered(*notes, 200) > 490);
        CHECK(answered(*notes, 503) > 490);
    }

    TEST_CASE("a host is for gateways alone") {
        const auto read = read_shop("load: [{id: a, to: web, host: b, rate: 1/s}]\n");
        CHECK(read.messages == std::vector<std::string>{
                                   "a.yaml:4:31: error: 'web' is no gateway: a host is for those "
                                   "alone"});
    }
}

}  // namespace weft::tests::play_gateways_test
