// What `weft route` says of places, connections and rules of the Gateway API.
#include "scenarios/play/play.hpp"
#include "scenarios/play/route_answer.hpp"
#include "tests/folder.hpp"
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace weft::tests::route_places_test {
namespace {

using scenarios::RouteAnswer;

/// web calls cart, which has six pods and outlier detection, and search. Line 1 is empty.
const std::string manifests = R"(
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  replicas: 6
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: app}]}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart}
spec:
  host: cart
  trafficPolicy:
    outlierDetection: {interval: 1s}
    connectionPool: {tcp: {maxConnections: 9}, http: {maxRequestsPerConnection: 3}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: cart}
spec:
  parentRefs: [{kind: Service, group: "", name: cart, port: 80}]
  rules:
    - name: marked
      matches:
        - {path: {value: /mark}, headers: [{name: x-tester, value: "yes"}]}
      backendRefs: [{name: cart, port: 80}]
    - matches: [{path: {value: /}}]
      backendRefs: [{name: cart, port: 80}]
)";

struct Said {
    int exit_code = -1;
    std::string out;
    std::string err;
};

Said said(scenarios::RouteOptions options) {
    const Folder folder;
    folder.write("manifests.yaml", manifests);
    options.manifests = {folder.path() / "manifests.yaml"};
    options.from = "web";
    options.url = "http://cart/mark";
    std::ostringstream out;
    std::ostringstream err;
    const int exit_code = scenarios::route(options, out, err);
    return {exit_code, out.str(), err.str()};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

RouteAnswer ask(mesh::RequestHead head) {
    const auto reading = scenarios::samples::read(manifests);
    return scenarios::route_answer(
        {.proxy = {.name = "web-0.default", .ns = "default", .labels = {{"app", "web"}}},
         .head = std::move(head)},
        reading.resources, {});
}

}  // namespace

TEST_SUITE("route") {
    TEST_CASE("rules of the Gateway API say where they are written") {
        const RouteAnswer answer = ask({.authority = "cart", .path = "/mark"});
        REQUIRE(answer.passed_over.size() == 1);
        CHECK(answer.passed_over[0].rule == "cart.default/marked");
        CHECK(answer.passed_over[0].origin == "a.yaml:40");
        CHECK(answer.passed_over[0].why == R"(header x-tester is missing, not "yes")");
        CHECK(answer.route->name == "cart.default/rules[1]");
        CHECK(answer.origin == "a.yaml:42");
        CHECK(answer.match_origin == "a.yaml:42");

        const RouteAnswer marked =
            ask({.authority = "cart", .path = "/mark", .headers = {{"x-tester", "yes"}}});
        CHECK(marked.passed_over.empty());
        CHECK(marked.origin == "a.yaml:38");
        CHECK(marked.match_origin == "a.yaml:40");
    }

    TEST_CASE("without zones nobody is near") {
        const Said text = said({});
        CHECK(text.exit_code == 0);
        CHECK_FALSE(has(text.out, "priority"));
        CHECK(has(text.out, "failover by region, zone, subzone (profile)"));
    }

    TEST_CASE("each host has its zone and its priority for the one who asks") {
        scenarios::RouteOptions options;
        options.zones = {"eu/a", "eu/b", "us/c"};
        options.zone = "eu/b";
        const Said text = said(options);
        CHECK(text.exit_code == 0);
        CHECK(has(text.out, " in eu/b\n"));
        CHECK(has(text.out, "in eu/a, priority 1"));
        CHECK(has(text.out, "in us/c, priority 2"));

        options.json = true;
        const auto json = nlohmann::json::parse(said(options).out);
        CHECK(json.at("zone") == "eu/b");
        std::map<std::string, int> hosts;
        for (const auto& host : json.at("clusters")[0].at("hosts"))
            hosts[host.at("zone")] += 1 + 10 * host.at("priority").get<int>();
        CHECK(hosts == std::map<std::string, int>{{"eu/a", 22}, {"eu/b", 2}, {"us/c", 42}});
        CHECK(json.at("clusters")[0].at("locality").at("by") == "profile");
    }

    TEST_CASE("the zone of the one who asks must have a pod, and zones must be places") {
        scenarios::RouteOptions options;
        options.zones = {"eu/a", "eu/b"};
        options.zone = "us/c";
        CHECK(said(options).exit_code == 2);
        CHECK(has(said(options).err, "--in: no pod of 'web' is in zone 'us/c'"));
        options.zone.clear();
        options.zones = {"eu//a"};
        CHECK(said(options).exit_code == 2);
        CHECK(has(said(options).err, "--zones: 'eu//a' must be region/zone/subzone"));
    }

    TEST_CASE("connections are spoken of where they are played") {
        scenarios::RouteOptions options;
        CHECK(has(said(options).out,
                  "HTTP/1.1, 9 at a time, unlimited requests waiting, handshake of 2 round trips "
                  "within 10s, 3 requests each, closed when idle for 1h"));
        options.json = true;
        const auto json = nlohmann::json::parse(said(options).out);
        const auto& connections = json.at("clusters")[0].at("connections");
        CHECK(connections.at("max_requests_per_connection") == 3);
        CHECK(connections.at("round_trips") == 2);
        CHECK(connections.at("idle_timeout") == "1h");
    }
}

}  // namespace weft::tests::route_places_test
