// Faults of what is known of pods, of what their proxies hear, and of what their apps hold, against
// calculations by hand.
#include "tests/sim/world/cluster_plans.hpp"
#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace pod_marks_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;
using tests::cart_plan;
using tests::failed_between;
using tests::inject;
using tests::on_service;
using tests::play_out;
using tests::sent_at;

namespace {

/// When the first change of a kind happened after the start; never if none did.
Instant first_change(const tests::Notes& notes, Change::Kind kind) {
    const auto found = std::ranges::find_if(notes.changes_made, [&](const Change& change) {
        return change.kind == kind && change.at > Instant{};
    });
    return found == notes.changes_made.end() ? mesh::never : found->at;
}

/// shop asks cart; from two seconds on a rule answers that call with 503.
sim::WorldPlan with_new_rule() {
    sim::WorldPlan plan = cart_plan(1ms);
    sim::Behaviour shop;
    shop.workers = 16;
    shop.script = {tests::call("cart")};
    tests::add_service(plan, "shop", 1, shop);
    plan.loads.front().to = "shop";
    mesh::control::HttpRoute refuses;
    refuses.direct_response = mesh::DirectResponse{.status = 503};
    mesh::control::VirtualService rules;
    rules.meta.name = "refuses";
    rules.hosts = {"cart"};
    rules.http = {refuses};
    plan.timeline.push_back(
        {.id = "rule", .at = Instant{2s}, .action = sim::PlannedApply{.resources = {rules}}});
    return plan;
}

/// Two pods, of which readiness probes would find in three seconds that they are ill, and in one
/// that they are well.
sim::WorldPlan probed_carts() {
    sim::WorldPlan plan = cart_plan(1ms, 2);
    plan.horizon = Instant{10s};
    tests::workload_of(plan).pod.containers = {
        mesh::control::ContainerLife{.readiness = mesh::control::Probe{.period = 1s}}};
    return plan;
}

/// An app of 40 MB in a pod with 100.
sim::WorldPlan limited_cart(const mesh::TextSettings::Values& memory) {
    sim::WorldPlan plan = cart_plan(1ms);
    plan.cluster.crash_noticed_after = 1s;
    plan.cluster.crash_backoff = {.first = 1s, .longest = 5min, .reset_after = 10min};
    plan.horizon = Instant{10s};
    tests::cart_of(plan).memory.base = 40'000'000;
    tests::workload_of(plan).pod.resources.memory_limit = 100'000'000;
    inject(plan, "memory", memory, 1s, 9s);
    return plan;
}

}  // namespace

TEST_SUITE("marks of pods") {
    TEST_CASE("a pod that is said to be ill leaves the endpoints in the time of its probe") {
        sim::WorldPlan plan = probed_carts();
        sim::FaultTarget one = on_service("cart");
        one.pods.pick = sim::PodSelector::Pick::one;
        inject(plan, "lying_probe", {{"says", "unready"}}, 1s, 5s, one);
        const auto notes = play_out(plan);
        CHECK(notes->count(Change::Kind::pod_not_ready) == 1);
        CHECK(first_change(*notes, Change::Kind::pod_not_ready) == Instant{4s});
        CHECK(first_change(*notes, Change::Kind::pod_ready) == Instant{7s});
        CHECK(failed_between(*notes, 0s, 10s) == 0);
    }

    TEST_CASE("a lie that ends before anybody finds out changes nothing") {
        sim::WorldPlan plan = probed_carts();
        inject(plan, "lying_probe", {{"says", "unready"}}, 1s, 2s);
        CHECK(play_out(plan)->count(Change::Kind::pod_not_ready) == 0);
    }

    TEST_CASE("a pod that is said to be well stays where it is, whatever it answers") {
        const auto left = [](bool lies) {
            sim::WorldPlan plan = probed_carts();
            tests::cart_of(plan).answers_probes = true;
            tests::workload_of(plan).pod.containers.front().readiness->asks_app = true;
            inject(plan, "error", {}, 1s, 9s);
            if (lies) inject(plan, "lying_probe", {}, 1s, 9s);
            return play_out(plan)->count(Change::Kind::pod_not_ready);
        };
        CHECK(left(false) == 2);
        CHECK(left(true) == 0);
    }

    TEST_CASE("a proxy that cannot reach the control plane goes on by what it has been told") {
        const auto notes = play_out(with_new_rule());
        CHECK(sent_at(*notes, 1900ms).status == 200);
        CHECK(sent_at(*notes, 3s).status == 500);
        for (const std::string fault : {"control_cut", "stale_config"}) {
            CAPTURE(fault);
            sim::WorldPlan plan = with_new_rule();
            inject(plan, fault, {}, 1s, 3s, on_service("shop"));
            const auto late = play_out(plan);
            CHECK(sent_at(*late, 3s).status == 200);
            CHECK(sent_at(*late, 3900ms).status == 200);
            CHECK(sent_at(*late, 4500ms).status == 500);
        }
    }

    TEST_CASE("what is held before a pod is not held before another one") {
        sim::WorldPlan plan = with_new_rule();
        inject(plan, "stale_config", {}, 1s, 3s, on_service("cart"));
        CHECK(sent_at(*play_out(plan), 3s).status == 500);
    }

    TEST_CASE("an autoscaler decides by what it knew, or by nothing, until it knows better") {
        for (const std::string are : {"", "stale", "lost"}) {
            CAPTURE(are);
            sim::WorldPlan plan = cart_plan(5ms);
            tests::cart_of(plan).workers = 100;
            tests::workload_of(plan).pod.resources.cpu_request = 500;
            plan.cluster.autoscaler = {.sync = 15s,
                                       .tolerance = 0.1,
                                       .cpu_initialization = 5min,
                                       .initial_readiness = 30s,
                                       .down_stabilization = 5min,
                                       .growth = 2,
                                       .growth_least = 4};
            mesh::control::HorizontalPodAutoscaler scaler{
                .meta = {}, .target_kind = "Deployment", .target_name = "cart", .max_replicas = 10};
            scaler.meta.name = "cart";
            scaler.metrics = {{.utilization = 50}};
            plan.resources.emplace_back(scaler);
            // 49.7 requests a second use half of what the pod asks for.
            plan.loads.front().arrivals->rate = 49.7;
            plan.horizon = Instant{125s};
            inject(plan, "load", {{"factor", "2"}}, 20s, 105s);
            if (!are.empty()) inject(plan, "metrics", {{"are", are}}, 16s, 90s);
            const auto notes = play_out(plan);
            CHECK(first_change(*notes, Change::Kind::scaled) ==
                  (are.empty() ? Instant{30s} : Instant{120s}));
        }
    }

    TEST_CASE("a proxy whose clock is wrong takes certificates for expired, or not yet valid") {
        const auto failed = [](const std::string& offset, const std::string& direction) {
            sim::WorldPlan plan = cart_plan(0ms);
            tests::cart_of(plan).keep_alive = 50ms;  // Each request has a connection of its own.
            plan.defaults.security = {
                .automatic_mutual_tls = true,
                .certificate_lifetime = 60s,
                .rotation = {
                    .grace = {500'000}, .jitter = {0}, .retry = {.base = 500ms, .max = 60s}}};
            plan.defaults.connections.as_needed = true;
            plan.defaults.connections.security = mesh::TransportSecurity::tls_1_3;
            inject(plan, "clock", {{"offset", offset}, {"direction", direction}}, 1s, 2s);
            return failed_between(*play_out(plan), 0s, 5s);
        };
        CHECK(failed("24h", "ahead") == 20);
        CHECK(failed("24h", "behind") == 20);
        CHECK(failed("30s", "ahead") == 0);
    }

    TEST_CASE("an app that leaks is killed when it has reached its limit") {
        const auto notes = play_out(limited_cart({{"leak", "10MB"}}));
        REQUIRE(notes->count(Change::Kind::out_of_memory) == 1);
        const Instant killed = first_change(*notes, Change::Kind::out_of_memory);
        CHECK(killed > Instant{7s});  // 60 MB after the first second.
        CHECK(killed < Instant{7001ms});
    }

    TEST_CASE("a jump kills an app that has no room for it, again and again, and no other one") {
        const auto too_much = play_out(limited_cart({{"jump", "60001KB"}, {"leak", "0B"}}));
        CHECK(first_change(*too_much, Change::Kind::out_of_memory) == Instant{1s});
        CHECK(too_much->count(Change::Kind::out_of_memory) > 1);
        const auto enough = play_out(limited_cart({{"jump", "60MB"}, {"leak", "0B"}}));
        CHECK(enough->count(Change::Kind::out_of_memory) == 0);
    }
}

}  // namespace pod_marks_test
