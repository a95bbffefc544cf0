// What the proxies at both ends of a call see of it.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace inbound_test {

using namespace weft;
using namespace std::chrono_literals;
using sim::observe::CallEnd;
using sim::observe::InboundEnd;
using sim::observe::Workload;

namespace {

/// Notes that ask for what servers see.
class MeshNotes final : public sim::observe::Recorder {
public:
    std::vector<CallEnd> outbound;
    std::vector<InboundEnd> arrived;
    std::map<std::uint32_t, Workload> workloads;
    std::map<std::uint32_t, std::string> hosts;

    void named(sim::observe::NameKind, std::uint32_t, std::string_view) override {}
    void workload(std::uint32_t number, const Workload& labels) override {
        CHECK(workloads.emplace(number, labels).second);
    }
    void host(std::uint32_t service, std::string_view host) override { hosts[service] = host; }
    bool wants_inbound() const override { return true; }
    void inbound(std::span<const InboundEnd> ended) override {
        arrived.insert(arrived.end(), ended.begin(), ended.end());
    }
    void requests(std::span<const sim::observe::RequestEnd>) override {}
    void calls(std::span<const CallEnd> ended) override {
        outbound.insert(outbound.end(), ended.begin(), ended.end());
    }
    void spans(std::span<const sim::observe::Span>) override {}
    void decisions(std::span<const sim::observe::Decision>) override {}
    void changes(std::span<const sim::observe::Change>) override {}
    void interval(const sim::observe::IntervalEnd&) override {}
};

/// A shop of two pods that takes 10 ms; messages take a millisecond.
sim::WorldPlan shop_plan() {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour shop;
    shop.workers = 8;
    shop.script = {tests::compute(sim::Distribution::constant(10ms))};
    tests::add_service(plan, "shop", 2, shop);
    plan.network.same_zone = sim::Distribution::constant(1ms);
    plan.loads = {tests::poisson("shop", 50)};
    plan.loads.front().end = mesh::Instant{9s};
    plan.horizon = mesh::Instant{10s};
    return plan;
}

MeshNotes play(const sim::WorldPlan& plan) {
    MeshNotes notes;
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
    return notes;
}

}  // namespace

TEST_SUITE("both ends of a call") {
    TEST_CASE("who is denied by an authorizer has a flag at the server, and none at the caller") {
        sim::WorldPlan plan = shop_plan();
        mesh::control::AuthorizationPolicy policy;
        policy.meta.name = "ask";
        policy.action = mesh::AccessAction::custom;
        policy.provider = "opa";
        policy.rules.emplace_back();
        plan.resources.emplace_back(policy);
        plan.cluster.authorizers = {{.name = "opa",
                                     .latency = sim::Distribution::constant(2ms),
                                     .denied = {mesh::Ratio::whole}}};
        plan.defaults.security.authorizers = {{.name = "opa", .timeout = 20ms}};
        const MeshNotes notes = play(plan);
        REQUIRE(notes.arrived.size() > 300);
        for (const InboundEnd& end : notes.arrived) {
            CHECK(end.status == 403);
            CHECK(end.flags == mesh::Flag::UAEX);
        }
        REQUIRE(notes.outbound.size() == notes.arrived.size());
        for (const CallEnd& end : notes.outbound) {
            CHECK(end.status == 403);
            CHECK(end.flags == mesh::Flags{});
        }
    }

    TEST_CASE("the server's proxy measures from the request's coming to the answer's leaving") {
        const MeshNotes notes = play(shop_plan());
        REQUIRE(notes.arrived.size() > 300);
        CHECK(notes.arrived.size() == notes.outbound.size());
        for (const InboundEnd& end : notes.arrived)
            CHECK(end.ended - end.came >= 10ms);
        const InboundEnd& first = notes.arrived.front();
        CHECK(first.ended - first.came == 10ms);
        CHECK(notes.outbound.front().ended - notes.outbound.front().sent == 12ms);
    }

    TEST_CASE("workloads are told once, with the labels that a mesh gives them") {
        sim::WorldPlan plan = shop_plan();
        plan.defaults.security.automatic_mutual_tls = true;
        const MeshNotes notes = play(plan);
        REQUIRE(notes.workloads.size() == 2);
        const InboundEnd& end = notes.arrived.front();
        CHECK(end.mutual_tls);
        const Workload& shop = notes.workloads.at(end.workload);
        CHECK(shop.name == "shop");
        CHECK(shop.app == "shop");
        CHECK(shop.version == "");
        CHECK(shop.revision == "latest");
        CHECK(shop.principal == "spiffe://cluster.local/ns/default/sa/default");
        CHECK(shop.host == "shop.default.svc.cluster.local");
        CHECK(notes.workloads.at(end.source_workload).name == "ingress");
        CHECK(notes.hosts.at(notes.outbound.front().destination) == shop.host);
    }

    TEST_CASE("who has no certificate has no principal, and is measured as one without") {
        sim::WorldPlan plan = shop_plan();
        plan.defaults.security.automatic_mutual_tls = true;
        plan.defaults.security.domains.own = "shop.local";
        plan.loads.front().caller.has_certificate = false;
        const MeshNotes notes = play(plan);
        const InboundEnd& end = notes.arrived.front();
        CHECK_FALSE(end.mutual_tls);
        CHECK(notes.workloads.at(end.source_workload).principal.empty());
        CHECK(notes.workloads.at(end.workload).principal ==
              "spiffe://shop.local/ns/default/sa/default");
    }

    TEST_CASE("the two differ in what never came to a server") {
        sim::WorldPlan plan = shop_plan();
        plan.defaults.limits.requests = 1;  // Who comes while one is out is turned away: UO.
        const MeshNotes notes = play(plan);
        const auto refused = std::ranges::count_if(
            notes.outbound, [](const CallEnd& end) { return end.flags.has(mesh::Flag::UO); });
        CHECK(refused > 50);
        CHECK(notes.arrived.size() + static_cast<std::size_t>(refused) == notes.outbound.size());
        CHECK(std::ranges::none_of(notes.outbound, [](const CallEnd& end) {
            return end.flags.has(mesh::Flag::UO) && end.workload != sim::observe::nobody;
        }));
    }

    TEST_CASE("the server sees each attempt, the caller the call") {
        sim::WorldPlan plan = shop_plan();
        plan.behaviours.front().behaviour.error_rate = mesh::Ratio{500'000};
        plan.behaviours.front().behaviour.error_status = 503;
        plan.defaults.retry.retries = 2;
        plan.defaults.retry.on = static_cast<std::uint32_t>(mesh::RetryOn::server_error);
        plan.defaults.retry.backoff = {.base = 1ms, .max = 10ms};
        const MeshNotes notes = play(plan);
        std::size_t attempts = 0;
        for (const CallEnd& end : notes.outbound)
            attempts += end.attempts;
        CHECK(attempts > notes.outbound.size());
        CHECK(notes.arrived.size() == attempts);
    }

    TEST_CASE("a server outside the mesh has no proxy that sees anything") {
        sim::WorldPlan plan = shop_plan();
        mesh::control::ServiceEntry outside;
        outside.meta.name = "outside";
        outside.hosts = {"api.example.com"};
        outside.ports = {{.name = "http", .port = 80, .target = "80", .app_protocol = ""}};
        outside.resolution = mesh::control::ServiceEntry::Resolution::dns;
        plan.resources.emplace_back(outside);
        plan.loads.front().to = "api.example.com";
        const MeshNotes notes = play(plan);
        REQUIRE(notes.outbound.size() > 300);
        REQUIRE(notes.arrived.size() == notes.outbound.size());
        CHECK(std::ranges::all_of(notes.arrived, [](const InboundEnd& end) {
            return end.workload == sim::observe::nobody && end.pod != sim::observe::nobody;
        }));
        CHECK(notes.outbound.front().status == 200);
        CHECK(notes.outbound.front().workload == sim::observe::nobody);
    }
}

}  // namespace inbound_test
