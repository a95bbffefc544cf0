// What is taken down of the way of a sampled request.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace marks_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::observe::Mark;

namespace {

/// Keeps the marks, if it wants any.
class MarkNotes final : public sim::observe::Recorder {
public:
    explicit MarkNotes(bool wants) : wants_(wants) {}

    std::vector<Mark> made;

    bool wants_marks() const override { return wants_; }
    void marks(std::span<const Mark> marks) override {
        made.insert(made.end(), marks.begin(), marks.end());
    }
    void named(sim::observe::NameKind, std::uint32_t, std::string_view) override {}
    void requests(std::span<const sim::observe::RequestEnd>) override {}
    void calls(std::span<const sim::observe::CallEnd>) override {}
    void spans(std::span<const sim::observe::Span>) override {}
    void decisions(std::span<const sim::observe::Decision>) override {}
    void changes(std::span<const sim::observe::Change>) override {}
    void interval(const sim::observe::IntervalEnd&) override {}

private:
    bool wants_;
};

/// One pod, whose requests compute for a millisecond each.
sim::WorldPlan shop_plan() {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour shop;
    shop.script = {tests::compute(sim::Distribution::constant(1ms))};
    tests::add_service(plan, "shop", 1, shop);
    plan.loads = {tests::poisson("shop", 10)};
    plan.loads.front().end = mesh::Instant{4s};
    plan.horizon = mesh::Instant{5s};
    plan.span_every = 1;
    return plan;
}

std::vector<Mark> marks_of(const sim::WorldPlan& plan, bool wants = true) {
    MarkNotes notes{wants};
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
    return notes.made;
}

std::ptrdiff_t count(const std::vector<Mark>& marks, Mark::Kind kind) {
    return std::ranges::count(marks, kind, &Mark::kind);
}

}  // namespace

TEST_SUITE("marks") {
    TEST_CASE("a request that only computes is called, sent, arrives, computes and is answered") {
        const auto marks = marks_of(shop_plan());
        const auto requests = count(marks, Mark::Kind::called);
        CHECK(requests > 20);
        for (const auto kind : {Mark::Kind::attempt_sent, Mark::Kind::arrived,
                                Mark::Kind::computing, Mark::Kind::answered, Mark::Kind::ended})
            CHECK(count(marks, kind) == requests);
    }

    TEST_CASE("a pod whose CPU is limited says when it computes, too") {
        sim::WorldPlan plan = shop_plan();
        plan.cluster.cpu = {.slice = 100ms, .least_quota = 1ms};
        std::get<mesh::control::Workload>(plan.resources.back()).pod.resources.cpu_limit = 1000;
        const auto marks = marks_of(plan);
        CHECK(count(marks, Mark::Kind::computing) > 20);
        CHECK(count(marks, Mark::Kind::computing) == count(marks, Mark::Kind::called));
    }

    TEST_CASE("an attempt that is lost with its connection ends with the loss of it") {
        sim::WorldPlan plan = shop_plan();
        plan.defaults.connections.as_needed = true;
        plan.network.same_zone = sim::Distribution::constant(10ms);
        // The pod closes 100 ms after its answer; a request that left meanwhile finds it closed.
        plan.behaviours.front().behaviour.keep_alive = 100ms;
        plan.loads.front().arrivals->name = "constant";
        plan.loads.front().arrivals->rate = 1 / 0.111;
        tests::Notes notes;
        sim::World world{plan, &notes};
        world.run_until(plan.horizon);
        const auto lost = std::ranges::count_if(
            notes.requests_ended, [](const auto& end) { return end.flags.has(mesh::Flag::UC); });
        REQUIRE(lost > 5);
        constexpr auto as_value = static_cast<std::uint16_t>(
            sim::observe::first_reset +
            static_cast<std::uint16_t>(mesh::ResetReason::connection_termination));
        const auto marks = marks_of(plan);
        CHECK(std::ranges::count_if(marks, [](const Mark& mark) {
                  return mark.kind == Mark::Kind::attempt_ended && mark.value == as_value;
              }) >= lost);
    }

    TEST_CASE("who does not ask for them gets none") {
        CHECK(marks_of(shop_plan(), false).empty());
    }
}

}  // namespace marks_test
