#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

namespace overload_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::observe::Change;
using tests::play;

namespace {

/// One worker, 10 ms a request, and twice as many requests as it can serve.
sim::WorldPlan flooded(const sim::OverloadPolicy& policy) {
    sim::WorldPlan plan = tests::empty_plan(7);
    sim::Behaviour server;
    server.script = {tests::compute(sim::Distribution::constant(10ms))};
    server.overload = policy;
    tests::add_service(plan, "server", 1, server);
    plan.loads = {tests::poisson("server", 200)};
    plan.horizon = mesh::Instant{30s};
    return plan;
}

sim::LoadPlan load_of_priority(const std::string& priority, double rate) {
    sim::LoadPlan load = tests::poisson("server", rate);
    load.id = "priority-" + priority;
    load.mix.front().head.headers = {{"x-priority", priority}};
    return load;
}

/// Of those requests that ended so, as a share of all or of one load.
double share(const tests::Notes& notes, std::uint16_t status, std::uint32_t load = 0) {
    double all = 0;
    double such = 0;
    for (const auto& end : notes.requests_ended) {
        if (end.load != load) continue;
        ++all;
        such += end.status == status ? 1 : 0;
    }
    return such / all;
}

mesh::Duration longest(const tests::Notes& notes, std::uint16_t status) {
    mesh::Duration most{};
    for (const auto& end : notes.requests_ended) {
        if (end.status == status) most = std::max(most, end.ended - end.sent);
    }
    return most;
}

mesh::Duration median(const tests::Notes& notes, std::uint16_t status) {
    std::vector<mesh::Duration> latencies;
    for (const auto& end : notes.requests_ended) {
        if (end.status == status) latencies.push_back(end.ended - end.sent);
    }
    std::ranges::sort(latencies);
    return latencies.at(latencies.size() / 2);
}

}  // namespace

TEST_SUITE("overload at a server") {
    TEST_CASE("a limit on the queue sheds what the server cannot serve, and bounds the wait") {
        const auto notes = play(flooded({.settings = {.queue_limit = 4}, .priority_header = ""}));
        CHECK(share(*notes, 200) == doctest::Approx(0.5).epsilon(0.06));
        CHECK(share(*notes, 200) + share(*notes, 503) == 1);
        CHECK(longest(*notes, 200) <= 50ms);
        CHECK(longest(*notes, 503) == 0ms);
    }

    TEST_CASE("the lowest priority is shed first, and the highest hardly at all") {
        sim::WorldPlan plan = flooded(
            {.settings = {.queue_limit = 20, .priorities = 2}, .priority_header = "x-priority"});
        plan.loads = {load_of_priority("0", 60), load_of_priority("1", 140)};
        const auto notes = play(std::move(plan));
        CHECK(share(*notes, 200, 0) > 0.99);
        CHECK(share(*notes, 503, 1) == doctest::Approx(1 - 40.0 / 140).epsilon(0.08));
    }

    TEST_CASE("nobody waits longer than the patience, short while the queue never runs empty") {
        sim::OverloadPolicy policy;
        policy.settings.patience = 500ms;
        policy.settings.patience_overloaded = 50ms;
        const auto notes = play(flooded(policy));
        CHECK(longest(*notes, 200) <= 500ms + 10ms);
        // Who is stale is seen to be when a worker looks for the next.
        CHECK(longest(*notes, 503) <= 500ms + 10ms);
        CHECK(median(*notes, 200) <= 50ms + 10ms);
        CHECK(share(*notes, 200) == doctest::Approx(0.5).epsilon(0.06));
        CHECK(notes->count(Change::Kind::overload_entered) >= 1);
        CHECK(notes->count(Change::Kind::overload_entered) -
                  notes->count(Change::Kind::overload_left) <=
              1);
    }

    TEST_CASE("whoever came last is served first while there is overload") {
        sim::OverloadPolicy policy;
        policy.settings.patience = 100ms;
        policy.settings.patience_overloaded = 100ms;
        const mesh::Duration oldest_first = median(*play(flooded(policy)), 200);
        policy.settings.newest_first_overloaded = true;
        const mesh::Duration newest_first = median(*play(flooded(policy)), 200);
        CHECK(oldest_first > 80ms);
        CHECK(newest_first < 40ms);
    }

    TEST_CASE("work whose caller would have left is not done, and what is done is in time") {
        sim::WorldPlan plan = flooded({.settings = {}, .priority_header = ""});
        plan.loads.front().timeout = 100ms;
        CHECK(share(*play(plan), 200) < 0.05);
        plan.behaviours.front().behaviour.overload->heeds_deadlines = true;
        const auto notes = play(plan);
        CHECK(share(*notes, 200) == doctest::Approx(0.5).epsilon(0.06));
        CHECK(share(*notes, 504) + share(*notes, 0) == doctest::Approx(0.5).epsilon(0.06));
        CHECK(longest(*notes, 200) <= 100ms);
    }

    TEST_CASE("even an idle server refuses at once what it cannot do in time") {
        sim::WorldPlan plan = flooded({.settings = {}, .priority_header = ""});
        plan.behaviours.front().behaviour.overload->heeds_deadlines = true;
        plan.loads = {tests::poisson("server", 10)};
        plan.loads.front().timeout = 9ms;
        const auto notes = play(std::move(plan));
        CHECK(share(*notes, 200) == 0);
        CHECK(share(*notes, 504) > 0.95);  // The first shows how long its work takes.
        CHECK(longest(*notes, 504) == 0ms);
    }

    TEST_CASE("a deadline goes down with the calls that are made for a request") {
        sim::WorldPlan plan = flooded({.settings = {}, .priority_header = ""});
        plan.behaviours.front().behaviour.overload->heeds_deadlines = true;
        sim::Behaviour front;
        front.workers = 10'000;
        front.script = {tests::call("server")};
        front.script.front().timeout = 10s;
        tests::add_service(plan, "front", 1, front);
        plan.loads.front().to = "front";
        plan.loads.front().timeout = 100ms;
        const auto notes = play(std::move(plan));
        CHECK(share(*notes, 200) == doctest::Approx(0.5).epsilon(0.06));
        const auto late =
            std::ranges::count(notes->calls_ended, 504, &sim::observe::CallEnd::status);
        CHECK(late > 2000);
    }

    TEST_CASE("without callers that give up, deadlines refuse nobody") {
        sim::WorldPlan plan = flooded({.settings = {}, .priority_header = ""});
        plan.behaviours.front().behaviour.overload->heeds_deadlines = true;
        CHECK(share(*play(plan), 200) == 1);
    }

    TEST_CASE("a crash empties the queue of a server that was overloaded") {
        sim::OverloadPolicy policy;
        policy.settings.patience = 100ms;
        policy.settings.patience_overloaded = 100ms;
        sim::WorldPlan plan = flooded(policy);
        mesh::TextSettings::Values none;
        mesh::TextSettings settings{none};
        const sim::FaultRegistry faults = sim::built_in_faults();
        sim::FaultTarget target;
        target.pods.service = "server";
        plan.timeline.push_back(
            {.id = "down",
             .at = mesh::Instant{15s},
             .action = sim::PlannedFault{
                 .effect = faults.find("crash")->make(settings), .target = target, .length = 5s}});
        const auto notes = play(std::move(plan));
        CHECK(notes->count(Change::Kind::overload_entered) >= 2);
        CHECK(notes->count(Change::Kind::overload_left) >= 1);
        CHECK(std::ranges::any_of(notes->requests_ended, [](const auto& end) {
            return end.status == 200 && end.sent > mesh::Instant{21s};
        }));
    }
}

}  // namespace overload_test
