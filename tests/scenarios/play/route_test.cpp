#include "scenarios/play/play.hpp"
#include "scenarios/play/route_answer.hpp"
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unistd.h>

namespace weft::tests::route_test {
namespace {

using namespace std::chrono_literals;
using scenarios::ClusterAnswer;
using scenarios::RouteAnswer;

/// web calls search, which has two versions and a rule for testers. Line 1 is empty.
const std::string manifests = R"(
apiVersion: v1
kind: Service
metadata: {name: search}
spec: {selector: {app: search}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: empty}
spec: {selector: {app: empty}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-v1}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: search-v1}
spec:
  selector: {matchLabels: {app: search}}
  template: {metadata: {labels: {app: search, version: v1}}, spec: {containers: [{name: app}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: search-v2}
spec:
  selector: {matchLabels: {app: search}}
  template: {metadata: {labels: {app: search, version: v2}}, spec: {containers: [{name: app}]}}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: search}
spec:
  host: search
  trafficPolicy: {loadBalancer: {simple: RANDOM}}
  subsets:
    - {name: v1, labels: {version: v1}}
    - name: v2
      labels: {version: v2}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: search}
spec:
  hosts: [search]
  http:
    - match: [{sourceLabels: {app: cart}}]
      route: [{destination: {host: search, subset: v9}}]
    - name: testers
      match:
        - {uri: {prefix: /find}, headers: {x-tester: {exact: "yes"}}}
        - {uri: {prefix: /test}}
      route: [{destination: {host: search, subset: v2}}]
      timeout: 2s
    - match: [{uri: {prefix: /gone}}]
      route: [{destination: {host: search, subset: v9}}]
    - match: [{uri: {prefix: /find}}]
      route:
        - {destination: {host: search, subset: v1}, weight: 90}
        - {destination: {host: search, subset: v2}, weight: 10}
      rewrite: {uri: /q}
)";

mesh::control::MeshDefaults defaults() {
    mesh::control::MeshDefaults defaults;
    defaults.balancer = "least_request";
    defaults.retry.retries = 2;
    return defaults;
}

RouteAnswer ask(mesh::RequestHead head, const mesh::control::MeshDefaults& mesh = defaults()) {
    const auto reading = scenarios::samples::read(manifests);
    CHECK(reading.said() == std::vector<std::string>{});
    return scenarios::route_answer(
        {.proxy = {.name = "web-v1-0.default", .ns = "default", .labels = {{"app", "web"}}},
         .head = std::move(head)},
        reading.resources, mesh);
}

/// What the command says of a request in the manifests above.
struct Said {
    int exit_code = -1;
    std::string out;
    std::string err;
};

Said said(scenarios::RouteOptions options) {
    const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                       ("weft-route-test-" + std::to_string(getpid()) + ".yaml");
    std::ofstream{file} << manifests;
    options.manifests = {file};
    std::ostringstream out;
    std::ostringstream err;
    const int exit_code = scenarios::route(options, out, err);
    std::filesystem::remove(file);
    return {exit_code, out.str(), err.str()};
}

scenarios::RouteOptions to(const std::string& url, const std::string& from = "web-v1") {
    scenarios::RouteOptions options;
    options.from = from;
    options.url = url;
    return options;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("route") {
    TEST_CASE("every rule before the one that is taken says why it was passed over") {
        const RouteAnswer answer = ask({.authority = "search", .path = "/find?q=a"});
        REQUIRE(answer.passed_over.size() == 4);
        CHECK(answer.passed_over[0].rule == "search.default/http[0]");
        CHECK(answer.passed_over[0].origin == "a.yaml:51");
        CHECK(answer.passed_over[0].why == "the source lacks the labels of sourceLabels");
        CHECK(answer.passed_over[1].rule == "search.default/testers");
        CHECK(answer.passed_over[1].origin == "a.yaml:55");
        CHECK(answer.passed_over[1].why == R"(header x-tester is missing, not "yes")");
        CHECK(answer.passed_over[2].origin == "a.yaml:56");
        CHECK(answer.passed_over[2].why == R"(path is "/find", not prefix "/test")");
        CHECK(answer.passed_over[3].why == R"(path is "/find", not prefix "/gone")");
    }

    TEST_CASE("the rule that is taken says where it is written, and leads to its clusters") {
        const RouteAnswer answer = ask({.authority = "search", .path = "/find?q=a"});
        REQUIRE(answer.route);
        CHECK(answer.route->name == "search.default/http[3]");
        CHECK(answer.origin == "a.yaml:61");
        CHECK(answer.match == R"(path prefix "/find")");
        CHECK(answer.match_origin == "a.yaml:61");
        CHECK(answer.sent.path == "/q?q=a");
        REQUIRE(answer.clusters.size() == 2);
        const ClusterAnswer& v1 = answer.clusters[0];
        CHECK(v1.share_percent == 90);
        CHECK(v1.subset == "v1");
        CHECK(v1.port == 80);
        CHECK(v1.destination_rule == "DestinationRule 'search' in default");
        CHECK(v1.destination_rule_origin == "a.yaml:34");
        CHECK(v1.subset_origin == "a.yaml:41");
        REQUIRE(v1.config);
        CHECK(v1.config->balancer.name == "random");
        REQUIRE(v1.hosts.size() == 1);
        CHECK(v1.hosts[0].pod == "search-v1-0");
        CHECK(answer.clusters[1].hosts[0].pod == "search-v2-0");
        CHECK_FALSE(answer.own);
    }

    TEST_CASE("the first of several matches that takes the request is named") {
        const RouteAnswer answer = ask({.authority = "search", .path = "/test"});
        CHECK(answer.match_origin == "a.yaml:56");
        CHECK(answer.timeout_is_of_rule);
        CHECK(answer.route->timeout == 2s);
        CHECK_FALSE(answer.retries_are_of_rule);
        CHECK(answer.route->retry.retries == 2);
    }

    TEST_CASE("what the sidecar answers itself, it says") {
        const RouteAnswer unmatched = ask({.authority = "search", .path = "/"});
        CHECK(unmatched.own->status == 404);
        CHECK(unmatched.passed_over.size() == 5);
        CHECK_FALSE(unmatched.route);

        CHECK(ask({.authority = "search", .path = "/gone"}).own->flag == "NC");
        CHECK(ask({.authority = "empty"}).own->flag == "UH");
    }

    TEST_CASE("a host that nobody declared is passed on, or has no route, as the mesh has it") {
        mesh::control::MeshDefaults open = defaults();
        open.unknown_hosts = mesh::control::UnknownHosts::pass;
        const RouteAnswer passed = ask({.authority = "nobody"}, open);
        REQUIRE(passed.clusters.size() == 1);
        CHECK(passed.clusters[0].name == "PassthroughCluster");
        CHECK_FALSE(passed.own);
        scenarios::RouteOptions options = to("http://nobody/");
        CHECK(has(said(options).out, "where the app sends it"));
        CHECK(has(said(options).out, "none: the app chose the address"));
        CHECK_FALSE(has(said(options).out, "least_request"));
        options.profile = "envoy";
        CHECK(has(said(options).out, "has the host 'nobody'"));
    }

    TEST_CASE("without a VirtualService the request goes to the host's own cluster") {
        const RouteAnswer answer = ask({.authority = "empty"});
        REQUIRE(answer.route);
        CHECK(answer.route->name == "default");
        CHECK(answer.origin == "");
        CHECK(answer.match == "every request");
        CHECK(answer.passed_over.empty());
    }

    TEST_CASE("the answer is for people, or for machines") {
        scenarios::RouteOptions options = to("http://search/find");
        options.headers = {"X-Tester: yes"};
        const Said text = said(options);
        CHECK(text.exit_code == 0);
        CHECK(has(text.out, "search.default/testers at "));
        CHECK(has(text.out, ".yaml:53"));
        CHECK(has(text.out, "2 on connect-failure"));
        CHECK(has(text.out, "(profile istio)"));
        CHECK(has(text.out, "search-v2-0"));

        options.json = true;
        const auto json = nlohmann::json::parse(said(options).out);
        CHECK(json.at("rule").at("name") == "search.default/testers");
        CHECK(json.at("rule").at("timeout") == "2s");
        CHECK(json.at("rule").at("timeout_by") == "rule");
        CHECK(json.at("rule").at("retry_by") == "profile istio");
        CHECK(json.at("passed_over").size() == 1);
        CHECK(json.at("clusters")[0].at("hosts")[0].at("pod") == "search-v2-0");
        CHECK(json.at("answer").is_null());
    }

    TEST_CASE("the profile fills what the rules leave open") {
        scenarios::RouteOptions options = to("empty");
        options.profile = "linkerd";
        CHECK(has(said(options).out, "peak_ewma"));
        options.profile = "linkrd";
        const Said wrong = said(options);
        CHECK(wrong.exit_code == 2);
        CHECK(has(wrong.err, "--profile: error: unknown profile 'linkrd'"));
    }

    TEST_CASE("the host of the URL gives way to a header") {
        scenarios::RouteOptions options = to("http://nobody/find");
        options.headers = {"Host: search:80"};
        CHECK(has(said(options).out, "search.default.svc.cluster.local:80"));
    }

    TEST_CASE("who asks must be a workload, and what is asked for a URL") {
        CHECK(has(said(to("search", "web")).err, "no workload 'web'; did you mean 'web-v1'?"));
        CHECK(has(said(to("search", "web-v2")).err, "did you mean 'web-v1'?"));
        CHECK(said(to("search", "web-v1.default")).exit_code == 0);
        CHECK(said(to("search", "web-v1.prod")).exit_code == 2);
        for (const std::string url : {"", "/find", "https://search/", "sea rch", "search:0/",
                                      "search:65536", "search:http"}) {
            CAPTURE(url);
            const Said wrong = said(to(url));
            CHECK(wrong.exit_code == 2);
            CHECK(has(wrong.err, "is no URL that a sidecar routes"));
        }
        scenarios::RouteOptions options = to("search");
        options.headers = {"x-user"};
        CHECK(has(said(options).err, "'x-user' is no header"));
    }
}

}  // namespace weft::tests::route_test
