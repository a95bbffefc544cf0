// Certificates that run out while a world is played.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace certificates_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Flag;
using mesh::Instant;
using sim::observe::Change;
using tests::add_fault;
using tests::play;

namespace {

using Kind = Change::Kind;

/// One request a second to one pod, each on a connection of its own if connections are played.
/// Certificates live for a minute and are renewed at half of it; to sign one takes 50 ms.
sim::WorldPlan shop_plan(bool connections_churn) {
    sim::WorldPlan plan = tests::empty_plan(7);
    sim::Behaviour behaviour;
    behaviour.keep_alive = 100ms;
    tests::add_service(plan, "shop", 1, behaviour);
    plan.defaults.security = {
        .automatic_mutual_tls = true,
        .certificate_lifetime = 60s,
        .rotation = {.grace = {500'000}, .jitter = {0}, .retry = {.base = 500ms, .max = 60s}}};
    plan.defaults.connections.as_needed = connections_churn;
    plan.defaults.connections.security = mesh::TransportSecurity::tls_1_3;
    plan.network.same_zone = sim::Distribution::constant(1ms);
    plan.cluster.certificates.signing = sim::Distribution::constant(50ms);
    plan.cluster.pod_start = sim::Distribution::constant(2s);
    plan.loads = {tests::poisson("shop", 1)};
    plan.loads.front().arrivals->name = "constant";
    plan.horizon = Instant{120s};
    return plan;
}

/// At ten seconds there is to be one pod more.
void grow(sim::WorldPlan& plan) {
    auto workload = std::get<mesh::control::Workload>(plan.resources.back());
    workload.replicas = 2;
    plan.timeline.push_back(
        {.id = "grow", .at = Instant{10s}, .action = sim::PlannedApply{.resources = {workload}}});
}

/// When the first request was sent that failed; never if none did.
Instant first_failure(const tests::Notes& notes) {
    const auto failed = std::ranges::find_if(notes.requests_ended,
                                             [](const auto& end) { return end.status != 200; });
    return failed == notes.requests_ended.end() ? mesh::never : failed->sent;
}

using Times = std::vector<Instant>;

}  // namespace

TEST_SUITE("certificates of a world") {
    TEST_CASE("they are renewed at half of their lives, and signed after what that takes") {
        const auto notes = play(shop_plan(true));
        // Of the client and of the pod, at 30 s, then half a life after each was signed.
        CHECK(notes->instants(Kind::certificate_signed) ==
              Times{Instant{30'050ms}, Instant{30'050ms}, Instant{60'100ms}, Instant{60'100ms},
                    Instant{90'150ms}, Instant{90'150ms}});
        CHECK(notes->instants(Kind::certificate_expired).empty());
        CHECK(first_failure(*notes) == mesh::never);
    }

    TEST_CASE("the time of a renewal has its jitter, earlier or later by at most that") {
        sim::WorldPlan plan = shop_plan(true);
        std::get<mesh::control::Workload>(plan.resources.back()).replicas = 20;
        plan.defaults.security.rotation.jitter = {10'000};
        plan.horizon = Instant{32s};
        const auto signed_at = play(plan)->instants(Kind::certificate_signed);
        REQUIRE(signed_at.size() == 21);
        CHECK(signed_at.front() > Instant{30'050ms - 600ms});
        CHECK(signed_at.front() < Instant{30'050ms});
        CHECK(signed_at.back() > Instant{30'050ms});
        CHECK(signed_at.back() < Instant{30'050ms + 600ms});
    }

    TEST_CASE("where nobody signs, the first connection after the end of a life fails with UF") {
        sim::WorldPlan plan = shop_plan(true);
        add_fault(plan, "ca_outage", 20s);
        const auto notes = play(plan);
        CHECK(notes->instants(Kind::certificate_signed).empty());
        CHECK(notes->instants(Kind::certificate_expired) ==
              Times{Instant{60s + 1ns}, Instant{60s + 1ns}});
        CHECK(first_failure(*notes) > Instant{60s - 10ms});
        CHECK(first_failure(*notes) < Instant{61s + 10ms});
        CHECK(notes->requests_ended.back().status == 503);
        CHECK(notes->requests_ended.back().flags == Flag::UF);
        CHECK(notes->count(Kind::handshake_refused) == 1);
    }

    TEST_CASE("a connection that is open goes on after the end of the life it was opened in") {
        sim::WorldPlan plan = shop_plan(false);
        add_fault(plan, "ca_outage", 20s);
        const auto notes = play(plan);
        CHECK(notes->count(Kind::certificate_expired) == 2);
        CHECK(first_failure(*notes) == mesh::never);
    }

    TEST_CASE("a pod that was connected to before is asked again after its crash") {
        sim::WorldPlan plan = shop_plan(false);
        add_fault(plan, "ca_outage", 20s);
        mesh::TextSettings none{{}};
        sim::FaultTarget target;
        target.pods.service = "shop";
        plan.timeline.push_back(
            {.id = "crash",
             .at = Instant{70s},
             .action = sim::PlannedFault{.effect = sim::built_in_faults().find("crash")->make(none),
                                         .target = target,
                                         .length = 100ms}});
        const auto notes = play(plan);
        CHECK(first_failure(*notes) > Instant{69s});
        CHECK(notes->requests_ended.back().status == 503);
    }

    TEST_CASE("a fault that makes certificates matter takes no connection that was open before") {
        sim::WorldPlan plan = shop_plan(false);
        plan.defaults.security.certificate_lifetime = 24h;
        add_fault(plan, "clock", 20s, {}, {.pods = {.service = "shop"}},
                  {{"offset", "25h"}, {"direction", "ahead"}});
        CHECK(first_failure(*play(plan)) == mesh::never);

        // Whoever has lost them is asked.
        add_fault(plan, "crash", 70s, 100ms, {.pods = {.service = "shop"}});
        const auto notes = play(plan);
        CHECK(first_failure(*notes) > Instant{69s});
        CHECK(notes->requests_ended.back().status == 503);
    }

    TEST_CASE("an outage that is over in time is survived: proxies ask again until they get one") {
        for (const std::string outage : {"ca_outage", "control_outage"}) {
            CAPTURE(outage);
            sim::WorldPlan plan = shop_plan(true);
            plan.defaults.security.rotation.retry.max = 4s;
            add_fault(plan, outage, 20s, 20s);
            const auto notes = play(plan);
            const auto signed_at = notes->instants(Kind::certificate_signed);
            REQUIRE(signed_at.size() >= 2);
            CHECK(signed_at[0] >= Instant{40s});
            CHECK(signed_at[1] < Instant{60s});
            CHECK(first_failure(*notes) == mesh::never);
        }
    }

    TEST_CASE("a new pod is not ready before it has a certificate") {
        sim::WorldPlan plan = shop_plan(true);
        grow(plan);
        // Created at 10 s, its containers run at 12 s.
        CHECK(play(plan)->instants(Kind::pod_ready) == Times{Instant{12'050ms}});
        add_fault(plan, "ca_outage", 5s);
        CHECK(play(plan)->instants(Kind::pod_ready).empty());
        plan.timeline.pop_back();
        add_fault(plan, "ca_outage", 5s, 15s);
        const auto ready = play(plan)->instants(Kind::pod_ready);
        REQUIRE(ready.size() == 1);
        CHECK(ready.front() > Instant{20s});
    }

    TEST_CASE("a pod whose node was lost asks for another one, and forgets what it had planned") {
        sim::WorldPlan plan = shop_plan(true);
        plan.cluster.node_failure = {.lease = 10s, .grace = 40s};
        add_fault(plan, "node_down", 20s, 3s);
        plan.horizon = Instant{58s};
        const auto notes = play(plan);
        // Its containers run at 25 s. Without the fault it had renewed the first one at 30 s, as
        // the client does.
        CHECK(notes->instants(Kind::pod_ready) == Times{Instant{25'050ms}});
        CHECK(notes->instants(Kind::certificate_signed) ==
              Times{Instant{25'050ms}, Instant{30'050ms}, Instant{55'100ms}});
    }

    TEST_CASE("an outage holds new pods up where no certificate runs out, too") {
        sim::WorldPlan plan = shop_plan(true);
        plan.defaults.security.certificate_lifetime = 24h;
        grow(plan);
        CHECK(play(plan)->instants(Kind::pod_ready) == Times{Instant{12s}});
        add_fault(plan, "ca_outage", 5s);
        CHECK(play(plan)->instants(Kind::pod_ready).empty());
    }

    TEST_CASE("a new root without an overlap keeps apart who has renewed and who has not") {
        // The two renew at different times by chance of jitter.
        sim::WorldPlan plan = shop_plan(true);
        plan.seed = 3;
        plan.defaults.security.rotation.jitter = {100'000};
        add_fault(plan, "root_change", 10s);
        const auto notes = play(plan);
        const auto signed_at = notes->instants(Kind::certificate_signed);
        REQUIRE(signed_at.size() >= 2);
        REQUIRE(signed_at[1] - signed_at[0] > 1s);
        CHECK(first_failure(*notes) >= signed_at[0] - 10ms);
        for (const auto& end : notes->requests_ended) {
            if (end.sent > signed_at[0] && end.sent < signed_at[1] - 10ms) {
                CHECK(end.status == 503);
            } else if (end.sent < signed_at[0] - 10ms || end.sent > signed_at[1]) {
                CHECK(end.status == 200);
            }
        }
    }

    TEST_CASE("a new root beside the old one is noticed by nobody") {
        sim::WorldPlan plan = shop_plan(true);
        plan.defaults.security.rotation.jitter = {100'000};
        add_fault(plan, "root_change", 10s, {}, {}, {{"trusted", "both"}});
        CHECK(first_failure(*play(plan)) == mesh::never);
    }

    TEST_CASE("certificates that the cluster starts with may be old") {
        sim::WorldPlan plan = shop_plan(true);
        plan.cluster.certificates.age = sim::Distribution::constant(20s);
        const auto signed_at = play(plan)->instants(Kind::certificate_signed);
        REQUIRE(signed_at.size() >= 2);
        CHECK(signed_at[0] == Instant{10'050ms});
        CHECK(signed_at[1] == Instant{10'050ms});
    }

    TEST_CASE("where none can run out before the end, nothing is played of them") {
        sim::WorldPlan plan = shop_plan(true);
        const auto fingerprint = [&] {
            sim::World world{plan, nullptr};
            world.run_until(plan.horizon);
            return world.fingerprint();
        };
        plan.defaults.security.certificate_lifetime = 24h;
        const auto long_lived = fingerprint();
        plan.defaults.security.certificate_lifetime = {};
        CHECK(fingerprint() == long_lived);
        plan.defaults.security.certificate_lifetime = 60s;
        CHECK(fingerprint() != long_lived);
    }
}

}  // namespace certificates_test
