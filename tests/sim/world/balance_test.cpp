// Small worlds of every kind, whatever strikes them: their books balance, in the middle and at the
// end.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <array>
#include <rapidcheck.h>
#include <string>

namespace balance_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::Distribution;

namespace {

/// What a plan is made by: a property's choices.
struct Chooser {
    std::uint32_t below(std::uint32_t bound) const {
        return *rc::gen::inRange<std::uint32_t>(0, bound);
    }
    bool maybe() const { return *rc::gen::arbitrary<bool>(); }
    mesh::Duration within(mesh::Duration longest) const {
        // Not next to nothing, or users who do not think send without end.
        return mesh::Duration{
            *rc::gen::inRange<std::int64_t>(longest.count() / 20, longest.count())};
    }
    std::string one_of(const std::vector<std::string>& names) const {
        return *rc::gen::elementOf(names);
    }
};

sim::Behaviour any_behaviour(const Chooser& choose) {
    sim::Behaviour behaviour;
    behaviour.workers = 1 + choose.below(4);
    if (choose.maybe()) behaviour.mode = sim::WorkerMode::async;
    if (choose.maybe()) behaviour.on_cancel = sim::OnCancel::drop_queued;
    if (choose.maybe()) behaviour.queue_limit = choose.below(20);
    if (choose.maybe()) behaviour.error_rate = mesh::Ratio{choose.below(500'000)};
    if (choose.maybe()) behaviour.keep_alive = choose.within(500ms);
    if (choose.maybe()) {
        behaviour.overload =
            sim::OverloadPolicy{.settings = {.queue_limit = choose.below(10),
                                             .patience = 200ms,
                                             .patience_overloaded = 20ms,
                                             .newest_first_overloaded = choose.maybe()},
                                .priority_header = "",
                                .heeds_deadlines = choose.maybe()};
    }
    behaviour.start = Distribution::constant(choose.within(2s));
    behaviour.on_term = static_cast<sim::OnTerm>(choose.below(3));
    behaviour.script = {tests::compute(Distribution::exponential(choose.within(10ms)))};
    return behaviour;
}

void add_shop(sim::WorldPlan& plan, const Chooser& choose) {
    sim::Behaviour shop = any_behaviour(choose);
    sim::ScriptStep ask = tests::call("stock");
    if (choose.maybe()) ask.timeout = choose.within(100ms);
    ask.retries = choose.below(3);
    if (choose.maybe()) ask.on_failure = sim::ScriptStep::OnFailure::ignore;
    sim::ScriptStep both;
    both.kind = sim::ScriptStep::Kind::parallel;
    both.branches = {ask, ask};
    shop.script.push_back(choose.maybe() ? both : ask);
    shop.script.push_back(shop.script.front());
    tests::add_service(plan, "shop", 1 + choose.below(3), shop);
    tests::add_service(plan, "stock", 1 + choose.below(3), any_behaviour(choose));
}

void set_mesh(sim::WorldPlan& plan, const Chooser& choose) {
    auto& defaults = plan.defaults;
    defaults.balancer = choose.one_of({"least_request", "round_robin", "peak_ewma", "prequal"});
    defaults.retry.retries = choose.below(4);
    defaults.retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
    defaults.retry.backoff = {.base = 5ms, .max = 50ms};
    if (choose.maybe()) defaults.retry.per_try_timeout = choose.within(50ms);
    if (choose.maybe()) defaults.request_timeout = choose.within(200ms);
    if (choose.maybe()) defaults.limits.requests = choose.below(10);
    if (choose.maybe()) defaults.limits.retries = choose.below(3);
    if (choose.maybe()) defaults.limits.pending = choose.below(10);
    if (choose.maybe()) defaults.limits.connections = 1 + choose.below(4);
    if (choose.maybe()) defaults.fail_fast = {.after = choose.within(1s), .queue = 5};
    defaults.connections.as_needed = choose.maybe();
    defaults.connections.by_connection = defaults.connections.as_needed && choose.maybe();
    defaults.connections.max_requests_per_connection = choose.below(5);
    defaults.connect_timeout = 100ms;
    if (choose.maybe()) defaults.connections.idle_timeout = choose.within(500ms);
    for (const std::string service : {"shop", "stock"}) {
        mesh::control::ServicePolicy policy;
        if (choose.maybe()) {
            policy.hedge = mesh::HedgePolicy{.on_try_timeout = choose.maybe(), .after = 5ms};
        }
        if (choose.maybe()) {
            policy.failure_accrual = mesh::FailureAccrualSettings{};
            policy.failure_accrual->failures_to_open = 3;
            policy.failure_accrual->min_penalty = 100ms;
            policy.failure_accrual->max_penalty = 1s;
        }
        if (choose.maybe()) {
            policy.inbound.concurrency =
                mesh::AdaptiveSettings{.sample_window = 100ms, .min_rtt_interval = 1s};
        }
        if (choose.maybe()) {
            policy.inbound.rate_limit = mesh::TokenBucketSettings{
                .max_tokens = 20, .tokens_per_fill = 5, .fill_interval = 1s};
        }
        defaults.service_policies[service + ".default.svc.cluster.local"] = policy;
    }
}

sim::PlannedStep any_fault(const Chooser& choose, std::uint32_t number) {
    static const std::vector<std::string> names{
        "crash", "slow", "error", "delay", "loss", "partition", "control_outage", "slow_push"};
    const mesh::TextSettings::Values none{};
    mesh::TextSettings settings{none};
    sim::FaultTarget target;
    const std::string service = choose.one_of({"shop", "stock"});
    target.pods.service = service;
    if (choose.maybe()) target.pods.pick = sim::PodSelector::Pick::one;
    target.from.service = choose.one_of({"ingress", "shop"});
    target.to.service = service;
    target.one_way = choose.maybe();
    const auto faults = sim::built_in_faults();
    sim::PlannedFault fault{.effect = faults.find(choose.one_of(names))->make(settings),
                            .target = target,
                            .length = std::nullopt};
    if (choose.maybe()) fault.length = choose.within(2s);
    return {
        .id = "fault" + std::to_string(number), .at = Instant{choose.within(2s)}, .action = fault};
}

/// Applies a changed object: another number of pods, another version of them, or nothing new.
sim::PlannedStep any_change(const sim::WorldPlan& plan, const Chooser& choose) {
    std::vector<mesh::control::Resource> changed;
    for (const auto& resource : plan.resources) {
        const auto* const found = std::get_if<mesh::control::Workload>(&resource);
        if (found == nullptr || choose.maybe()) continue;
        mesh::control::Workload workload = *found;
        workload.replicas = choose.below(4);
        if (choose.maybe()) workload.pod.labels["version"] = "v2";
        if (choose.maybe()) workload.pod.grace = choose.within(1s);
        changed.emplace_back(workload);
    }
    return {.id = "apply",
            .at = Instant{choose.within(2s)},
            .action = sim::PlannedApply{.resources = changed}};
}

sim::WorldPlan any_plan(const Chooser& choose) {
    sim::WorldPlan plan = tests::empty_plan(1 + choose.below(1000));
    plan.cluster.zones = {{.zone = "a", .nodes = 1}, {.zone = "b", .nodes = 2}};
    plan.cluster.crash_noticed_after = choose.within(500ms);
    plan.cluster.pod_start = Distribution::constant(choose.within(1s));
    plan.cluster.propagation = {.pod_status = Distribution::constant(20ms),
                                .endpoint_slices = Distribution::constant(30ms),
                                .watch = Distribution::constant(10ms),
                                .push = Distribution::constant(5ms),
                                .apply = Distribution::constant(5ms)};
    plan.network.same_zone = Distribution::constant(choose.within(1ms));
    plan.network.cross_zone = Distribution::exponential(choose.within(2ms));
    if (choose.maybe()) plan.network.loss = mesh::Ratio{choose.below(50'000)};
    add_shop(plan, choose);
    set_mesh(plan, choose);
    plan.loads = {tests::poisson("shop", 20 + choose.below(150))};
    if (choose.maybe()) plan.loads.front().timeout = choose.within(300ms);
    sim::LoadPlan users = tests::poisson("shop", 1);
    users.id = "users";
    users.arrivals.reset();
    users.users = sim::UsersPlan{.count = 1 + choose.below(10),
                                 .think = Distribution::exponential(choose.within(200ms))};
    plan.loads.push_back(users);
    plan.horizon = Instant{3s};
    plan.interval = 1s;
    const std::uint32_t faults = choose.below(4);
    for (std::uint32_t number = 0; number < faults; ++number)
        plan.timeline.push_back(any_fault(choose, number));
    if (choose.maybe()) plan.timeline.push_back(any_change(plan, choose));
    return plan;
}

}  // namespace

TEST_SUITE("conservation") {
    TEST_CASE("the books of any world balance, whenever it is stopped") {
        const bool holds = rc::check([] {
            const sim::WorldPlan plan = any_plan({});
            tests::Notes notes;
            sim::World world{plan, &notes};
            for (int look = 1; look < 6; ++look) {
                world.run_until(Instant{look * 500ms});
                const auto broken = world.audit();
                if (!broken.empty()) RC_FAIL(broken.front());
            }
            world.run_until(plan.horizon);  // Would throw.
        });
        CHECK(holds);
    }

    TEST_CASE(
        "so do those of a world that nothing happens in, and of one that is stopped at once") {
        sim::WorldPlan plan = tests::empty_plan(1);
        tests::add_service(plan, "shop", 2, {});
        sim::World quiet{plan, nullptr};
        quiet.run_until(plan.horizon);
        CHECK(quiet.audit().empty());
        plan.loads = {tests::poisson("shop", 100)};
        sim::World stopped{plan, nullptr};
        stopped.run_until(Instant{1ms});
        stopped.close_interval();
        CHECK(stopped.audit().empty());
    }
}

}  // namespace balance_test
