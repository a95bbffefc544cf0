#include "scenarios/play/section_catalogue.hpp"

#include "tests/two_pods.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

namespace section_catalogue_test {

namespace {

using namespace weft;
using scenarios::Fork;
using scenarios::KnownSection;
using scenarios::KnownSetting;
using scenarios::section_with;

constexpr const char* shop = R"(apiVersion: weft/v1
kind: Scenario
name: shop
horizon: 4s
manifests: [app.yaml, web.yaml]
load: [{id: visitors, to: app, rate: 50/s}]
policies: {app: {balancer: {kind: least_request, choices: 3}}}
timeline:
  - {at: 1s, do: set, path: DestinationRule/app.spec.trafficPolicy.outlierDetection, value: {interval: 1s}}
)";

constexpr const char* web = R"(apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: routes, namespace: shop}
spec:
  hosts: [web]
  http:
    - {match: [{uri: {prefix: /a}}], route: [{destination: {host: web}}], retries: {attempts: 1, retryOn: "5xx,reset"}}
    - {route: [{destination: {host: web}}]}
)";

constexpr const char* cart_shop = R"(apiVersion: weft/v1
kind: Scenario
name: shop
horizon: 4s
manifests: [app.yaml, cart.yaml]
load: [{id: visitors, to: app, rate: 50/s}]
)";

constexpr const char* cart = R"(apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: app}, ports: [{name: http, port: 80}, {name: http-admin, port: 8080, targetPort: 80}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart}
spec:
  host: cart
  trafficPolicy: {connectionPool: {http: {maxRetries: 9}}, outlierDetection: {interval: 2s}}
  subsets:
    - {name: v1, labels: {app: app}}
    - {name: v2, labels: {app: app}, trafficPolicy: {connectionPool: {tcp: {maxConnections: 7}}}}
)";

Fork fork_of_cart() {
    reports::RunHead head;
    head.seed = 3;
    head.given = {{"scenario", "shop.yaml"}};
    head.sources = {{"shop.yaml", cart_shop}, {"app.yaml", tests::two_pods}, {"cart.yaml", cart}};
    auto fork = Fork::of(head);
    REQUIRE(fork);
    REQUIRE(fork->mistakes(scenarios::built_in_kinds()) == "");
    return std::move(*fork);
}

Fork fork_of_shop() {
    reports::RunHead head;
    head.seed = 3;
    head.given = {{"scenario", "shop.yaml"}};
    head.sources = {{"shop.yaml", shop}, {"app.yaml", tests::two_pods}, {"web.yaml", web}};
    auto fork = Fork::of(head);
    REQUIRE(fork);
    REQUIRE(fork->mistakes(scenarios::built_in_kinds()) == "");
    return std::move(*fork);
}

std::vector<KnownSection> sections_of(const Fork& fork, const char* name, const char* ns) {
    return known_sections(fork, scenarios::built_in_kinds(), {name, ns});
}

const KnownSection& section_named(const std::vector<KnownSection>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &KnownSection::name);
    REQUIRE_MESSAGE(found != all.end(), name);
    return *found;
}

const KnownSection& section_at(const std::vector<KnownSection>& all,
                               const std::string& name,
                               const std::string& place) {
    const auto found = std::ranges::find_if(
        all, [&](const KnownSection& it) { return it.name == name && it.place == place; });
    REQUIRE_MESSAGE(found != all.end(), name, " of ", place);
    return *found;
}

const KnownSetting& setting_named(const KnownSection& section, const std::string& name) {
    const auto found = std::ranges::find(section.settings, name, &KnownSetting::name);
    REQUIRE_MESSAGE(found != section.settings.end(), name);
    return *found;
}

std::string step_as_it_begins(const KnownSection& section) {
    std::vector<std::pair<std::string, std::string>> values;
    for (const KnownSetting& setting : section.settings)
        values.emplace_back(setting.name, setting.value);
    return fmt::format("{{at: 2s, do: set, path: {}, value: {}}}", section.path,
                       section_with(section.written, values));
}

}  // namespace

TEST_SUITE("section catalogue") {
    TEST_CASE(
        "a section says what the scenario, its manifests and its steps say, or else the mesh") {
        const auto all = sections_of(fork_of_shop(), "app", "default");
        const KnownSection& balancer = section_named(all, "balancer least_request");
        CHECK(balancer.path == "policies.app.balancer");
        CHECK(balancer.written == "{kind: least_request, choices: 3}");
        CHECK(setting_named(balancer, "choices").value == "3");
        CHECK(setting_named(balancer, "selection").words ==
              std::vector<std::string>{"n_choices", "full_scan"});
        CHECK(section_named(all, "balancer random").written == "{kind: random}");

        const KnownSection& outlier = section_named(all, "outlier detection");
        CHECK(outlier.path == "DestinationRule/app.spec.trafficPolicy.outlierDetection");
        CHECK(outlier.written == "{interval: 1s}");
        CHECK(setting_named(outlier, "interval").value == "1s");
        CHECK(setting_named(outlier, "consecutive5xxErrors").value == "");
        CHECK(setting_named(outlier, "consecutive5xxErrors").fallback == "5");

        const KnownSection& limits = section_named(all, "limits");
        CHECK(limits.written == "");
        CHECK(setting_named(limits, "http.maxRetries").fallback == "unlimited");
        CHECK(section_named(all, "retries").path == "VirtualService/app.spec.http.0.retries");
        CHECK(setting_named(section_named(all, "retries"), "attempts").fallback == "2");
        CHECK(setting_named(section_named(all, "failure accrual"), "min_penalty").value == "1s");
    }

    TEST_CASE("rules are those for the service, whatever they are called and wherever they are") {
        const auto all = sections_of(fork_of_shop(), "web", "shop");
        const KnownSection& first = section_named(all, "retries");
        CHECK(first.path == "VirtualService/shop/routes.spec.http.0.retries");
        CHECK(first.written == "{attempts: 1, retryOn: \"5xx,reset\"}");
        CHECK(setting_named(first, "retryOn").value == "5xx,reset");
        CHECK(section_named(all, "retries of http.1").path ==
              "VirtualService/shop/routes.spec.http.1.retries");
        CHECK(section_named(all, "limits").path ==
              "DestinationRule/shop/web.spec.trafficPolicy.connectionPool");
        CHECK(section_named(all, "balancer random").path == "policies.\"web.shop\".balancer");
        CHECK(sections_of(fork_of_shop(), "ingress", "").empty());
    }

    TEST_CASE("a service that is named with its namespace has the same sections") {
        const auto plain = sections_of(fork_of_shop(), "web", "shop");
        const auto named = sections_of(fork_of_shop(), "web.shop", "shop");
        REQUIRE(named.size() == plain.size());
        for (std::size_t section = 0; section < plain.size(); ++section)
            CHECK(named[section].path == plain[section].path);
        CHECK(section_named(named, "limits").path ==
              "DestinationRule/shop/web.spec.trafficPolicy.connectionPool");
    }

    TEST_CASE("each, as it begins, is a step that can be played, and the next one builds on it") {
        Fork fork = fork_of_shop();
        for (const char* const service : {"app", "web"}) {
            const bool is_app = std::string{service} == "app";
            for (const KnownSection& section :
                 sections_of(fork, service, is_app ? "default" : "shop")) {
                const std::string step = step_as_it_begins(section);
                CAPTURE(step);
                CHECK(fork.mistakes(scenarios::built_in_kinds(), step) == "");
            }
        }
        fork.add("{at: 2s, do: set, path: policies.app.balancer, value: random}");
        const auto later = sections_of(fork, "app", "");
        CHECK(step_as_it_begins(section_named(later, "balancer random")) ==
              "{at: 2s, do: set, path: policies.app.balancer, value: random}");
        CHECK(section_named(later, "balancer least_request").written == "{kind: least_request}");
    }

    TEST_CASE("subsets and ports have sections of their own, which begin with what holds there") {
        Fork fork = fork_of_cart();
        const auto all = sections_of(fork, "cart", "default");
        const std::string spec = "DestinationRule/cart.spec.";
        CHECK(section_at(all, "limits", "").path == spec + "trafficPolicy.connectionPool");
        const KnownSection& limits = section_at(all, "limits", "subset v1");
        CHECK(limits.path == spec + "subsets.v1.trafficPolicy.connectionPool");
        CHECK(limits.written == "{http: {maxRetries: 9}}");
        CHECK(setting_named(limits, "http.maxRetries").value == "9");
        CHECK(section_at(all, "limits", "subset v2").written == "{tcp: {maxConnections: 7}}");
        CHECK(section_at(all, "outlier detection", "subset v2").written == "{interval: 2s}");
        CHECK(section_at(all, "retry budget", "subset v1").path ==
              spec + "subsets.v1.trafficPolicy.retryBudget");
        const KnownSection& balancer = section_at(all, "balancer random", "subset v1");
        CHECK(balancer.path == spec + "subsets.v1.trafficPolicy.loadBalancer");
        CHECK(balancer.written == "{simple: RANDOM}");
        const KnownSection& port = section_at(all, "limits", "port 8080");
        CHECK(port.path == spec + "trafficPolicy.portLevelSettings.8080.connectionPool");
        CHECK(port.written == "{http: {maxRetries: 9}}");
        for (const KnownSection& section : all) {
            const std::string step = step_as_it_begins(section);
            CAPTURE(step);
            CHECK(fork.mistakes(scenarios::built_in_kinds(), step) == "");
            CHECK((!section.place.starts_with("port") || section.name != "retry budget"));
        }

        fork.add(fmt::format("{{at: 2s, do: set, path: {}, value: {{http: {{maxRetries: 3}}}}}}",
                             port.path));
        const auto later = sections_of(fork, "cart", "default");
        CHECK(section_at(later, "limits", "port 8080").written == "{http: {maxRetries: 3}}");
        CHECK(section_at(later, "outlier detection", "port 8080").written == "{interval: 2s}");
        CHECK(section_at(later, "limits", "").written == "{http: {maxRetries: 9}}");
        CHECK(section_at(later, "limits", "port 80").written == "{http: {maxRetries: 9}}");
    }

    TEST_CASE("one port alone is the whole service, and a chosen balancer holds everywhere") {
        const auto is_part = [](const KnownSection& it) { return !it.place.empty(); };
        CHECK(std::ranges::none_of(sections_of(fork_of_shop(), "app", "default"), is_part));
        Fork fork = fork_of_cart();
        fork.add("{at: 2s, do: set, path: policies.cart.balancer, value: random}");
        for (const KnownSection& section : sections_of(fork, "cart", "default"))
            CHECK((section.place.empty() || !section.name.starts_with("balancer")));
    }

    TEST_CASE("what is said of a section keeps what nobody asked about") {
        CHECK(section_with("", {{"interval", "1s"}, {"maxEjectionPercent", ""}}) ==
              "{interval: 1s}");
        CHECK(
            section_with(
                "{tcp: {maxConnections: 5, tcpKeepalive: {time: 7s}}, http: {maxRetries: "
                "1}}",
                {{"tcp.maxConnections", "9"}, {"http.maxRetries", ""}, {"http.idleTimeout", ""}}) ==
            "{tcp: {maxConnections: 9, tcpKeepalive: {time: 7s}}}");
        CHECK(section_with("", {{"retryOn", "5xx,reset"}}) == "{retryOn: \"5xx,reset\"}");
        CHECK(section_with("{kind: ring_hash}", {{"hash", "xx"}}) == "{kind: ring_hash, hash: xx}");
        CHECK(section_with("{kind: ring_hash}", {{"hash", ""}}) == "ring_hash");
        CHECK(section_with("", {{"attempts", "[3"}}) == "{attempts: \"[3\"}");
        CHECK(section_with("", {}) == "{}");
    }
}

}  // namespace section_catalogue_test
