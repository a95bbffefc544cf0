#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace connections_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Flag;
using mesh::TransportSecurity;
using sim::observe::Change;

namespace {

constexpr mesh::Duration one_way = 1ms;

/// One client, whose requests are answered at once, ten each second. A message takes a millisecond.
sim::WorldPlan connected(TransportSecurity security = TransportSecurity::plain,
                         std::uint32_t pods = 1) {
    sim::WorldPlan plan = tests::empty_plan(3);
    tests::add_service(plan, "server", pods, {});
    plan.defaults.balancer = "round_robin";
    plan.defaults.connections.as_needed = true;
    plan.defaults.connections.security = security;
    plan.network.same_zone = sim::Distribution::constant(one_way);
    plan.loads = {tests::poisson("server", 10)};
    plan.loads.front().arrivals->name = "constant";
    plan.horizon = mesh::Instant{10s};
    return plan;
}

std::vector<mesh::Duration> sojourns(const tests::Notes& notes) {
    std::vector<mesh::Duration> found;
    for (const auto& end : notes.requests_ended)
        found.push_back(end.ended - end.sent);
    return found;
}

void play(const sim::WorldPlan& plan, tests::Notes& notes) {
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
}

void cut(sim::WorldPlan& plan, mesh::Instant at, mesh::Duration length) {
    mesh::TextSettings none{{}};
    sim::FaultTarget target;
    target.from.service = "ingress";
    target.to.service = "server";
    plan.timeline.push_back(
        {.id = "cut",
         .at = at,
         .action = sim::PlannedFault{.effect = sim::built_in_faults().find("partition")->make(none),
                                     .target = target,
                                     .length = length}});
}

std::size_t flagged(const tests::Notes& notes, Flag flag) {
    return static_cast<std::size_t>(std::ranges::count_if(
        notes.requests_ended, [&](const auto& end) { return end.flags.has(flag); }));
}

}  // namespace

TEST_SUITE("connections of a world") {
    TEST_CASE("the first request waits for its handshake, the next ones find it done") {
        const auto first_of = [](TransportSecurity security) {
            tests::Notes notes;
            play(connected(security), notes);
            const auto found = sojourns(notes);
            REQUIRE(found.size() > 50);
            CHECK(std::ranges::all_of(found.begin() + 1, found.end(),
                                      [](auto time) { return time == 2 * one_way; }));
            return found.front();
        };
        CHECK(first_of(TransportSecurity::plain) == 2 * one_way + 2 * one_way);
        CHECK(first_of(TransportSecurity::tls_1_3) == 2 * one_way + 4 * one_way);
        CHECK(first_of(TransportSecurity::tls_1_2) == 2 * one_way + 6 * one_way);
    }

    TEST_CASE("a first message that is lost is sent again after a second, then two, then four") {
        const auto added = [](mesh::Duration length) {
            sim::WorldPlan plan = connected();
            cut(plan, mesh::Instant{}, length);
            plan.loads.front().end = mesh::Instant{150ms};  // One request, and one connection.
            plan.horizon = mesh::Instant{20s};
            tests::Notes notes;
            play(plan, notes);
            return sojourns(notes).front() - 4 * one_way;
        };
        CHECK(added(500ms) == 1s);
        CHECK(added(2500ms) == 3s);
        CHECK(added(6s) == 7s);
    }

    TEST_CASE("a handshake that takes too long fails with UF") {
        sim::WorldPlan plan = connected();
        plan.defaults.connect_timeout = 300ms;
        cut(plan, mesh::Instant{}, 5s);
        tests::Notes notes;
        play(plan, notes);
        CHECK(flagged(notes, Flag::UF) > 20);
        CHECK(notes.requests_ended.back().status == 200);
    }

    TEST_CASE("a pod closes a connection that is idle, and a request on its way then is lost") {
        sim::WorldPlan plan = connected();
        plan.network.same_zone = sim::Distribution::constant(10ms);
        // The pod closes 100 ms after its answer; its word takes 10 ms more to the caller.
        plan.behaviours.front().behaviour.keep_alive = 100ms;
        plan.loads.front().arrivals->rate = 1 / 0.110;
        tests::Notes raced;
        play(plan, raced);
        CHECK(flagged(raced, Flag::UC) > 20);
        CHECK(flagged(raced, Flag::UC) < raced.requests_ended.size());
        plan.loads.front().arrivals->rate = 1 / 0.090;
        tests::Notes in_time;
        play(plan, in_time);
        CHECK(flagged(in_time, Flag::UC) == 0);
        plan.loads.front().arrivals->rate = 1 / 0.150;
        tests::Notes too_late;
        play(plan, too_late);
        CHECK(flagged(too_late, Flag::UC) == 0);
    }

    TEST_CASE("requests that the proxy turns away at the pod leave their connection idle, too") {
        sim::WorldPlan plan = connected();
        plan.behaviours.front().behaviour.keep_alive = 50ms;
        plan.defaults.service_policies["server.default.svc.cluster.local"].inbound.rate_limit =
            mesh::TokenBucketSettings{.max_tokens = 0, .fill_interval = 1s};
        tests::Notes notes;
        play(plan, notes);
        const auto found = sojourns(notes);
        REQUIRE(found.size() > 50);
        CHECK(std::ranges::all_of(notes.requests_ended,
                                  [](const auto& end) { return end.status == 429; }));
        // Each finds its connection closed, and waits for a handshake.
        CHECK(std::ranges::all_of(found, [](auto time) { return time == 4 * one_way; }));
    }

    TEST_CASE("a crash ends what is on its connections with UC, once each") {
        sim::WorldPlan plan = connected();
        plan.behaviours.front().behaviour.script = {
            tests::compute(sim::Distribution::constant(400ms))};
        plan.behaviours.front().behaviour.workers = 100;
        mesh::TextSettings none{{}};
        sim::FaultTarget target;
        target.pods.service = "server";
        plan.timeline.push_back(
            {.id = "crash",
             .at = mesh::Instant{5050ms},
             .action = sim::PlannedFault{.effect = sim::built_in_faults().find("crash")->make(none),
                                         .target = target,
                                         .length = 1s}});
        tests::Notes notes;
        play(plan, notes);
        CHECK(flagged(notes, Flag::UC) == 4);
        CHECK(notes.requests_ended.back().status == 200);
        std::vector<std::uint64_t> numbers;
        for (const auto& end : notes.requests_ended)
            numbers.push_back(end.number);
        std::ranges::sort(numbers);
        CHECK(std::ranges::adjacent_find(numbers) == numbers.end());
    }

    TEST_CASE("a container that has ended serves nobody, not even whose caller has hung up") {
        sim::WorldPlan plan = connected();
        plan.network.same_zone = sim::Distribution::constant(10ms);
        plan.loads.front().timeout = 4ms;  // Over before the request is there, which goes on.
        plan.cluster.crash_noticed_after = 1s;
        plan.span_every = 1;
        mesh::TextSettings none{{}};
        sim::FaultTarget target;
        target.pods.service = "server";
        // Just before requests are sent on connections that were opened for those before them.
        for (const mesh::Instant at : {mesh::Instant{5195ms}, mesh::Instant{7095ms}}) {
            plan.timeline.push_back({.id = "exit" + std::to_string(plan.timeline.size()),
                                     .at = at,
                                     .action = sim::PlannedFault{
                                         .effect = sim::built_in_faults().find("exit")->make(none),
                                         .target = target,
                                         .length = 10ms}});
        }
        tests::Notes notes;
        play(plan, notes);
        CHECK(notes.count(Change::Kind::pod_crashed) == 2);
        std::size_t served = 0;
        for (const auto& span : notes.spans_ended) {
            if (span.kind != sim::observe::Span::Kind::work) continue;
            ++served;
            for (const sim::PlannedStep& step : plan.timeline)
                CHECK((span.served < step.at || span.served >= step.at + 1s));
        }
        CHECK(served > 20);
    }

    TEST_CASE("HTTP/1.1 opens one connection for each request at a time, as many as the limit") {
        sim::WorldPlan plan = connected();
        plan.behaviours.front().behaviour.script = {
            tests::compute(sim::Distribution::constant(1s))};
        plan.behaviours.front().behaviour.workers = 100;
        plan.defaults.limits.connections = 3;
        plan.defaults.limits.pending = 2;
        tests::Notes notes;
        play(plan, notes);
        CHECK(flagged(notes, Flag::UO) > 30);
        CHECK(std::ranges::all_of(notes.calls_ended, [](const auto& call) {
            return (call.attempts == 0) == call.flags.has(Flag::UO);  // Never sent.
        }));
        CHECK(notes.count(Change::Kind::limit_reached) > 30);
        // Three connections carry three requests a second.
        CHECK(notes.requests_ended.size() - flagged(notes, Flag::UO) >= 24);
        CHECK(notes.requests_ended.size() - flagged(notes, Flag::UO) <= 30);
    }

    TEST_CASE("the same plan has the same run, whether or not somebody listens") {
        sim::WorldPlan plan = connected(TransportSecurity::tls_1_3, 3);
        plan.network.loss = mesh::Ratio{mesh::Ratio::whole / 20};
        plan.behaviours.front().behaviour.keep_alive = 150ms;
        tests::Notes notes;
        sim::World heard{plan, &notes};
        heard.run_until(plan.horizon);
        sim::World unheard{plan, nullptr};
        unheard.run_until(plan.horizon);
        CHECK(heard.fingerprint() == unheard.fingerprint());
    }
}

}  // namespace connections_test
