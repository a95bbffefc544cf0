// The keys of those who issue tokens, which the control plane fetches.
#include "tests/sim/world/control_plans.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace key_fetches_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Duration;
using mesh::Instant;
using sim::observe::Change;

namespace {

mesh::control::RequestAuthentication tokens_of(const std::string& issuer) {
    mesh::control::RequestAuthentication policy;
    policy.meta.name = issuer;
    policy.rules = {{.issuer = issuer, .keys_uri = "https://" + issuer + "/keys"}};
    return policy;
}

/// Ten requests a second with a token of "idp", whose keys are fetched every 20 s, which takes
/// 100 ms; a fetch that gets no answer is over after a second, and tried again 3 s later.
sim::WorldPlan token_plan() {
    sim::WorldPlan plan = tests::empty_plan(1);
    tests::add_service(plan, "shop", 1, {});
    plan.resources.emplace_back(tokens_of("idp"));
    plan.defaults.security.keys = {.refresh = 20s, .retry = 3s, .timeout = 1s};
    plan.cluster.keys = {.is_played = true, .latency = sim::Distribution::constant(100ms)};
    plan.loads = {tests::poisson("shop", 10)};
    plan.loads.front().arrivals->name = "constant";
    plan.loads.front().mix.front().head.headers = {
        {"authorization", "Bearer iss=idp;sub=ann;key=good"}};
    plan.horizon = Instant{60s};
    return plan;
}

/// Whether the tokens of requests sent after `from` and before `to` are refused, and no others; so
/// near to these moments either may be.
void check_refused(const sim::WorldPlan& plan, Duration from, Duration to) {
    constexpr Duration near = 50ms;
    const auto notes = tests::play(plan);
    REQUIRE(notes->requests_ended.size() > 500);
    for (const auto& end : notes->requests_ended) {
        const Duration sent = end.sent.time_since_epoch();
        if (sent > from + near && sent < to - near) CHECK(end.status == 401);
        if (sent < from - near || sent > to + near) CHECK(end.status == 200);
    }
}

}  // namespace

TEST_SUITE("keys of issuers in a world") {
    TEST_CASE(
        "keys that were fetched are good while nobody publishes them, if they do not run out") {
        sim::WorldPlan plan = token_plan();
        check_refused(plan, 0s, 0s);
        tests::add_fault(plan, "jwks_down", Instant{25s}, 20s);
        check_refused(plan, 0s, 0s);
        // Fetched at 20.1 s, and again at 48.1 s: the tries at 40.1 s and 44.1 s come to nothing.
        plan.cluster.keys.lifetime = 25s;
        check_refused(plan, 45100ms, 48200ms);
        // Where the fault alone asks for it, they are taken to have come at 20 s.
        plan.cluster.keys.is_played = false;
        check_refused(plan, 45s, 48100ms);
    }

    TEST_CASE("which keys are missing is told when that begins, and when it ends") {
        sim::WorldPlan plan = token_plan();
        tests::add_fault(plan, "jwks_down", Instant{25s}, 20s);
        CHECK(tests::play(plan)->count(Change::Kind::keys_missing) == 0);
        plan.cluster.keys.lifetime = 25s;
        const auto notes = tests::play(plan);
        const std::string address = "https://idp/keys";
        CHECK(notes->of(Change::Kind::keys_missing) ==
              std::vector<std::pair<std::int64_t, std::string>>{{45'100, address},
                                                                {48'200, address}});
        std::vector<std::uint64_t> values;
        for (const Change& change : notes->changes_made) {
            if (change.kind == Change::Kind::keys_missing) values.push_back(change.value);
        }
        CHECK(values == std::vector<std::uint64_t>{1, 0});
    }

    TEST_CASE("of an issuer that is new meanwhile no token is taken") {
        sim::WorldPlan plan = token_plan();
        plan.resources.pop_back();
        tests::add_fault(plan, "jwks_down", Instant{5s}, 10s);
        plan.timeline.push_back({.id = "rule",
                                 .at = Instant{10s},
                                 .action = sim::PlannedApply{.resources = {tokens_of("idp")}}});
        check_refused(plan, 11s, 18100ms);
    }

    TEST_CASE("a control plane that starts anew has no keys") {
        sim::WorldPlan plan = token_plan();
        tests::add_fault(plan, "jwks_down", Instant{4s}, 8s);
        tests::add_fault(plan, "control_outage", Instant{5s}, 1s);
        check_refused(plan, 7s, 14100ms);
    }

    TEST_CASE("a rule that holds its keys, and one of another issuer, do not mind") {
        sim::WorldPlan plan = token_plan();
        auto& policy = std::get<mesh::control::RequestAuthentication>(plan.resources.back());
        policy.rules.front().keys_uri.clear();
        policy.rules.front().has_keys = true;
        policy.rules.push_back({.issuer = "other", .keys_uri = "https://other/keys"});
        plan.cluster.keys.lifetime = 1s;
        tests::add_fault(plan, "jwks_down", Instant{5s}, 50s);
        check_refused(plan, 0s, 0s);
    }
}

}  // namespace key_fetches_test
