// Tokens are good for a while by the clock of the proxy that looks at them.
#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

#include <string>

namespace token_clock_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Duration;
using mesh::Instant;

namespace {

/// Ten requests a second with a token that is good from 10 s to 20 s of true time.
sim::WorldPlan dated_plan() {
    sim::WorldPlan plan = tests::empty_plan(1);
    tests::add_service(plan, "shop", 1, {});
    mesh::control::RequestAuthentication policy;
    policy.meta.name = "idp";
    policy.rules = {{.issuer = "idp", .has_keys = true}};
    plan.resources.emplace_back(policy);
    plan.loads = {tests::poisson("shop", 10)};
    plan.loads.front().arrivals->name = "constant";
    plan.loads.front().mix.front().head.headers = {
        {"authorization", "Bearer iss=idp;sub=ann;nbf=10s;exp=20s;key=good"}};
    plan.horizon = Instant{40s};
    return plan;
}

/// Whether requests sent after `from` and before `to` are taken, and no others.
void check_taken(const sim::WorldPlan& plan, Duration from, Duration to) {
    constexpr Duration near = 50ms;
    const auto notes = tests::play(plan);
    REQUIRE(notes->requests_ended.size() > 350);
    for (const auto& end : notes->requests_ended) {
        const Duration sent = end.sent.time_since_epoch();
        if (sent > from + near && sent < to - near) CHECK(end.status == 200);
        if (sent < from - near || sent > to + near) CHECK(end.status == 401);
    }
}

sim::WorldPlan skewed_plan(const std::string& direction) {
    sim::WorldPlan plan = dated_plan();
    tests::inject(plan, "clock", {{"offset", "5s"}, {"direction", direction}}, 1s, 38s,
                  tests::on_service("shop"));
    return plan;
}

}  // namespace

TEST_SUITE("tokens and wrong clocks") {
    TEST_CASE("a token is good from nbf to exp, by the true time where the clock is right") {
        check_taken(dated_plan(), 10s, 20s);
    }

    TEST_CASE("a clock that is ahead takes it too early, and no longer when it is still good") {
        check_taken(skewed_plan("ahead"), 5s, 15s);
    }

    TEST_CASE("a clock that is behind takes it too late, and when it has long expired") {
        check_taken(skewed_plan("behind"), 15s, 25s);
    }

    TEST_CASE("what the profile forgives is forgiven besides") {
        sim::WorldPlan plan = skewed_plan("ahead");
        plan.defaults.security.token_clock_skew = 2s;
        check_taken(plan, 3s, 17s);
    }
}

}  // namespace token_clock_test
