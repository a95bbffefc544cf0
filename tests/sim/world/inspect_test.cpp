#include "sim/world/inspect.hpp"

#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace inspect_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using tests::cart_of;
using tests::cart_plan;
using tests::inject;

namespace {

/// One of two pods of cart fails all it gets from one second on, and is ejected for half a minute.
sim::WorldPlan plan_with_outlier() {
    sim::WorldPlan plan = cart_plan(1ms, 2);
    mesh::control::DestinationRule rule;
    rule.meta.name = "cart";
    rule.host = "cart";
    rule.policy.emplace();
    rule.policy->outlier_detection =
        mesh::control::OutlierRules{.consecutive_5xx = 3,
                                    .consecutive_gateway_errors = std::nullopt,
                                    .interval = 10s,
                                    .base_ejection_time = 30s,
                                    .max_ejection_percent = 100,
                                    .min_health_percent = std::nullopt};
    plan.resources.emplace_back(rule);
    plan.defaults.outlier.max_ejection_time = 300s;
    sim::FaultTarget target = tests::on_service("cart");
    target.pods.pick = sim::PodSelector::Pick::one;
    inject(plan, "error", {{"rate", "100%"}}, 1s, 60s, target);
    return plan;
}

sim::PodView seen(const sim::World& world, const std::string& name) {
    const auto view = sim::inspect(world, name);
    REQUIRE(view);
    return *view;
}

}  // namespace

TEST_SUITE("look at a pod") {
    TEST_CASE("a client's proxy shows whom it has ejected, under the pod's name") {
        sim::World world{plan_with_outlier(), nullptr};
        world.run_until(Instant{4s});
        const sim::PodView client = seen(world, "ingress-load");
        CHECK(client.at == Instant{4s});
        CHECK(client.is_client);
        CHECK(client.workers == 0);
        REQUIRE(client.proxy.clusters.size() == 1);
        const mesh::ClusterView& cluster = client.proxy.clusters.front();
        CHECK(cluster.balancer == "least_request");
        REQUIRE(cluster.hosts.size() == 2);
        int ejected = 0;
        for (const mesh::HostView& host : cluster.hosts) {
            CHECK(client.host_pods.at(host.host).starts_with("cart-"));
            REQUIRE(host.outlier);
            if (!host.outlier->ejected_until) continue;
            ++ejected;
            CHECK(*host.outlier->ejected_until > Instant{31s});
            CHECK(*host.outlier->ejected_until < Instant{34s});
            CHECK(host.health == mesh::HostHealth::unhealthy);
        }
        CHECK(ejected == 1);
    }

    TEST_CASE("a pod shows who waits for its workers, and since when") {
        sim::WorldPlan plan = cart_plan(400ms);
        cart_of(plan).workers = 1;
        sim::World world{plan, nullptr};
        world.run_until(Instant{1050ms});
        const sim::PodView cart = seen(world, "cart-0");
        CHECK(cart.service == "cart");
        CHECK_FALSE(cart.is_client);
        CHECK(cart.stage == sim::PodStage::serving);
        CHECK(cart.workers == 1);
        CHECK(cart.busy == 1);
        // Of ten that came, two are done and one is served; the fourth came at 400 ms.
        CHECK(cart.waiting == 7);
        CHECK(cart.oldest_since == Instant{400ms});
        CHECK_FALSE(cart.cpu);  // Nobody counts it.
    }

    TEST_CASE("a pod with a limit shows what it used of CPU, and how long it was held back") {
        sim::WorldPlan plan = cart_plan(50ms);
        plan.cluster.cpu = {.slice = 100ms, .least_quota = 1ms};
        std::get<mesh::control::Workload>(plan.resources.back()).pod.resources.cpu_limit = 100;
        sim::World world{plan, nullptr};
        world.run_until(Instant{4s});
        const auto cpu = seen(world, "cart-0").cpu;
        REQUIRE(cpu);
        CHECK(cpu->limit == 100);
        // Ten milliseconds in each of about forty slices, and it wanted five times that.
        CHECK(cpu->used > 350ms);
        CHECK(cpu->used <= 410ms);
        CHECK(cpu->throttled > 3s);
        CHECK(cpu->throttled < 4s);
    }

    TEST_CASE("a pod shows its certificate where some can run out, and who it is elsewhere") {
        sim::WorldPlan plan = cart_plan(1ms);
        plan.defaults.security = {
            .automatic_mutual_tls = true,
            .certificate_lifetime = 3s,
            .rotation = {.grace = {500'000}, .jitter = {0}, .retry = {.base = 500ms, .max = 60s}}};
        plan.cluster.certificates.signing = sim::Distribution::constant(50ms);
        {
            sim::World world{plan, nullptr};
            world.run_until(Instant{2s});
            const sim::PodView cart = seen(world, "cart-0");
            CHECK(cart.identity == "spiffe://cluster.local/ns/default/sa/default");
            REQUIRE(cart.certificate);
            CHECK(cart.certificate->not_after - cart.certificate->not_before == 3s);
            CHECK(cart.certificate->not_after > Instant{2s});
        }
        plan.defaults.security.certificate_lifetime = 24h;
        sim::World world{plan, nullptr};
        world.run_until(Instant{2s});
        CHECK_FALSE(seen(world, "cart-0").certificate);
        CHECK(seen(world, "cart-0").identity == "spiffe://cluster.local/ns/default/sa/default");
    }

    TEST_CASE("a pod shows which configuration it holds") {
        sim::World world{plan_with_outlier(), nullptr};
        world.run_until(Instant{1s});
        const sim::PodView client = seen(world, "ingress-load");
        REQUIRE(client.config);
        CHECK(client.proxy.version == client.config->version);
        CHECK(client.newest_version == client.proxy.version);
    }

    TEST_CASE("a pod is found by its name with and without the default namespace, no other is") {
        sim::World world{cart_plan(1ms), nullptr};
        CHECK(sim::inspect(world, "cart-0.default")->name == "cart-0");
        CHECK_FALSE(sim::inspect(world, "cart-1"));
        CHECK_FALSE(sim::inspect(world, ""));
        const auto names = sim::inspectable(world);
        CHECK(std::ranges::count(names, "cart-0") == 1);
        CHECK(std::ranges::count(names, "ingress-load") == 1);
    }

    TEST_CASE("a pod is not ready while its node is down") {
        sim::WorldPlan plan = cart_plan(1ms);
        plan.cluster.node_failure = {.lease = 10s, .grace = 40s};
        inject(plan, "node_down", {}, 1s, 3s);
        sim::World world{plan, nullptr};
        world.run_until(Instant{900ms});
        CHECK(seen(world, "cart-0").ready);
        CHECK(seen(world, "cart-0").node_is_up);
        world.run_until(Instant{2s});
        CHECK_FALSE(seen(world, "cart-0").ready);
        CHECK_FALSE(seen(world, "cart-0").node_is_up);
        CHECK(seen(world, "ingress-load").node_is_up);
        world.run_until(Instant{4500ms});
        CHECK(seen(world, "cart-0").node_is_up);
    }

    TEST_CASE("to look changes nothing") {
        sim::World seen_often{plan_with_outlier(), nullptr};
        sim::World alone{plan_with_outlier(), nullptr};
        for (Instant until{}; until <= Instant{5s}; until += 100ms) {
            seen_often.run_until(until);
            for (const std::string& name : sim::inspectable(seen_often))
                CHECK(sim::inspect(seen_often, name));
        }
        alone.run_until(Instant{5s});
        CHECK(seen_often.fingerprint() == alone.fingerprint());
    }
}

}  // namespace inspect_test
