// The profiles that come with weft: what each decides reaches a proxy.
#include "mesh/control/control_plane.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/read_profile.hpp"
#include "tests/scenarios/manifests/reading.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace weft::tests::profiles_test {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> names{"envoy",      "istio", "istio-before-1.24",
                                     "kubernetes", "kuma",  "linkerd"};

/// A DestinationRule that asks for outlier detection and a ring of the mesh's own size for the
/// port 8080 of search, and a VirtualService whose second rule asks for retries.
const std::string rules = R"(
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: search}
spec:
  host: search
  trafficPolicy:
    loadBalancer: {consistentHash: {httpHeaderName: x-user}}
    outlierDetection: {interval: 5s}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: search}
spec:
  hosts: [search]
  http:
    - match: [{uri: {prefix: /retried}}]
      route: [{destination: {host: search, port: {number: 80}}}]
      retries: {attempts: 4, backoff: 10ms}
    - route: [{destination: {host: search, port: {number: 80}}}]
)";

mesh::control::MeshDefaults profile(const std::string& name) {
    scenarios::Diagnostics diagnostics;
    auto defaults = scenarios::read_profile(name, {}, mesh::built_in_balancers(), diagnostics);
    for (const auto& diagnostic : diagnostics.all())
        MESSAGE(to_text(diagnostic));
    REQUIRE(defaults);
    return *defaults;
}

/// What a sidecar of the shop is told under a profile.
struct Told {
    mesh::ClusterConfig cart;    ///< No rule speaks of it.
    mesh::ClusterConfig search;  ///< The rules above do.
    mesh::Route plain;
    mesh::Route retried;
};

Told told(const std::string& name) {
    mesh::control::ControlPlane control{profile(name)};
    for (const auto& resource : scenarios::samples::read(shop_manifests + rules).resources)
        control.apply(resource);
    control.connect({.name = "web-0.default", .ns = "default", .labels = {}});
    const auto pushes = control.pushes();
    REQUIRE(pushes.size() == 1);
    const mesh::ProxyConfig& config = *pushes.front().config;
    Told told;
    for (const auto& [id, entry] : config.clusters) {
        if (entry.config->name.find("cart") != std::string::npos) told.cart = *entry.config;
        if (entry.config->name.find("|80||search") != std::string::npos)
            told.search = *entry.config;
    }
    told.plain = *config.routes->find({.method = "GET", .authority = "search:80", .path = "/"});
    told.retried =
        *config.routes->find({.method = "GET", .authority = "search:80", .path = "/retried"});
    return told;
}

bool asks(const mesh::RetryPolicy& policy, mesh::RetryOn condition) {
    return (policy.on & static_cast<std::uint32_t>(condition)) != 0;
}

}  // namespace

TEST_SUITE("profiles") {
    TEST_CASE("there are six, and each says in a line what it is") {
        CHECK(scenarios::data_names(scenarios::data::profiles) == names);
        std::ostringstream out;
        std::ostringstream err;
        scenarios::ListOptions options;
        options.what = scenarios::ListOptions::What::profiles;
        CHECK(scenarios::list(options, out, err) == 0);
        std::istringstream lines{out.str()};
        std::string line;
        for (const std::string& name : names) {
            REQUIRE(std::getline(lines, line));
            CHECK(line.starts_with(name + " "));
            CHECK(line.ends_with("."));
        }
        CHECK_FALSE(std::getline(lines, line));
    }

    TEST_CASE("a scenario can be played under each of them") {
        const std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                             ("weft-profiles-test-" + std::to_string(getpid()));
        std::filesystem::create_directories(folder);
        std::ofstream{folder / "shop.yaml"} << shop_manifests << rules;
        for (const std::string& name : names) {
            std::ofstream{folder / "scenario.yaml"}
                << "apiVersion: weft/v1\nkind: Scenario\nprofile: " << name
                << "\nmanifests: [shop.yaml]\nhorizon: 2s\n"
                   "services: {web: {script: [{call: cart}, {call: \"search:80\"}]}}\n"
                   "load: [{id: users, to: web, arrivals: poisson, rate: 50/s}]\n"
                   "expect: [success(users) > 99%]\n";
            scenarios::PlayOptions options;
            options.scenario = (folder / "scenario.yaml").string();
            options.record = reports::RecordLevel::none;
            std::ostringstream out;
            std::ostringstream err;
            CAPTURE(name);
            CHECK(scenarios::play(options, out, err) == 0);
            CAPTURE(err.str());
        }
        std::filesystem::remove_all(folder);
    }

    TEST_CASE("istio tries again where nothing was done, and bounds nothing") {
        const Told istio = told("istio");
        CHECK(istio.cart.balancer.name == "least_request");
        CHECK(istio.cart.limits == mesh::ResourceLimits{});
        CHECK(istio.cart.pool.connect_timeout == 10s);
        CHECK(istio.cart.selection.priority.panic_percent == 50);
        CHECK_FALSE(istio.cart.outlier);
        CHECK(istio.search.balancer.parameters.at("minimum_ring_size") == "1024");
        CHECK(istio.search.selection.priority.panic_percent == 0);
        REQUIRE(istio.search.outlier);
        CHECK(istio.search.outlier->interval == 5s);
        CHECK(istio.search.outlier->consecutive_gateway_errors == 0);
        CHECK_FALSE(istio.search.outlier->success_rate);
        CHECK(istio.plain.timeout == 0s);
        CHECK(istio.plain.retry.retries == 2);
        CHECK(istio.plain.retry.status_codes.empty());
        CHECK(istio.retried.retry.retries == 4);
        CHECK(istio.retried.retry.backoff == mesh::BackoffPolicy{10ms, 100ms});
    }

    TEST_CASE("istio before 1.24 also tries again what was answered by 503") {
        const Told before = told("istio-before-1.24");
        CHECK(before.plain.retry.status_codes == std::vector<std::uint16_t>{503});
        CHECK(asks(before.plain.retry, mesh::RetryOn::connect_failure));
        CHECK(before.plain.retry.retries == 2);  // As istio.
        CHECK(before.cart == told("istio").cart);
    }

    TEST_CASE("istio before 1.24 counts those that are out without the host in question") {
        const Told before = told("istio-before-1.24");
        const Told now = told("istio");
        REQUIRE(before.search.outlier);
        REQUIRE(now.search.outlier);
        CHECK(before.search.outlier->cap == mesh::EjectionCap::without_candidate);
        CHECK(now.search.outlier->cap == mesh::EjectionCap::with_candidate);
        CHECK(before.search.outlier->max_ejection_percent ==
              now.search.outlier->max_ejection_percent);
    }

    TEST_CASE("envoy rotates, waits 15 s, tries once, and judges hosts by their success rate") {
        const Told envoy = told("envoy");
        CHECK(envoy.cart.balancer == mesh::BalancerChoice{"round_robin", {}});
        CHECK(envoy.cart.limits == mesh::ResourceLimits{1024, 1024, 1024, 3});
        CHECK(envoy.cart.pool.connect_timeout == 5s);
        REQUIRE(envoy.search.outlier);
        CHECK(envoy.search.outlier->enforcing_gateway_errors == 0);
        CHECK(envoy.search.outlier->success_rate == mesh::SuccessRateSettings{});
        CHECK(envoy.search.outlier->failure_percentage == mesh::FailurePercentageSettings{});
        CHECK(envoy.search.selection.priority.panic_percent == 50);
        CHECK(envoy.plain.timeout == 15s);
        CHECK(envoy.plain.retry.retries == 0);
        CHECK(envoy.retried.retry.on == 0);  // A rule that names no condition has none.
    }

    TEST_CASE("kuma is envoy with five retries") {
        const Told kuma = told("kuma");
        CHECK(kuma.cart == told("envoy").cart);
        CHECK(kuma.cart.pool.idle_timeout == 1h);
        CHECK(kuma.plain.timeout == 15s);
        CHECK(kuma.plain.retry.retries == 5);
        CHECK(kuma.plain.retry.per_try_timeout == mesh::Duration{16s});
        CHECK(asks(kuma.plain.retry, mesh::RetryOn::gateway_error));
        CHECK_FALSE(asks(kuma.plain.retry, mesh::RetryOn::server_error));
    }

    TEST_CASE("linkerd chooses by latency and tries once") {
        const Told linkerd = told("linkerd");
        CHECK(linkerd.cart.balancer.name == "peak_ewma");
        CHECK(linkerd.cart.balancer.parameters.at("decay") == "10s");
        CHECK(linkerd.cart.balancer.parameters.at("default_rtt") == "30ms");
        CHECK(linkerd.cart.pool.connect_timeout == 1s);
        CHECK(linkerd.cart.selection.priority.panic_percent == 0);
        CHECK(linkerd.cart.fail_fast == mesh::FailFastSettings{3s, 10'000});
        CHECK_FALSE(linkerd.cart.failure_accrual);
        CHECK(linkerd.cart.pool.version == mesh::HttpVersion::http2);
        CHECK(linkerd.cart.pool.round_trips == 2);
        CHECK(linkerd.cart.pool.idle_timeout == 5s);
        CHECK(linkerd.plain.retry.retries == 0);
        CHECK(linkerd.plain.timeout == 0s);
        CHECK(asks(linkerd.retried.retry, mesh::RetryOn::server_error));
    }

    TEST_CASE("no mesh opens connections one by one unless a rule speaks of them") {
        for (const std::string& name : names) {
            CAPTURE(name);
            CHECK_FALSE(told(name).cart.connects);
            CHECK_FALSE(profile(name).connections.as_needed);
        }
        const auto kubernetes = profile("kubernetes");
        CHECK(kubernetes.connections.by_connection);
        CHECK(kubernetes.connections.idle_timeout == 0s);
    }

    TEST_CASE("istio keeps requests near where outliers are detected; no other mesh does") {
        using Mode = mesh::control::LocalityDefaults::Mode;
        for (const std::string& name : names) {
            CAPTURE(name);
            const bool is_istio = name.starts_with("istio");
            CHECK((profile(name).locality.mode == Mode::failover) == is_istio);
            const auto spare = told(name).cart.selection.priority.overprovisioning_percent;
            CHECK(spare == (name == "kubernetes" ? 1'000'000 : 140));
        }
        CHECK(profile("envoy").locality.mode == Mode::none);
        CHECK(profile("envoy").locality.min_cluster_size == 6);
        CHECK(told("istio").cart.pool.round_trips == 2);
        CHECK(told("envoy").cart.pool.round_trips == 1);
    }

    TEST_CASE("kubernetes alone chooses at random and does nothing else") {
        const Told kubernetes = told("kubernetes");
        CHECK(kubernetes.cart.balancer == mesh::BalancerChoice{"random", {}});
        CHECK(kubernetes.cart.limits == mesh::ResourceLimits{});
        CHECK(kubernetes.plain.retry.retries == 0);
        CHECK(kubernetes.plain.timeout == 0s);
    }

    TEST_CASE("a Job ends beside a proxy that is native, or that somebody tells to end") {
        CHECK(profile("kubernetes").sidecar_start.native);
        CHECK(profile("kuma").sidecar_end.ends_with_jobs);
        for (const std::string name : {"envoy", "istio", "istio-before-1.24", "linkerd"}) {
            CAPTURE(name);
            CHECK_FALSE(profile(name).sidecar_start.native);
            CHECK_FALSE(profile(name).sidecar_end.ends_with_jobs);
        }
    }
}

}  // namespace weft::tests::profiles_test
