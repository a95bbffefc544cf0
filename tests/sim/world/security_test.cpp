// Who may call whom: what proxies make of policies, and of what callers send.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>

namespace security_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::ClientTls;
using mesh::Flag;
using mesh::Instant;
using mesh::MutualTlsMode;
using mesh::control::AuthorizationPolicy;
using mesh::control::PeerAuthentication;
using sim::observe::Change;
using tests::play;

namespace {

/// Ten requests a second from "ingress" to one pod, under a mesh of automatic mutual TLS.
sim::WorldPlan shop_plan() {
    sim::WorldPlan plan = tests::empty_plan(5);
    tests::add_service(plan, "shop", 1, {});
    plan.defaults.security.automatic_mutual_tls = true;
    plan.network.same_zone = sim::Distribution::constant(1ms);
    plan.loads = {tests::poisson("shop", 10)};
    plan.loads.front().arrivals->name = "constant";
    plan.horizon = Instant{10s};
    return plan;
}

PeerAuthentication takes(MutualTlsMode mode) {
    PeerAuthentication policy;
    policy.meta.name = "default";
    policy.mode = mode;
    return policy;
}

mesh::control::DestinationRule sends(ClientTls tls, const std::string& host = "shop") {
    mesh::control::DestinationRule rule;
    rule.meta.name = host;
    rule.host = host;
    rule.policy.emplace().tls = tls;
    return rule;
}

AuthorizationPolicy policy(mesh::AccessAction action, mesh::AccessRule rule) {
    AuthorizationPolicy policy;
    policy.meta.name = "access";
    policy.action = action;
    policy.rules = {std::move(rule)};
    return policy;
}

mesh::AccessRule from(const std::string& principal) {
    mesh::AccessSource source;
    source.principals.values = {principal};
    return {.from = {source}};
}

/// Whether every request ended so.
bool all_end(const tests::Notes& notes, std::uint16_t status, mesh::Flags flags = {}) {
    REQUIRE(notes.requests_ended.size() > 50);
    return std::ranges::all_of(notes.requests_ended, [&](const auto& end) {
        return end.status == status && end.flags == flags;
    });
}

/// The same of every run, whether connections are played one by one or not.
void check_all_end(sim::WorldPlan plan, std::uint16_t status, mesh::Flags flags = {}) {
    for (const bool as_needed : {false, true}) {
        CAPTURE(as_needed);
        plan.defaults.connections.as_needed = as_needed;
        plan.defaults.connections.security = mesh::TransportSecurity::tls_1_3;
        CHECK(all_end(*play(plan), status, flags));
    }
}

}  // namespace

TEST_SUITE("who may call whom") {
    TEST_CASE("a strict server takes what the mesh sends, and closes what comes unencrypted") {
        sim::WorldPlan plan = shop_plan();
        plan.resources.emplace_back(takes(MutualTlsMode::strict));
        check_all_end(plan, 200);
        plan.resources.emplace_back(sends(ClientTls::disable));
        check_all_end(plan, 503, Flag::UC);
    }

    TEST_CASE("what passes to a Service that the caller's proxy is not told of is unencrypted") {
        sim::WorldPlan plan = shop_plan();
        plan.defaults.unknown_hosts = mesh::control::UnknownHosts::pass;
        std::get<mesh::control::Service>(plan.resources.front()).export_to = {"elsewhere"};
        CHECK(all_end(*play(plan), 200));
        plan.resources.emplace_back(takes(MutualTlsMode::strict));
        CHECK(all_end(*play(plan), 503, Flag::UC));
    }

    TEST_CASE("a client without a certificate is let in where both are taken alone") {
        sim::WorldPlan plan = shop_plan();
        plan.loads.front().caller.has_certificate = false;
        check_all_end(plan, 200);
        plan.resources.emplace_back(takes(MutualTlsMode::strict));
        check_all_end(plan, 503, Flag::UC);
    }

    TEST_CASE("the mesh sends no mutual TLS to who takes none, and a rule that does fails") {
        sim::WorldPlan plan = shop_plan();
        plan.resources.emplace_back(takes(MutualTlsMode::disable));
        check_all_end(plan, 200);
        plan.resources.emplace_back(sends(ClientTls::istio_mutual));
        check_all_end(plan, 503, Flag::UF);
    }

    TEST_CASE("TLS that is not the mesh's own reaches an app that does not speak it") {
        sim::WorldPlan plan = shop_plan();
        plan.resources.emplace_back(sends(ClientTls::simple));
        check_all_end(plan, 503, Flag::UF);
    }

    TEST_CASE("a server outside speaks what a rule says, but for the mesh's own mutual TLS") {
        sim::WorldPlan plan = shop_plan();
        mesh::control::ServiceEntry entry;
        entry.meta.name = "bank";
        entry.hosts = {"bank.example.com"};
        entry.ports = {{.name = "http", .port = 80, .target = "", .app_protocol = ""}};
        entry.resolution = mesh::control::ServiceEntry::Resolution::dns;
        plan.resources.emplace_back(entry);
        plan.loads.front().to = "bank.example.com";
        plan.default_behaviour = {};
        check_all_end(plan, 200);
        plan.resources.emplace_back(sends(ClientTls::simple, "bank.example.com"));
        check_all_end(plan, 200);
        plan.resources.back() = sends(ClientTls::istio_mutual, "bank.example.com");
        check_all_end(plan, 503, Flag::UF);
    }

    TEST_CASE("callers are known by their service accounts, if they are encrypted") {
        sim::WorldPlan plan = shop_plan();
        plan.resources.emplace_back(
            policy(mesh::AccessAction::allow, from("cluster.local/ns/default/sa/ingress")));
        check_all_end(plan, 200);
        plan.loads.front().caller = {.ns = "web", .service_account = "front"};
        check_all_end(plan, 403);
        plan.resources.back() =
            policy(mesh::AccessAction::allow, from("cluster.local/ns/web/sa/front"));
        check_all_end(plan, 200);
        plan.loads.front().caller.has_certificate = false;
        check_all_end(plan, 403);
    }

    TEST_CASE("a policy that is applied while it runs acts, and is taken back by another") {
        sim::WorldPlan plan = shop_plan();
        plan.timeline.push_back(
            {.id = "deny",
             .at = Instant{3s + 50ms},
             .action = sim::PlannedApply{.resources = {policy(mesh::AccessAction::deny, {})}}});
        auto nobody = policy(mesh::AccessAction::deny, {});
        nobody.rules.clear();
        plan.timeline.push_back({.id = "undo",
                                 .at = Instant{6s + 50ms},
                                 .action = sim::PlannedApply{.resources = {nobody}}});
        const auto notes = play(plan);
        for (const auto& end : notes->requests_ended) {
            const bool denied = end.sent > Instant{3s + 50ms} && end.sent < Instant{6s + 50ms};
            CHECK(end.status == (denied ? 403 : 200));
        }
    }

    TEST_CASE("a rule of DENY that asks of requests closes every connection of a port of TCP") {
        sim::WorldPlan plan = shop_plan();
        mesh::AccessOperation operation;
        operation.paths.values = {"/admin*"};
        plan.resources.emplace_back(policy(mesh::AccessAction::deny, {.to = {operation}}));
        check_all_end(plan, 200);
        auto& service = std::get<mesh::control::Service>(plan.resources.front());
        service.ports.front().name = "tcp-db";
        check_all_end(plan, 503, Flag::UC);
    }

    TEST_CASE("pods of a headless Service ask who calls, at the port where they listen") {
        sim::WorldPlan plan = shop_plan();
        auto& service = std::get<mesh::control::Service>(plan.resources[0]);
        service.headless = true;
        service.ports.front().target = "http";
        std::get<mesh::control::Workload>(plan.resources[1]).pod.ports.front().port = 8080;
        mesh::AccessOperation operation;
        operation.ports.values = {"80"};
        plan.resources.emplace_back(policy(mesh::AccessAction::deny, {.to = {operation}}));
        check_all_end(plan, 200);
        operation.ports.values = {"8080"};
        plan.resources.back() = policy(mesh::AccessAction::deny, {.to = {operation}});
        check_all_end(plan, 403);
    }

    TEST_CASE("the mesh sends a headless Service mutual TLS unless some pod takes none") {
        sim::WorldPlan plan = shop_plan();
        std::get<mesh::control::Service>(plan.resources.front()).headless = true;
        plan.resources.emplace_back(takes(MutualTlsMode::strict));
        check_all_end(plan, 200);
        plan.resources.back() = takes(MutualTlsMode::disable);
        check_all_end(plan, 200);
        plan.resources.back() = takes(MutualTlsMode::strict);
        plan.resources.emplace_back(sends(ClientTls::disable));
        check_all_end(plan, 503, Flag::UC);
    }

    TEST_CASE("a server that is none of those whom the caller's rule names is not talked to") {
        sim::WorldPlan plan = shop_plan();
        const std::string pods = "spiffe://cluster.local/ns/default/sa/default";
        auto rule = sends(ClientTls::istio_mutual);
        rule.policy->server_names = {"spiffe://cluster.local/ns/default/sa/other", pods};
        plan.resources.emplace_back(rule);
        check_all_end(plan, 200);
        rule.policy->server_names.pop_back();
        plan.resources.back() = rule;
        check_all_end(plan, 503, Flag::UF);
        const auto notes = play(plan);
        REQUIRE(notes->count(Change::Kind::handshake_refused) == 1);
        const auto said =
            std::ranges::find(notes->changes_made, Change::Kind::handshake_refused, &Change::kind);
        CHECK(said->value == static_cast<std::uint64_t>(Change::Refusal::other_identity));

        // Nobody shows who it is where nothing is encrypted.
        rule.policy->tls = ClientTls::disable;
        plan.resources.back() = rule;
        check_all_end(plan, 200);
    }

    TEST_CASE("where the modes do not fit, the run says so once for a caller and a pod") {
        sim::WorldPlan plan = shop_plan();
        plan.resources.emplace_back(takes(MutualTlsMode::strict));
        plan.resources.emplace_back(sends(ClientTls::disable));
        const auto notes = play(plan);
        CHECK(notes->count(Change::Kind::handshake_refused) == 1);
    }

    TEST_CASE("a mesh that nobody asks anything of is played as one without security") {
        sim::WorldPlan plan = shop_plan();
        const auto fingerprint = [&] {
            sim::World world{plan, nullptr};
            world.run_until(plan.horizon);
            return world.fingerprint();
        };
        const auto secured = fingerprint();
        plan.defaults.security.automatic_mutual_tls = false;
        CHECK(fingerprint() == secured);
    }
}

}  // namespace security_test
