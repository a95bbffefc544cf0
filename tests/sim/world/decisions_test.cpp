#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace decisions_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::observe::Decision;
using sim::observe::Span;
using tests::play;

namespace {

/// shop asks stock once for each request. A pod of stock fails for most of the time, so that many
/// attempts are retried.
sim::WorldPlan failing_shop(std::uint32_t span_every) {
    sim::WorldPlan plan = tests::empty_plan(1);
    const sim::ScriptStep work = tests::compute(sim::Distribution::constant(1ms));
    sim::Behaviour shop;
    shop.script = {work, tests::call("stock")};
    sim::Behaviour stock;
    stock.script = {work};
    tests::add_service(plan, "shop", 2, shop);
    tests::add_service(plan, "stock", 3, stock);
    plan.network.same_zone = sim::Distribution::constant(500us);
    plan.loads = {tests::poisson("shop", 200)};
    plan.horizon = mesh::Instant{10s};
    plan.span_every = span_every;
    plan.defaults.retry.retries = 2;
    plan.defaults.retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
    plan.defaults.retry.backoff = {.base = 1ms, .max = 10ms};
    const mesh::TextSettings::Values parameters{{"rate", "100%"}};
    mesh::TextSettings settings{parameters};
    sim::FaultTarget one;
    one.pods.service = "stock";
    one.pods.pick = sim::PodSelector::Pick::one;
    plan.timeline.push_back(
        {.id = "sick",
         .at = mesh::Instant{2s},
         .action = sim::PlannedFault{.effect = sim::built_in_faults().find("error")->make(settings),
                                     .target = one,
                                     .length = 6s}});
    return plan;
}

/// What was decided for one attempt of one call.
struct Attempt {
    std::vector<Decision> considered;
    std::vector<Decision> chosen;
    std::vector<Decision> retried;
};

using CallKey = std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>;

CallKey key_of(const Decision& decision) {
    return {decision.load, decision.request, decision.span};
}

std::map<CallKey, std::map<std::uint32_t, Attempt>> by_attempt(const tests::Notes& notes) {
    std::map<CallKey, std::map<std::uint32_t, Attempt>> calls;
    for (const Decision& decision : notes.decisions_made) {
        Attempt& attempt = calls[key_of(decision)][decision.attempt];
        if (decision.kind == Decision::Kind::considered) attempt.considered.push_back(decision);
        if (decision.kind == Decision::Kind::chosen) attempt.chosen.push_back(decision);
        if (decision.kind == Decision::Kind::retried) attempt.retried.push_back(decision);
    }
    return calls;
}

/// Two hosts were compared and one of them chosen, at one moment; a retry gives up that very one.
void check_attempt(const Attempt& attempt, bool is_last) {
    REQUIRE(attempt.considered.size() == 2);
    REQUIRE(attempt.chosen.size() == 1);
    const Decision& chosen = attempt.chosen.front();
    for (const Decision& considered : attempt.considered) {
        REQUIRE(considered.at == chosen.at);
        REQUIRE(considered.cluster == chosen.cluster);
    }
    REQUIRE(std::ranges::count(attempt.considered, chosen.pod, &Decision::pod) >= 1);
    REQUIRE(attempt.retried.size() == (is_last ? 0 : 1));
    if (is_last) return;
    REQUIRE(attempt.retried.front().pod == chosen.pod);
    REQUIRE(attempt.retried.front().at > chosen.at);
    REQUIRE(attempt.retried.front().value == 500);
}

}  // namespace

TEST_SUITE("decisions for sampled requests") {
    TEST_CASE(
        "each attempt of a call has the hosts compared, the one chosen, and what became of it") {
        const auto notes = play(failing_shop(4));
        const auto calls = by_attempt(*notes);
        std::size_t checked = 0;
        std::size_t retried = 0;
        for (const Span& span : notes->spans_ended) {
            if (span.kind != Span::Kind::call) continue;
            const auto found = calls.find({span.load, span.request, span.id});
            REQUIRE(found != calls.end());
            const auto& attempts = found->second;
            REQUIRE(attempts.size() == span.attempt);
            std::uint32_t number = 0;
            mesh::Instant before{};
            for (const auto& [attempt, decided] : attempts) {
                REQUIRE(attempt == number++);
                check_attempt(decided, number == span.attempt);
                REQUIRE(decided.chosen.front().at >= before);
                if (!decided.retried.empty()) before = decided.retried.front().at;
            }
            REQUIRE(attempts.rbegin()->second.chosen.front().pod == span.pod);
            ++checked;
            retried += span.attempt - 1U;
        }
        CHECK(checked > 500);
        CHECK(retried > 50);
        // What is under way at the end has its decisions and no span yet.
        CHECK(calls.size() - checked < 10);
    }

    TEST_CASE("where no request is sampled nothing is decided for the record") {
        const auto notes = play(failing_shop(0));
        CHECK(notes->requests_ended.size() > 1500);
        CHECK(notes->decisions_made.empty());
    }
}

}  // namespace decisions_test
