#include "reports/explain/tracing.hpp"

#include "reports/explain/critical_path.hpp"
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace tracing_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::observe::Mark;

Mark mark(std::uint32_t span, mesh::Duration at, Mark::Kind kind) {
    return {.at = Instant{at}, .load = 0, .span = span, .kind = kind};
}

/// Every request of two seconds, of an app that makes a call and says nothing of its trace.
std::vector<reports::RequestTrace> traces_without_context() {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour shop;
    shop.workers = 8;
    shop.script = {tests::call("stock")};
    shop.forward = {};
    sim::Behaviour stock;
    stock.workers = 8;
    stock.script = {tests::compute(sim::Distribution::constant(5ms))};
    tests::add_service(plan, "shop", 1, shop);
    tests::add_service(plan, "stock", 1, stock);
    plan.loads = {tests::poisson("shop", 10)};
    plan.horizon = Instant{2s};
    plan.span_every = 1;
    reports::Tracing tracing;
    sim::World world{plan, &tracing};
    world.run_until(plan.horizon);
    return tracing.take_complete();
}

}  // namespace

TEST_SUITE("tracing") {
    TEST_CASE("a call belongs to its request also where the app hands no trace context on") {
        const auto traces = traces_without_context();
        REQUIRE(traces.size() > 5);
        for (const auto& trace : traces) {
            const auto calls = std::ranges::count_if(trace.spans, [](const auto& span) {
                return span.second.front().kind == Mark::Kind::called;
            });
            CHECK(calls == 2);
            const auto parts = reports::critical_path(trace);
            const auto work =
                std::ranges::find(parts, reports::PartKind::service, &reports::Part::kind);
            REQUIRE(work != parts.end());
            CHECK(work->length() == 5ms);
            CHECK(work->call != trace.root);
        }
    }

    TEST_CASE("what happens for a request after its end is left out") {
        reports::Tracing tracing;
        const std::vector<Mark> marks{
            mark(1, 0ms, Mark::Kind::called), mark(2, 1ms, Mark::Kind::arrived),
            mark(1, 5ms, Mark::Kind::ended), mark(1, 6ms, Mark::Kind::attempt_given_up),
            mark(2, 9ms, Mark::Kind::answered)};
        tracing.marks(marks);
        const auto traces = tracing.take_complete();
        REQUIRE(traces.size() == 1);
        CHECK(traces.front().ended() == Instant{5ms});
        CHECK(traces.front().spans.at(1).size() == 2);
        CHECK(traces.front().spans.at(2).size() == 1);
    }

    TEST_CASE("an attempt ends once") {
        reports::Tracing tracing;
        const auto end_of = [](std::uint8_t attempt, mesh::Duration at, std::uint16_t value) {
            Mark end = mark(1, at, Mark::Kind::attempt_ended);
            end.attempt = attempt;
            end.value = value;
            return end;
        };
        tracing.marks(std::vector<Mark>{mark(1, 0ms, Mark::Kind::called), end_of(0, 1ms, 1002),
                                        end_of(0, 2ms, 1000), end_of(1, 3ms, 200),
                                        mark(1, 3ms, Mark::Kind::ended)});
        const auto traces = tracing.take_complete();
        REQUIRE(traces.size() == 1);
        const auto& marks = traces.front().spans.at(1);
        REQUIRE(marks.size() == 4);
        CHECK(marks[1].value == 1002);
        CHECK(marks[2].attempt == 1);
    }
}

}  // namespace tracing_test
