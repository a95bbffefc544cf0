// A request's spans are one trace as far as apps hand on its context.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace trace_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::observe::Span;

namespace {

/// The calls to stock that began a trace of their own, and how many there were.
std::pair<std::ptrdiff_t, std::ptrdiff_t> orphans(const std::vector<std::string>& forward) {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour shop;
    shop.workers = 8;
    shop.script = {tests::call("stock")};
    shop.forward = forward;
    tests::add_service(plan, "shop", 1, shop);
    tests::add_service(plan, "stock", 1, {});
    plan.loads = {tests::poisson("shop", 10)};
    plan.horizon = mesh::Instant{5s};
    plan.span_every = 1;
    tests::Notes notes;
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
    std::map<std::uint32_t, std::ptrdiff_t> calls;
    std::ptrdiff_t without_parent = 0;
    for (const Span& span : notes.spans_ended) {
        if (span.kind != Span::Kind::call) continue;
        ++calls[span.service];
        if (span.parent == sim::observe::nobody) ++without_parent;
    }
    REQUIRE(calls.size() == 2);
    const std::ptrdiff_t each = calls.begin()->second;
    return {without_parent - each, each};  // The load's own calls have none.
}

}  // namespace

TEST_SUITE("trace context") {
    TEST_CASE("an app that says nothing else hands it on") {
        const auto [orphaned, all] = orphans(sim::Behaviour{}.forward);
        CHECK(all > 20);
        CHECK(orphaned == 0);
    }

    TEST_CASE("so does one that names one of its headers") {
        for (const std::string header : {"traceparent", "b3", "x-b3-traceid"}) {
            CAPTURE(header);
            CHECK(orphans({"end-user", header}).first == 0);
        }
    }

    TEST_CASE("the calls of any other begin traces of their own") {
        for (const std::vector<std::string>& forward :
             {std::vector<std::string>{}, {"end-user", "x-request-id"}}) {
            const auto [orphaned, all] = orphans(forward);
            CHECK(orphaned == all);
        }
    }

    TEST_CASE(
        "the way to a pod is no wait for a worker: its span begins when the attempt arrives") {
        sim::WorldPlan plan = tests::empty_plan(1);
        sim::Behaviour shop;
        shop.workers = 100;
        shop.script = {tests::compute(sim::Distribution::constant(5ms))};
        tests::add_service(plan, "shop", 1, shop);
        plan.loads = {tests::poisson("shop", 20)};
        plan.network.same_zone = sim::Distribution::constant(3ms);
        plan.horizon = mesh::Instant{5s};
        plan.span_every = 1;
        const auto notes = tests::play(plan);
        std::map<std::uint32_t, Span> calls;
        for (const Span& span : notes->spans_ended) {
            if (span.kind == Span::Kind::call) calls.emplace(span.id, span);
        }
        std::size_t looked_at = 0;
        for (const Span& span : notes->spans_ended) {
            if (span.kind != Span::Kind::work || !calls.contains(span.parent)) continue;
            ++looked_at;
            CHECK(span.started - calls.at(span.parent).started == 3ms);
            CHECK(span.served == span.started);
            CHECK(span.ended - span.started == 5ms);
        }
        CHECK(looked_at > 50);
    }
}

}  // namespace trace_test
