#include "sim/world/world.hpp"

#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace world_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Flag;
using sim::observe::Change;

namespace {

sim::Behaviour serves(mesh::Duration time, std::uint32_t workers = 16) {
    sim::Behaviour behaviour;
    behaviour.workers = workers;
    behaviour.script = {tests::compute(sim::Distribution::constant(time))};
    return behaviour;
}

/// shop asks stock once for each request; both answer in a millisecond.
sim::WorldPlan shop_plan(std::uint64_t seed = 1) {
    sim::WorldPlan plan = tests::empty_plan(seed);
    sim::Behaviour shop = serves(1ms);
    shop.script.push_back(tests::call("stock"));
    tests::add_service(plan, "shop", 2, shop);
    tests::add_service(plan, "stock", 3, serves(1ms));
    plan.network.same_zone = sim::Distribution::constant(500us);
    plan.network.cross_zone = sim::Distribution::constant(1ms);
    plan.loads = {tests::poisson("shop", 200)};
    plan.horizon = mesh::Instant{10s};
    return plan;
}

sim::FaultTarget pods_of(const std::string& service, bool only_one = false) {
    sim::FaultTarget target;
    target.pods.service = service;
    if (only_one) target.pods.pick = sim::PodSelector::Pick::one;
    return target;
}

sim::FaultTarget between(const std::string& from, const std::string& to) {
    sim::FaultTarget target;
    target.from.service = from;
    target.to.service = to;
    return target;
}

struct Outcome {
    tests::Notes notes;
    std::uint64_t fingerprint = 0;
};

std::unique_ptr<Outcome> play(const sim::WorldPlan& plan) {
    auto outcome = std::make_unique<Outcome>();
    sim::World world{plan, &outcome->notes};
    world.run_until(plan.horizon);
    outcome->fingerprint = world.fingerprint();
    return outcome;
}

std::size_t failures(const Outcome& outcome, mesh::Instant from, mesh::Instant to) {
    return static_cast<std::size_t>(
        std::ranges::count_if(outcome.notes.requests_ended, [&](const auto& end) {
            return end.sent >= from && end.sent < to && mesh::is_failure(end.status);
        }));
}

mesh::Duration longest(const Outcome& outcome, mesh::Instant from, mesh::Instant to) {
    mesh::Duration most{};
    for (const auto& end : outcome.notes.requests_ended) {
        if (end.sent >= from && end.sent < to) most = std::max(most, end.ended - end.sent);
    }
    return most;
}

}  // namespace

TEST_SUITE("world") {
    TEST_CASE("a request passes every hop and every app on its way") {
        const auto outcome = play(shop_plan());
        REQUIRE(outcome->notes.requests_ended.size() > 1500);
        for (const auto& end : outcome->notes.requests_ended) {
            REQUIRE(end.status == 200);
            // Four messages of half a millisecond, two services of one; the queue is never full.
            REQUIRE(end.ended - end.sent == 4ms);
        }
        CHECK(outcome->notes.calls_ended.size() >= 2 * outcome->notes.requests_ended.size());
    }

    TEST_CASE("the cost of sidecars is paid twice by each message") {
        sim::WorldPlan plan = shop_plan();
        plan.network.sidecar_cost = sim::Distribution::constant(100us);
        const auto outcome = play(plan);
        const auto& end = outcome->notes.requests_ended.front();
        CHECK(end.ended - end.sent == 4ms + 8 * 100us);
    }

    TEST_CASE("the same seed gives the same run, another seed another one") {
        CHECK(play(shop_plan(1))->fingerprint == play(shop_plan(1))->fingerprint);
        CHECK(play(shop_plan(1))->fingerprint != play(shop_plan(2))->fingerprint);
    }

    TEST_CASE("nobody who watches changes the run") {
        const sim::WorldPlan plan = shop_plan();
        sim::World unwatched{plan, nullptr};
        unwatched.run_until(plan.horizon);
        CHECK(unwatched.fingerprint() == play(plan)->fingerprint);
        sim::WorldPlan sampled = plan;
        sampled.span_every = 2;
        CHECK(play(sampled)->fingerprint == play(plan)->fingerprint);
    }

    TEST_CASE("a run in slices is the run in one go") {
        const sim::WorldPlan plan = shop_plan();
        sim::World sliced{plan, nullptr};
        while (!sliced.is_over())
            sliced.run_until(sliced.now() + 7ms);
        CHECK(sliced.fingerprint() == play(plan)->fingerprint);
    }

    TEST_CASE("a service that nobody calls changes no request") {
        sim::WorldPlan more = shop_plan();
        tests::add_service(more, "idle", 2, serves(1ms));
        const auto with = play(more);
        const auto without = play(shop_plan());
        REQUIRE(with->notes.requests_ended.size() == without->notes.requests_ended.size());
        for (std::size_t number = 0; number < with->notes.requests_ended.size(); ++number) {
            REQUIRE(with->notes.requests_ended[number].ended ==
                    without->notes.requests_ended[number].ended);
        }
    }

    TEST_CASE("two balancers meet the very same requests") {
        sim::WorldPlan other = shop_plan();
        other.defaults.balancer = "random";
        const auto random = play(other);
        const auto least = play(shop_plan());
        REQUIRE(random->notes.requests_ended.size() == least->notes.requests_ended.size());
        for (std::size_t number = 0; number < 100; ++number) {
            CHECK(random->notes.requests_ended[number].sent ==
                  least->notes.requests_ended[number].sent);
        }
    }

    TEST_CASE("a crash loses what the pod had in hand, and outlives nobody's notice") {
        sim::WorldPlan plan = shop_plan();
        plan.cluster.crash_noticed_after = 2s;
        tests::add_fault(plan, "crash", 3s, 4s, pods_of("stock", true));
        const auto outcome = play(plan);
        CHECK(failures(*outcome, mesh::Instant{0s}, mesh::Instant{2990ms}) == 0);
        CHECK(failures(*outcome, mesh::Instant{3s}, mesh::Instant{5s}) > 50);
        CHECK(failures(*outcome, mesh::Instant{5010ms}, mesh::Instant{10s}) == 0);
        CHECK(outcome->notes.count(Change::Kind::pod_crashed) == 1);
        CHECK(outcome->notes.count(Change::Kind::pod_not_ready) == 1);
        CHECK(outcome->notes.count(Change::Kind::pod_ready) == 1);
    }

    TEST_CASE("outlier detection takes a crashed pod out long before the cluster notices") {
        sim::WorldPlan plan = shop_plan();
        plan.cluster.crash_noticed_after = 5s;
        mesh::control::DestinationRule rule;
        rule.meta.name = "stock";
        rule.host = "stock";
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
        tests::add_fault(plan, "crash", 3s, 4s, pods_of("stock", true));
        const auto outcome = play(plan);
        const std::size_t failed = failures(*outcome, mesh::Instant{0s}, mesh::Instant{10s});
        CHECK(failed >= 6);
        CHECK(failed <= 12);  // Three in a row at each of two proxies, and what was under way.
        CHECK(outcome->notes.count(Change::Kind::host_ejected) == 2);
    }

    TEST_CASE("a slow pod takes its factor longer, and not after the fault") {
        sim::WorldPlan plan = shop_plan();
        tests::add_fault(plan, "slow", 3s, 3s, pods_of("stock"), {{"factor", "8"}});
        const auto outcome = play(plan);
        CHECK(longest(*outcome, mesh::Instant{0s}, mesh::Instant{2990ms}) == 4ms);
        CHECK(longest(*outcome, mesh::Instant{3100ms}, mesh::Instant{5900ms}) == 11ms);
        CHECK(longest(*outcome, mesh::Instant{6100ms}, mesh::Instant{10s}) == 4ms);
    }

    TEST_CASE("an error rate fails its share of the answers") {
        sim::WorldPlan plan = shop_plan();
        tests::add_fault(plan, "error", 0s, 10s, pods_of("stock"), {{"rate", "50%"}});
        const auto outcome = play(plan);
        const double share =
            static_cast<double>(failures(*outcome, mesh::Instant{0s}, mesh::Instant{10s})) /
            static_cast<double>(outcome->notes.requests_ended.size());
        CHECK(share > 0.44);
        CHECK(share < 0.56);
    }

    TEST_CASE("a call that ends between two attempts counts for the host of its last one") {
        sim::WorldPlan plan = tests::empty_plan(1);
        sim::Behaviour broken = serves(1ms);
        broken.error_rate = {mesh::Ratio::whole};
        tests::add_service(plan, "broken", 1, broken);
        tests::add_service(plan, "sound", 1, serves(1ms));
        for (mesh::control::Resource& resource : plan.resources) {
            auto* const workload = std::get_if<mesh::control::Workload>(&resource);
            if (workload != nullptr) workload->pod.labels["version"] = workload->meta.name;
        }
        plan.defaults.retry.retries = 3;
        plan.defaults.retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
        plan.defaults.retry.backoff = {.base = 100ms, .max = 1s};
        plan.defaults.request_timeout = 20ms;
        plan.loads = {tests::poisson("broken", 50), tests::poisson("sound", 500)};
        plan.loads[1].id = "other";
        plan.horizon = mesh::Instant{5s};
        const auto outcome = play(plan);
        const auto broken_version = std::ranges::find(
            outcome->notes.versions, "broken", &std::pair<std::uint32_t, std::string>::second);
        REQUIRE(broken_version != outcome->notes.versions.end());
        std::size_t timed_out = 0;
        for (const auto& end : outcome->notes.calls_ended) {
            if (end.load != 0) continue;
            CHECK(end.version == broken_version->first);
            if (end.flags.has(Flag::UT)) ++timed_out;
        }
        CHECK(timed_out > 100);
    }

    TEST_CASE("a delay on a link slows both directions of what crosses it") {
        sim::WorldPlan plan = shop_plan();
        tests::add_fault(plan, "delay", 3s, 3s, between("shop", "stock"), {{"delay", "20ms"}});
        const auto outcome = play(plan);
        CHECK(longest(*outcome, mesh::Instant{0s}, mesh::Instant{2900ms}) == 4ms);
        CHECK(longest(*outcome, mesh::Instant{3100ms}, mesh::Instant{5900ms}) == 44ms);
        CHECK(longest(*outcome, mesh::Instant{6100ms}, mesh::Instant{10s}) == 4ms);
    }

    TEST_CASE("what is lost is sent again after a time-out") {
        sim::WorldPlan plan = shop_plan();
        tests::add_fault(plan, "loss", 0s, 10s, between("shop", "stock"), {{"rate", "10%"}});
        const auto outcome = play(plan);
        CHECK(failures(*outcome, mesh::Instant{0s}, mesh::Instant{10s}) == 0);
        CHECK(longest(*outcome, mesh::Instant{0s}, mesh::Instant{5s}) >= 200ms);
    }

    TEST_CASE("a partition holds requests up until it heals") {
        sim::WorldPlan plan = shop_plan();
        plan.horizon = mesh::Instant{20s};
        tests::add_fault(plan, "partition", 3s, 2s, between("shop", "stock"));
        const auto outcome = play(plan);
        CHECK(longest(*outcome, mesh::Instant{0s}, mesh::Instant{2990ms}) == 4ms);
        CHECK(longest(*outcome, mesh::Instant{3s}, mesh::Instant{4s}) > 1s);
        CHECK(failures(*outcome, mesh::Instant{0s}, mesh::Instant{10s}) == 0);
    }

    TEST_CASE("an app's own patience ends its call") {
        sim::WorldPlan plan = shop_plan();
        auto& call = plan.behaviours[0].behaviour.script[1];
        call.timeout = 10ms;
        call.on_failure = sim::ScriptStep::OnFailure::ignore;
        plan.behaviours[1].behaviour = serves(1s, 10'000);
        const auto outcome = play(plan);
        const auto& end = outcome->notes.requests_ended.front();
        CHECK(end.status == 200);
        CHECK(end.ended - end.sent == 1ms + 1ms + 10ms);
    }

    TEST_CASE("an app that tries again makes one call after the other") {
        sim::WorldPlan plan = shop_plan();
        auto& call = plan.behaviours[0].behaviour.script[1];
        call.retries = 2;
        plan.behaviours[1].behaviour.error_rate = {mesh::Ratio::whole};
        const auto outcome = play(plan);
        CHECK(outcome->notes.requests_ended.front().status == 500);
        CHECK(outcome->notes.calls_ended.size() >= 4 * outcome->notes.requests_ended.size());
    }

    TEST_CASE("calls that run beside each other end with the last") {
        sim::WorldPlan plan = shop_plan();
        sim::ScriptStep both;
        both.kind = sim::ScriptStep::Kind::parallel;
        sim::ScriptStep nap;
        nap.kind = sim::ScriptStep::Kind::sleep;
        nap.time = sim::Distribution::constant(7ms);
        both.branches = {tests::call("stock"), nap};
        plan.behaviours[0].behaviour.script[1] = both;
        const auto outcome = play(plan);
        const auto& end = outcome->notes.requests_ended.front();
        CHECK(end.ended - end.sent == 1ms + 1ms + 7ms);
    }

    TEST_CASE("a full queue turns requests away with 503") {
        sim::WorldPlan plan = shop_plan();
        plan.behaviours[1].behaviour = serves(1s, 1);
        plan.behaviours[1].behaviour.queue_limit = 2;
        const auto outcome = play(plan);
        CHECK(std::ranges::any_of(outcome->notes.calls_ended,
                                  [](const auto& end) { return end.status == 503; }));
    }

    TEST_CASE("users who wait and think keep the throughput of a closed network") {
        sim::WorldPlan plan = tests::empty_plan(5);
        sim::Behaviour server;
        server.script = {tests::compute(sim::Distribution::exponential(10ms))};
        tests::add_service(plan, "server", 1, server);
        sim::LoadPlan load = tests::poisson("server", 1);
        load.arrivals.reset();
        load.users = sim::UsersPlan{.count = 10, .think = sim::Distribution::exponential(100ms)};
        plan.loads = {load};
        plan.horizon = mesh::Instant{2000s};
        plan.interval = 100s;
        const auto outcome = play(plan);
        // Mean value analysis: 78.54 requests a second.
        const double rate = static_cast<double>(outcome->notes.requests_ended.size()) / 2000;
        CHECK(rate > 78.54 * 0.99);
        CHECK(rate < 78.54 * 1.01);
    }

    TEST_CASE("a manifest applied while it runs changes what proxies do") {
        sim::WorldPlan plan = shop_plan();
        mesh::control::Workload workload;
        workload.meta.name = "stock";
        workload.replicas = 0;
        workload.pod.labels = {{"app", "stock"}};
        workload.pod.ports = {{.name = "http", .port = 80}};
        plan.timeline.push_back({.id = "scale",
                                 .at = mesh::Instant{5s},
                                 .action = sim::PlannedApply{.resources = {workload}}});
        const auto outcome = play(plan);
        CHECK(failures(*outcome, mesh::Instant{0s}, mesh::Instant{4990ms}) == 0);
        CHECK(failures(*outcome, mesh::Instant{5010ms}, mesh::Instant{10s}) > 500);
        const auto& last = outcome->notes.calls_ended.back();
        CHECK(std::ranges::any_of(outcome->notes.calls_ended,
                                  [](const auto& end) { return end.flags.has(Flag::UH); }));
        CHECK(last.sent > mesh::Instant{9s});
    }
}

}  // namespace world_test
