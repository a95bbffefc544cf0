// When steps of the timeline begin and end, and what that leaves behind.
#include "sim/signals/signals.hpp"
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace timeline_steps_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Change;

namespace {

using Kind = Change::Kind;
using Milliseconds = std::vector<std::int64_t>;

/// The changes of steps, by kind and by the step's name.
class StepNotes final : public sim::observe::Recorder {
public:
    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) override {
        if (kind == sim::observe::NameKind::step) names_[number] = name;
    }
    void requests(std::span<const sim::observe::RequestEnd> ended) override {
        ends.insert(ends.end(), ended.begin(), ended.end());
    }
    void calls(std::span<const sim::observe::CallEnd> /*ended*/) override {}
    void spans(std::span<const sim::observe::Span> /*spans*/) override {}
    void decisions(std::span<const sim::observe::Decision> /*decisions*/) override {}
    void interval(const sim::observe::IntervalEnd& /*interval*/) override {}
    void changes(std::span<const Change> changes) override {
        for (const Change& change : changes) {
            if (change.step == sim::observe::nobody) continue;
            const auto at =
                std::chrono::duration_cast<std::chrono::milliseconds>(change.at.time_since_epoch());
            times_[{names_[change.step], change.kind}].push_back(at.count());
        }
    }

    /// When that happened to the step, in milliseconds.
    Milliseconds times(const std::string& step, Kind kind) const {
        const auto found = times_.find({step, kind});
        return found == times_.end() ? Milliseconds{} : found->second;
    }

    std::vector<sim::observe::RequestEnd> ends;
    std::uint64_t fingerprint = 0;

private:
    std::map<std::uint32_t, std::string> names_;
    std::map<std::pair<std::string, Kind>, Milliseconds> times_;
};

sim::PlannedFault fault(const std::string& name,
                        std::optional<mesh::Duration> length,
                        const mesh::TextSettings::Values& parameters = {}) {
    mesh::TextSettings settings{parameters};
    const sim::FaultRegistry faults = sim::built_in_faults();
    const sim::FaultKind* const kind = faults.find(name);
    REQUIRE(kind != nullptr);
    sim::FaultTarget target;
    target.pods.service = "station";
    return {.effect = kind->make(settings),
            .target = std::move(target),
            .length = length,
            .acts = kind->acts};
}

/// A minute of one service with two pods that need a millisecond for each of 100 requests a second.
sim::WorldPlan station_plan() {
    sim::WorldPlan plan = tests::empty_plan(5);
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {tests::compute(sim::Distribution::constant(1ms))};
    tests::add_service(plan, "station", 2, behaviour);
    plan.loads.push_back(tests::poisson("station", 100));
    return plan;
}

std::unique_ptr<StepNotes> play(const sim::WorldPlan& plan) {
    auto notes = std::make_unique<StepNotes>();
    sim::World world{plan, notes.get()};
    world.run_until(plan.horizon);
    notes->fingerprint = world.fingerprint();
    return notes;
}

sim::StepStart after(std::uint32_t step, sim::StepStart::Kind kind, mesh::Duration delay = {}) {
    return {.kind = kind, .step = step, .delay = delay};
}

sim::Condition from(Instant at) {
    return [at](const sim::Signals& signals) { return signals.now() >= at; };
}

constexpr auto after_end = sim::StepStart::Kind::after_end;
constexpr auto after_start = sim::StepStart::Kind::after_start;
constexpr auto when = sim::StepStart::Kind::when;

}  // namespace

TEST_SUITE("steps of the timeline") {
    TEST_CASE("a step follows the begin or the end of another one, however far down it stands") {
        sim::WorldPlan plan = station_plan();
        plan.timeline.push_back(
            {.id = "third", .action = fault("slow", 1s), .start = after(2, after_end, 500ms)});
        plan.timeline.push_back({.id = "first", .at = Instant{10s}, .action = fault("slow", 4s)});
        plan.timeline.push_back(
            {.id = "second", .action = fault("slow", 10s), .start = after(1, after_start, 2s)});
        const auto notes = play(plan);
        CHECK(notes->times("first", Kind::step_started) == Milliseconds{10'000});
        CHECK(notes->times("first", Kind::step_ended) == Milliseconds{14'000});
        CHECK(notes->times("second", Kind::fault_started) == Milliseconds{12'000});
        CHECK(notes->times("second", Kind::fault_stopped) == Milliseconds{22'000});
        CHECK(notes->times("third", Kind::step_started) == Milliseconds{22'500});
        CHECK(notes->times("third", Kind::step_ended) == Milliseconds{23'500});
    }

    TEST_CASE("what acts at once has ended when it has begun") {
        sim::WorldPlan plan = station_plan();
        plan.timeline.push_back({.id = "put", .at = Instant{10s}, .action = sim::PlannedApply{{}}});
        plan.timeline.push_back(
            {.id = "ill", .action = fault("slow", 1s), .start = after(0, after_end)});
        const auto notes = play(plan);
        CHECK(notes->times("put", Kind::step_ended) == Milliseconds{10'000});
        CHECK(notes->times("ill", Kind::step_started) == Milliseconds{10'000});
    }

    TEST_CASE("a condition is looked at every 100 ms, or as often as the step says") {
        sim::WorldPlan plan = station_plan();
        plan.timeline.push_back({.id = "usual",
                                 .action = fault("slow", 1s),
                                 .start = {.kind = when, .condition = from(Instant{10s + 1ns})}});
        plan.timeline.push_back(
            {.id = "rare",
             .action = fault("slow", 1s),
             .start = {.kind = when, .condition = from(Instant{10s + 1ns}), .look_every = 7s}});
        const auto notes = play(plan);
        CHECK(notes->times("usual", Kind::step_started) == Milliseconds{10'100});
        CHECK(notes->times("rare", Kind::step_started) == Milliseconds{14'000});
    }

    TEST_CASE("a condition that never holds changes nothing that happens") {
        sim::WorldPlan plan = station_plan();
        const std::uint64_t alone = play(plan)->fingerprint;
        plan.timeline.push_back({.id = "never",
                                 .action = fault("crash", 1s),
                                 .start = {.kind = when, .condition = from(mesh::never)}});
        const auto notes = play(plan);
        CHECK(notes->fingerprint == alone);
        CHECK(notes->times("never", Kind::step_started).empty());
    }

    TEST_CASE("a fault is over when its condition holds, at its time, or after its length") {
        sim::WorldPlan plan = station_plan();
        const auto add = [&](const std::string& id, auto change) {
            sim::PlannedFault ill = fault("slow", 20s);
            change(ill);
            plan.timeline.push_back({.id = id, .at = Instant{10s}, .action = std::move(ill)});
        };
        add("condition", [](auto& ill) { ill.until = from(Instant{12s}); });
        add("time", [](auto& ill) { ill.until_time = Instant{15s}; });
        add("length", [](auto& ill) { ill.until_time = Instant{45s}; });
        add("past", [](auto& ill) { ill.until_time = Instant{5s}; });
        const auto notes = play(plan);
        CHECK(notes->times("condition", Kind::fault_stopped) == Milliseconds{12'000});
        CHECK(notes->times("time", Kind::fault_stopped) == Milliseconds{15'000});
        CHECK(notes->times("length", Kind::fault_stopped) == Milliseconds{30'000});
        CHECK(notes->times("past", Kind::fault_stopped) == Milliseconds{10'000});
    }

    TEST_CASE("a step comes as often as it is to, and has ended with its last round") {
        sim::WorldPlan plan = station_plan();
        plan.timeline.push_back({.id = "waves",
                                 .at = Instant{10s},
                                 .action = fault("slow", 1s),
                                 .repeat = {.times = 3, .every = 5s}});
        plan.timeline.push_back(
            {.id = "next", .action = fault("slow", 1s), .start = after(0, after_end)});
        const auto notes = play(plan);
        CHECK(notes->times("waves", Kind::fault_started) == Milliseconds{10'000, 15'000, 20'000});
        CHECK(notes->times("waves", Kind::step_started) == Milliseconds{10'000});
        CHECK(notes->times("waves", Kind::step_ended) == Milliseconds{21'000});
        CHECK(notes->times("next", Kind::step_started) == Milliseconds{21'000});
    }

    TEST_CASE("a step without a number of rounds goes on to the end of the run") {
        sim::WorldPlan plan = station_plan();
        plan.timeline.push_back({.id = "waves",
                                 .at = Instant{1s},
                                 .action = fault("slow", 1s),
                                 .repeat = {.times = 0, .every = 20s}});
        const auto notes = play(plan);
        CHECK(notes->times("waves", Kind::fault_started) == Milliseconds{1'000, 21'000, 41'000});
        CHECK(notes->times("waves", Kind::step_ended).empty());
    }

    TEST_CASE("a step with a condition waits for it anew, and not while it goes on") {
        sim::WorldPlan plan = station_plan();
        plan.timeline.push_back({.id = "again",
                                 .action = fault("slow", 3s),
                                 .start = {.kind = when, .condition = from(Instant{10s})},
                                 .repeat = {.times = 3, .every = 2s}});
        const auto notes = play(plan);
        CHECK(notes->times("again", Kind::fault_started) == Milliseconds{10'000, 13'100, 16'200});
        CHECK(notes->times("again", Kind::step_ended) == Milliseconds{19'200});
    }

    TEST_CASE("a fault that is healed ends, its rounds are called off, and its end is one") {
        sim::WorldPlan plan = station_plan();
        plan.timeline.push_back({.id = "waves",
                                 .at = Instant{10s},
                                 .action = fault("slow", 4s),
                                 .repeat = {.times = 0, .every = 5s}});
        plan.timeline.push_back(
            {.id = "stop", .at = Instant{17s}, .action = sim::PlannedHeal{.step = 0}});
        plan.timeline.push_back(
            {.id = "next", .action = fault("slow", 1s), .start = after(0, after_end)});
        const auto notes = play(plan);
        CHECK(notes->times("waves", Kind::fault_stopped) == Milliseconds{14'000, 17'000});
        CHECK(notes->times("waves", Kind::step_ended) == Milliseconds{17'000});
        CHECK(notes->times("next", Kind::step_started) == Milliseconds{17'000});
    }

    TEST_CASE("healing what has not begun, or is over, does nothing") {
        sim::WorldPlan plan = station_plan();
        plan.timeline.push_back({.id = "ill", .at = Instant{10s}, .action = fault("slow", 4s)});
        for (const mesh::Duration at : {5s, 20s}) {
            plan.timeline.push_back({.id = "stop" + std::to_string(at.count()),
                                     .at = Instant{at},
                                     .action = sim::PlannedHeal{.step = 0}});
        }
        const auto notes = play(plan);
        CHECK(notes->times("ill", Kind::fault_started) == Milliseconds{10'000});
        CHECK(notes->times("ill", Kind::step_ended) == Milliseconds{14'000});
    }

    TEST_CASE("faults of one step begin and end together, each with its own target") {
        sim::WorldPlan plan = station_plan();
        sim::PlannedFault ill = fault("slow", 10s, {{"factor", "100"}});
        const sim::PlannedFault error = fault("error", {}, {{"status", "503"}});
        ill.others = {{.effect = error.effect, .target = error.target}};
        plan.timeline.push_back({.id = "ill", .at = Instant{10s}, .action = ill});
        const auto notes = play(plan);
        for (const auto& end : notes->ends) {
            if (end.sent < Instant{10s} || end.sent > Instant{21s}) CHECK(end.status == 200);
            if (end.sent > Instant{10s} && end.sent < Instant{20s}) CHECK(end.status == 503);
        }
    }
}

TEST_SUITE("faults that come and go") {
    TEST_CASE("the first requests of the pods are struck, and then no more") {
        sim::WorldPlan plan = station_plan();
        sim::PlannedFault ill = fault("error", 20s);
        ill.activation = {.kind = sim::Activation::Kind::first, .count = 7};
        plan.timeline.push_back({.id = "ill", .at = Instant{10s}, .action = ill});
        const auto notes = play(plan);
        std::size_t number = 0;
        for (const auto& end : notes->ends) {
            if (end.sent < Instant{10s}) continue;
            CHECK(mesh::is_failure(end.status) == (++number <= 7));
        }
        CHECK(notes->times("ill", Kind::fault_started).size() == 1);
        CHECK(notes->times("ill", Kind::fault_stopped).size() == 1);
        CHECK(notes->times("ill", Kind::step_ended) == Milliseconds{30'000});
    }

    TEST_CASE("every so-many-th request of the pods is struck until the fault ends") {
        sim::WorldPlan plan = station_plan();
        sim::PlannedFault ill = fault("error", 20s);
        ill.activation = {.kind = sim::Activation::Kind::every, .count = 5};
        plan.timeline.push_back({.id = "ill", .at = Instant{10s}, .action = ill});
        const auto notes = play(plan);
        // In the order in which they came: those that fail are ready at once.
        std::ranges::sort(notes->ends, {}, &sim::observe::RequestEnd::sent);
        std::size_t number = 0;
        for (const auto& end : notes->ends) {
            if (end.sent < Instant{10s}) continue;
            const bool is_struck = end.sent < Instant{30s} && ++number % 5 == 0;
            CHECK(mesh::is_failure(end.status) == is_struck);
        }
        CHECK(number > 1000);
    }

    TEST_CASE("a probability strikes each request on its own") {
        sim::WorldPlan plan = station_plan();
        sim::PlannedFault ill = fault("error", {}, {{"rate", "50%"}});
        ill.activation = {.kind = sim::Activation::Kind::probability, .share = {400'000}};
        plan.timeline.push_back({.id = "ill", .at = Instant{0s}, .action = ill});
        const auto notes = play(plan);
        const auto failed = std::ranges::count_if(
            notes->ends, [](const auto& end) { return mesh::is_failure(end.status); });
        // A half of 40 % of 6,000 requests, within four deviations.
        CHECK(static_cast<double>(failed) / static_cast<double>(notes->ends.size()) ==
              doctest::Approx(0.2).epsilon(0.017));
    }

    TEST_CASE("a fault acts for the share of time that its means say, beginning with a pause") {
        sim::WorldPlan plan = station_plan();
        plan.horizon = Instant{1000s};
        sim::PlannedFault ill = fault("error", {});
        ill.activation = {.kind = sim::Activation::Kind::poisson, .up = 3s, .down = 1s};
        plan.timeline.push_back({.id = "ill", .at = Instant{0s}, .action = ill});
        const auto notes = play(plan);
        const auto started = notes->times("ill", Kind::fault_started);
        CHECK(started.front() > 0);
        CHECK(started.size() > 200);
        CHECK(started.size() < 300);
        const auto failed = std::ranges::count_if(
            notes->ends, [](const auto& end) { return mesh::is_failure(end.status); });
        const double share = static_cast<double>(failed) / static_cast<double>(notes->ends.size());
        CHECK(share > 0.20);
        CHECK(share < 0.30);
        CHECK(notes->times("ill", Kind::step_started) == Milliseconds{0});
    }

    TEST_CASE("it is over at its end, whether it acts or not") {
        sim::WorldPlan plan = station_plan();
        sim::PlannedFault ill = fault("error", 20s);
        ill.activation = {.kind = sim::Activation::Kind::poisson, .up = 1s, .down = 1s};
        plan.timeline.push_back({.id = "ill", .at = Instant{10s}, .action = ill});
        const auto notes = play(plan);
        CHECK(notes->times("ill", Kind::step_ended) == Milliseconds{30'000});
        CHECK(notes->times("ill", Kind::fault_started).size() ==
              notes->times("ill", Kind::fault_stopped).size());
        for (const auto& end : notes->ends) {
            if (end.sent > Instant{30s}) CHECK(end.status == 200);
        }
    }

    TEST_CASE("a ramp lets the share of failures grow in a straight line and fade in one") {
        sim::WorldPlan plan = station_plan();
        plan.horizon = Instant{400s};
        sim::PlannedFault ill = fault("error", 300s);
        ill.ramp = {.in = 100s, .out = 100s};
        plan.timeline.push_back({.id = "ill", .at = Instant{50s}, .action = ill});
        const auto notes = play(plan);
        const auto share = [&](Instant begin, Instant end) {
            double all = 0;
            double failed = 0;
            for (const auto& request : notes->ends) {
                if (request.sent < begin || request.sent >= end) continue;
                ++all;
                if (mesh::is_failure(request.status)) ++failed;
            }
            return failed / all;
        };
        // A quarter of the way up, all the way, and a quarter down from it; 2,000 requests each.
        CHECK(share(Instant{65s}, Instant{85s}) == doctest::Approx(0.25).epsilon(0.03));
        CHECK(share(Instant{150s}, Instant{250s}) == 1);
        CHECK(share(Instant{265s}, Instant{285s}) == doctest::Approx(0.75).epsilon(0.03));
        CHECK(share(Instant{351s}, Instant{400s}) == 0);
        CHECK(notes->times("ill", Kind::fault_started) == Milliseconds{50'000});
    }
}

}  // namespace timeline_steps_test
