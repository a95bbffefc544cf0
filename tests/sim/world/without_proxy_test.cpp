// Pods that the mesh gives no proxy, among others that have one.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

namespace without_proxy_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::ClientTls;
using mesh::Instant;
using mesh::MutualTlsMode;

namespace {

mesh::control::Workload& workload_of(sim::WorldPlan& plan, const std::string& name) {
    const auto found = std::ranges::find_if(plan.resources, [&](const auto& resource) {
        const auto* const workload = std::get_if<mesh::control::Workload>(&resource);
        return workload != nullptr && workload->meta.name == name;
    });
    return std::get<mesh::control::Workload>(*found);
}

/// A client asks web, which asks cart, under automatic mutual TLS. One of them has no proxy.
sim::WorldPlan shop_plan(const std::string& alone) {
    sim::WorldPlan plan = tests::empty_plan(5);
    sim::Behaviour web;
    web.workers = 8;
    web.script = {tests::call("cart")};
    tests::add_service(plan, "web", 1, web);
    tests::add_service(plan, "cart", 2, {});
    plan.defaults.security.automatic_mutual_tls = true;
    plan.loads = {tests::poisson("web", 20)};
    plan.horizon = Instant{5s};
    workload_of(plan, alone).pod.labels["sidecar.istio.io/inject"] = "false";
    return plan;
}

/// The status with which all requests end, whether connections are played or not; 0 if they differ.
std::uint16_t status_of_all(sim::WorldPlan plan) {
    std::uint16_t status = 0;
    for (const bool as_needed : {false, true}) {
        plan.defaults.connections.as_needed = as_needed;
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        REQUIRE(notes.requests_ended.size() > 50);
        if (status == 0) status = notes.requests_ended.front().status;
        const bool all = std::ranges::all_of(notes.requests_ended,
                                             [&](const auto& end) { return end.status == status; });
        if (!all) return 0;
    }
    return status;
}

mesh::control::PeerAuthentication strict() {
    mesh::control::PeerAuthentication policy;
    policy.meta.name = "default";
    policy.mode = MutualTlsMode::strict;
    return policy;
}

mesh::control::DestinationRule sends_mutual_tls(const std::string& host) {
    mesh::control::DestinationRule rule;
    rule.meta.name = host;
    rule.host = host;
    rule.policy.emplace().tls = ClientTls::istio_mutual;
    return rule;
}

}  // namespace

TEST_SUITE("pods without a proxy") {
    TEST_CASE("they are asked unencrypted, by no policy, unless a rule says otherwise") {
        sim::WorldPlan plan = shop_plan("cart");
        CHECK(status_of_all(plan) == 200);
        plan.resources.emplace_back(strict());
        mesh::control::AuthorizationPolicy nobody;
        nobody.meta.name = "nobody";
        nobody.selector = {{"app", "cart"}};
        plan.resources.emplace_back(nobody);
        CHECK(status_of_all(plan) == 200);
        plan.resources.emplace_back(sends_mutual_tls("cart"));
        CHECK(status_of_all(plan) == 500);
    }

    TEST_CASE("they send unencrypted, which a strict server refuses") {
        sim::WorldPlan plan = shop_plan("web");
        CHECK(status_of_all(plan) == 200);
        plan.resources.emplace_back(sends_mutual_tls("cart"));
        CHECK(status_of_all(plan) == 200);  // It has no proxy that would.
        auto policy = strict();
        policy.selector = {{"app", "cart"}};
        plan.resources.emplace_back(policy);
        CHECK(status_of_all(plan) == 500);
    }

    TEST_CASE("rules do not hold for what they send") {
        mesh::control::VirtualService rules;
        rules.meta.name = "cart";
        rules.hosts = {"cart"};
        rules.http.emplace_back().direct_response = mesh::DirectResponse{.status = 503};
        sim::WorldPlan plan = shop_plan("cart");
        plan.resources.emplace_back(rules);
        CHECK(status_of_all(plan) == 500);
        plan = shop_plan("web");
        plan.resources.emplace_back(rules);
        CHECK(status_of_all(plan) == 200);
    }

    TEST_CASE("a namespace may say so for all of its pods, and a new pod comes up all the same") {
        sim::WorldPlan plan = shop_plan("web");
        workload_of(plan, "web").pod.labels.erase("sidecar.istio.io/inject");
        mesh::control::Namespace space;
        space.meta.name = "default";
        space.meta.labels = {{"istio-injection", "disabled"}};
        plan.resources.emplace_back(space);
        plan.resources.emplace_back(strict());
        plan.defaults.sidecar_start.holds_app = true;
        plan.cluster.pod_start = sim::Distribution::constant(1s);
        mesh::control::Workload more = workload_of(plan, "web");
        more.replicas = 2;
        plan.timeline.push_back(
            {.id = "more", .at = Instant{1s}, .action = sim::PlannedApply{.resources = {more}}});
        CHECK(status_of_all(plan) == 200);
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        CHECK(std::ranges::count_if(notes.changes_made, [](const auto& change) {
                  return change.kind == sim::observe::Change::Kind::pod_ready &&
                         change.at > Instant{};
              }) == 1);
    }
}

}  // namespace without_proxy_test
