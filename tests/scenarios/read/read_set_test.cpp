#include "scenarios/read/read_set.hpp"

#include "scenarios/read/read_shift.hpp"
#include "scenarios/read/set_value.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"

#include <string>
#include <utility>
#include <variant>

namespace read_set_test {

using namespace weft;
using namespace std::chrono_literals;
using scenarios::ApplyManifest;
using scenarios::PolicyOverride;

namespace {

const std::string routes = R"(
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart}
spec:
  hosts: [cart]
  http:
    - name: all
      route:
        - {destination: {host: cart, subset: v1}, weight: 100}
        - {destination: {host: cart, subset: v2}, weight: 0}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart}
spec:
  host: cart
  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: of-search}
spec: {host: search}
)";

/// Of a scenario of the shop with these routes, whose timeline follows.
tests::ReadResult read_steps(const std::string& steps) {
    const tests::ScenarioFolder folder;
    folder.write("routes.yaml", routes);
    const auto file =
        folder.write("a.yaml",
                     "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml, routes.yaml]\n"
                     "load: [{id: web, to: web, rate: 100/s}, {id: crowd, to: web, users: 5, "
                     "think: 1s}]\n"
                     "policies: {cart: {balancer: random}}\n"
                     "timeline:\n" +
                         steps);
    scenarios::Diagnostics diagnostics;
    tests::ReadResult result{scenarios::read_scenario(file, {}, diagnostics), {}};
    for (scenarios::Diagnostic diagnostic : diagnostics.sorted()) {
        if (diagnostic.severity == scenarios::Diagnostic::Severity::note) continue;
        diagnostic.place.file = std::filesystem::path{diagnostic.place.file}.filename().string();
        result.messages.push_back(to_text(diagnostic));
    }
    return result;
}

std::vector<scenarios::TimelineStep> valid_steps(const std::string& steps) {
    tests::ReadResult result = read_steps(steps);
    for (const std::string& message : result.messages)
        MESSAGE(message);
    REQUIRE(result.scenario);
    return std::move(result.scenario->timeline);
}

std::string step_refusal(const std::string& step) {
    const tests::ReadResult result = read_steps("  - " + step + "\n");
    CHECK_FALSE(result.scenario);
    CAPTURE(step);
    REQUIRE(result.messages.size() == 1);
    return result.messages.front();
}

const mesh::control::VirtualService& routes_of(const scenarios::TimelineStep& step) {
    return std::get<mesh::control::VirtualService>(
        std::get<ApplyManifest>(step.action).resources.at(0));
}

const mesh::control::DestinationRule& rule_of(const scenarios::TimelineStep& step) {
    return std::get<mesh::control::DestinationRule>(
        std::get<ApplyManifest>(step.action).resources.at(0));
}

}  // namespace

TEST_SUITE("values that a step sets") {
    TEST_CASE("the rate of an open load") {
        const auto steps =
            valid_steps("  - {at: 5s, do: set, path: load.web.rate, value: 250/s}\n");
        const auto& rate = std::get<sim::PlannedRate>(steps[0].action);
        CHECK(rate.load == "web");
        CHECK(rate.rate == 250);
        CHECK(step_refusal("{at: 5s, do: set, path: load.wbe.rate, value: 250/s}")
                  .ends_with("unknown load 'wbe'; did you mean 'web'?"));
        CHECK(step_refusal("{at: 5s, do: set, path: load.web.to, value: 250/s}")
                  .ends_with("of a load only its rate can be changed while it runs"));
        CHECK(step_refusal("{at: 5s, do: set, path: load.crowd.rate, value: 250/s}")
                  .ends_with("load 'crowd' has users, and no rate"));
        CHECK(step_refusal("{at: 5s, do: set, path: load.web.rate, value: 250}")
                  .find("value must be a rate with its unit") != std::string::npos);
    }

    TEST_CASE("a policy, over what the scenario says and what steps above it set") {
        const auto steps = valid_steps(
            "  - {at: 5s, do: set, path: policies.cart.admission_control, value: {}}\n"
            "  - {at: 9s, do: set, path: policies.cart.balancer, value: round_robin}\n"
            "  - {at: 9s, do: set, path: policies.web, value: {balancer: round_robin}}\n");
        const auto& first = std::get<PolicyOverride>(steps[0].action);
        CHECK(first.service == "cart");
        CHECK(first.policy.admission);
        CHECK(first.policy.balancer->name == "random");
        const auto& second = std::get<PolicyOverride>(steps[1].action);
        CHECK(second.policy.admission);
        CHECK(second.policy.balancer->name == "round_robin");
        CHECK(std::get<PolicyOverride>(steps[2].action).service == "web");
    }

    TEST_CASE("of what an anchor and its aliases share, the policy of one service alone") {
        const auto steps =
            tests::valid_shop(
                "policies: {cart: &both {balancer: random}, search: *both}\n"
                "timeline:\n"
                "  - {at: 5s, do: set, path: policies.cart.balancer, value: round_robin}\n"
                "  - {at: 6s, do: set, path: policies.search.admission_control, value: {}}\n")
                .timeline;
        CHECK(std::get<PolicyOverride>(steps[0].action).policy.balancer->name == "round_robin");
        CHECK(std::get<PolicyOverride>(steps[1].action).policy.balancer->name == "random");
    }

    TEST_CASE("a name that has dots stands in quotes") {
        const auto steps = valid_steps(
            "  - {at: 5s, do: set, path: 'policies.\"cart.default\".balancer', value: random}\n"
            "  - {at: 6s, do: set, path: '\"VirtualService/cart\".spec.\"http\".0.timeout', "
            "value: 2s}\n");
        CHECK(std::get<PolicyOverride>(steps[0].action).service == "cart.default");
        CHECK(routes_of(steps[1]).http[0].timeout == 2s);
        CHECK(step_refusal("{at: 5s, do: set, path: 'policies.\"cart.balancer', value: random}")
                  .ends_with("a quote in the path is never closed"));
        using Parts = std::pair<std::string, std::string>;
        CHECK(scenarios::split_path("a.\"b.c\".d") == Parts{"a", "\"b.c\".d"});
        CHECK(scenarios::split_path("\"b.c\".d") == Parts{"b.c", "d"});
        CHECK(scenarios::split_path("b") == Parts{"b", ""});
    }

    TEST_CASE("what is wrong with a policy is told at the value, and an unknown service by name") {
        CHECK(step_refusal("{at: 5s, do: set, path: policies.cart.balancer, value: randm}")
                  .ends_with("unknown balancer 'randm'; did you mean 'random'?"));
        CHECK(step_refusal("{at: 5s, do: set, path: policies.cart.balancer, value: fastest}")
                  .ends_with("unknown balancer 'fastest'; weft list balancers has them all"));
        CHECK(step_refusal("{at: 5s, fault: hang, target: {service: cart}}")
                  .ends_with("unknown fault 'hang'; weft list faults has them all"));
        CHECK(step_refusal("{at: 5s, do: set, path: policies.cart.balancr, value: random}")
                  .ends_with("unknown key 'balancr'; did you mean 'balancer'?"));
        CHECK(step_refusal("{at: 5s, do: set, path: policies.crt.balancer, value: random}")
                  .ends_with("unknown service 'crt'; did you mean 'cart'?"));
    }

    TEST_CASE("a field of a VirtualService or DestinationRule, as if it were applied anew") {
        const std::string weight = "VirtualService/cart.spec.http.0.route.";
        const auto steps = valid_steps(
            "  - {at: 5s, do: set, path: " + weight + "0.weight, value: 40}\n" +
            "  - {at: 6s, do: set, path: VirtualService/default/cart.spec.http.0.route.1.weight, "
            "value: 60}\n"
            "  - {at: 7s, do: set, path: DestinationRule/cart.spec.trafficPolicy, value: "
            "{connectionPool: {http: {http1MaxPendingRequests: 5}}}}\n");
        CHECK(routes_of(steps[0]).http[0].route[0].weight == 40);
        CHECK(routes_of(steps[0]).http[0].route[1].weight == 0);
        CHECK(routes_of(steps[1]).http[0].route[0].weight == 40);
        CHECK(routes_of(steps[1]).http[0].route[1].weight == 60);
        const auto& rule = std::get<mesh::control::DestinationRule>(
            std::get<ApplyManifest>(steps[2].action).resources.at(0));
        CHECK(rule.policy);
        CHECK(rule.subsets.size() == 2);
    }

    TEST_CASE("a Service without a rule gets one of its name, which says nothing but what is set") {
        const auto steps = valid_steps(
            "  - {at: 5s, do: set, path: DestinationRule/web.spec.trafficPolicy.outlierDetection, "
            "value: {consecutive5xxErrors: 2}}\n"
            "  - {at: 6s, do: set, path: VirtualService/web.spec.http.0.retries, value: {attempts: "
            "3}}\n"
            "  - {at: 7s, do: set, path: VirtualService/web.spec.http.0.timeout, value: 2s}\n");
        const auto& rule = std::get<mesh::control::DestinationRule>(
            std::get<ApplyManifest>(steps[0].action).resources.at(0));
        CHECK(rule.host == "web");
        CHECK(rule.policy->outlier_detection->consecutive_5xx == 2U);
        CHECK_FALSE(rule.policy->connection_pool);
        CHECK(routes_of(steps[1]).hosts == std::vector<std::string>{"web"});
        CHECK(routes_of(steps[1]).http[0].route[0].destination.host == "web");
        CHECK(routes_of(steps[2]).http[0].retries->attempts == 3U);
        CHECK(routes_of(steps[2]).http[0].timeout == 2s);
    }

    TEST_CASE("an element of a list by its name") {
        const auto steps = valid_steps(
            "  - {at: 5s, do: set, path: VirtualService/cart.spec.http.all.timeout, value: 2s}\n"
            "  - {at: 6s, do: set, path: DestinationRule/cart.spec.subsets.v2.trafficPolicy, "
            "value: {connectionPool: {http: {maxRetries: 3}}}}\n");
        CHECK(routes_of(steps[0]).http[0].timeout == 2s);
        const auto& rule = rule_of(steps[1]);
        CHECK_FALSE(rule.subsets[0].policy);
        REQUIRE(rule.subsets[1].policy);
        CHECK(rule.subsets[1].policy->connection_pool->max_retries == 3U);
        CHECK(step_refusal("{at: 5s, do: set, path: DestinationRule/cart.spec.subsets.v3.labels, "
                           "value: {}}")
                  .ends_with("there is no 'v3' in this list; did you mean 'v1'?"));
    }

    TEST_CASE("a port that had no settings of its own gets some that begin with what held for it") {
        const std::string whole = "  - {at: 5s, do: set, path: DestinationRule/cart.spec.";
        const auto steps = valid_steps(
            whole + "trafficPolicy.outlierDetection, value: {consecutive5xxErrors: 4}}\n" + whole +
            "trafficPolicy.portLevelSettings.80.connectionPool.http.maxRetries, value: 5}\n" +
            whole +
            "trafficPolicy.portLevelSettings.80.connectionPool.http.maxRetries, value: 6}\n" +
            whole + "subsets.v2.trafficPolicy.portLevelSettings.80.outlierDetection.interval, " +
            "value: 3s}\n");
        const auto& first = rule_of(steps[1]).policy->port_level;
        REQUIRE(first.size() == 1);
        CHECK(first.at(80).connection_pool->max_retries == 5U);
        CHECK(first.at(80).outlier_detection->consecutive_5xx == 4U);
        CHECK_FALSE(rule_of(steps[1]).policy->connection_pool);
        const auto& second = rule_of(steps[2]).policy->port_level;
        REQUIRE(second.size() == 1);
        CHECK(second.at(80).connection_pool->max_retries == 6U);
        const auto& of_subset = rule_of(steps[3]).subsets[1].policy->port_level;
        REQUIRE(of_subset.size() == 1);
        CHECK(of_subset.at(80).connection_pool->max_retries == 6U);
        CHECK(of_subset.at(80).outlier_detection->consecutive_5xx == 4U);
        CHECK(of_subset.at(80).outlier_detection->interval == 3s);
        CHECK_FALSE(rule_of(steps[3]).policy->port_level.at(80).outlier_detection->interval);
    }

    TEST_CASE("a step changes what steps above it have applied") {
        const auto steps = valid_steps(
            "  - {at: 5s, do: set, path: VirtualService/cart.spec.http.0.route.0.weight, value: "
            "40}\n"
            "  - {at: 6s, do: apply, manifest: routes.yaml}\n"
            "  - {at: 7s, do: set, path: VirtualService/cart.spec.http.0.timeout, value: 2s}\n");
        CHECK(routes_of(steps[0]).http[0].route[0].weight == 40);
        CHECK(routes_of(steps[2]).http[0].route[0].weight == 100);
        CHECK(routes_of(steps[2]).http[0].timeout == 2s);
    }

    TEST_CASE("what cannot be changed while it runs is refused by its name") {
        CHECK(step_refusal("{at: 5s, do: set, path: services.cart.workers, value: 4}")
                  .find("'services' cannot be changed while it runs") != std::string::npos);
        CHECK(step_refusal("{at: 5s, do: set, path: Deployment/cart.spec.replicas, value: 4}")
                  .find("a Deployment cannot be changed while it runs") != std::string::npos);
        CHECK(step_refusal("{at: 5s, do: set, path: VirtualService/crt.spec.hosts, value: [a]}")
                  .ends_with("unknown VirtualService 'crt'; did you mean 'cart'?"));
        CHECK(step_refusal("{at: 5s, do: set, path: load.web.rate}").ends_with("value is missing"));
        CHECK(step_refusal("{at: 5s, do: set, path: policies, value: {}}")
                  .ends_with("name a service, as in policies.cart.balancer"));
        CHECK(step_refusal("{at: 5s, do: set, path: VirtualService/shop/cart.spec.hosts, value: "
                           "[a]}")
                  .ends_with("unknown VirtualService 'shop/cart'"));
        CHECK(step_refusal("{at: 5s, do: set, path: DestinationRule/search.spec.host, value: a}")
                  .ends_with("unknown DestinationRule 'search'; the one for this host is "
                             "'of-search'"));
    }

    TEST_CASE("a step changes what an object says, but neither its name nor its kind") {
        for (const std::string field : {".metadata.name", ".kind", ""}) {
            CAPTURE(field);
            CHECK(step_refusal("{at: 5s, do: set, path: VirtualService/cart" + field +
                               ", value: other}")
                      .ends_with("of a VirtualService only what is under spec can be changed while "
                                 "it runs, as in VirtualService/cart.spec"));
        }
    }

    TEST_CASE("a path that leads nowhere is told at the path") {
        CHECK(step_refusal("{at: 5s, do: set, path: VirtualService/cart.spec.http.7.timeout, "
                           "value: 2s}") == "a.yaml:7:29: error: there is no '7' in this list");
    }
}

TEST_SUITE("traffic that a step shifts") {
    TEST_CASE("weights by subset, in some parts over some time, or at once") {
        const auto steps = valid_steps(
            "  - {at: 5s, do: shift_traffic, virtual_service: cart, to: {v1: 0, v2: 100}, "
            "steps: 4, over: 30s}\n"
            "  - {at: 50s, do: shift_traffic, virtual_service: cart.default, route: all, to: "
            "{v1: "
            "1}}\n");
        const auto& slowly = std::get<sim::PlannedShift>(steps[0].action);
        CHECK(slowly.name == "cart");
        CHECK(slowly.ns == "default");
        CHECK(slowly.to.at("v2") == 100);
        CHECK(slowly.parts == 4);
        CHECK(slowly.over == 30s);
        const auto& at_once = std::get<sim::PlannedShift>(steps[1].action);
        CHECK(at_once.route == "all");
        CHECK(at_once.parts == 1);
    }

    TEST_CASE("what it names must be there, and a time needs its steps") {
        const std::string shift = "{at: 5s, do: shift_traffic, virtual_service: cart, ";
        CHECK(step_refusal("{at: 5s, do: shift_traffic, virtual_service: crt, to: {v1: 1}}")
                  .ends_with("unknown VirtualService 'crt'; did you mean 'cart'?"));
        CHECK(step_refusal(shift + "route: al, to: {v1: 1}}")
                  .ends_with("'cart' has no rule 'al' that sends requests anywhere; did you mean "
                             "'all'?"));
        CHECK(step_refusal(shift + "to: {v3: 1}}").find("unknown subset 'v3'") !=
              std::string::npos);
        CHECK(step_refusal(shift + "to: {v1: 0}}").find("must give some weight") !=
              std::string::npos);
        CHECK(step_refusal(shift + "to: {v1: 1}, over: 5s}").find("steps is missing") !=
              std::string::npos);
        CHECK(step_refusal(shift + "to: {v1: 1}, steps: 3}").find("over is missing") !=
              std::string::npos);
        CHECK(step_refusal(shift + "to: {v1: 1}, steps: 0, over: 5s}")
                  .ends_with("steps must be between 1 and 1000"));
        CHECK(step_refusal(shift + "to: {v1: 50%}}").ends_with("v1 must be a whole number"));
    }
}

}  // namespace read_set_test
