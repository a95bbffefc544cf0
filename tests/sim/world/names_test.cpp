// What DNS does to calls.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace names_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Duration;
using mesh::Instant;
using sim::Distribution;
using sim::observe::CallEnd;
using tests::play;

namespace {

constexpr std::uint16_t ok = 200;

/// A client asks `web` once a second, which asks `store` for a millisecond's work.
sim::WorldPlan shop_plan() {
    sim::WorldPlan plan = tests::empty_plan(1);
    sim::Behaviour store;
    store.workers = 4;
    store.script = {tests::compute(Distribution::constant(1ms))};
    sim::Behaviour web = store;
    web.script = {tests::call("store")};
    tests::add_service(plan, "web", 1, web);
    tests::add_service(plan, "store", 2, store);
    sim::LoadPlan load = tests::poisson("web", 1);
    load.arrivals->name = "constant";
    plan.loads = {load};
    plan.horizon = Instant{15500ms};
    return plan;
}

mesh::control::Service& service_of(sim::WorldPlan& plan, const std::string& name) {
    for (auto& resource : plan.resources) {
        auto* const service = std::get_if<mesh::control::Service>(&resource);
        if (service != nullptr && service->meta.name == name) return *service;
    }
    throw std::logic_error{"no service " + name};
}

/// Its pods are gone at that time.
void empty_store(sim::WorldPlan& plan, Instant at) {
    auto none = std::get<mesh::control::Workload>(plan.resources.back());
    none.replicas = 0;
    plan.timeline.push_back(
        {.id = "none", .at = at, .action = sim::PlannedApply{.resources = {none}}});
}

std::vector<Duration> latencies(const tests::Notes& notes) {
    std::vector<Duration> found;
    for (const auto& end : notes.requests_ended)
        found.push_back(end.ended - end.sent);
    return found;
}

/// Of web's calls, whose callers are pods; those of the client itself are left out.
std::vector<CallEnd> calls_to_store(const tests::Notes& notes) {
    std::vector<CallEnd> found;
    const std::uint32_t client = notes.calls_ended.back().source;
    std::ranges::copy_if(notes.calls_ended, std::back_inserter(found),
                         [&](const CallEnd& call) { return call.source != client; });
    return found;
}

}  // namespace

TEST_SUITE("names") {
    TEST_CASE("an answer is kept for as long as it may be, to the nanosecond") {
        // The client asks first, then web: their answers come at 1.003 s and 1.006 s.
        const auto with = [](Duration ttl) {
            sim::WorldPlan plan = shop_plan();
            plan.cluster.dns = sim::DnsPlan{.latency = Distribution::constant(3ms), .ttl = ttl};
            return latencies(*play(plan));
        };
        std::vector<Duration> expected(15, 1ms);
        expected[0] = 7ms;
        expected[10] = 7ms;  // At 11 s just over, as web's is at 11.003 s.
        CHECK(with(9997ms) == expected);
        std::swap(expected[10], expected[11]);
        CHECK(with(9997ms + 1ns) == expected);
    }

    TEST_CASE("an app may keep answers shorter than it may, or not at all") {
        sim::WorldPlan plan = shop_plan();
        plan.cluster.dns = sim::DnsPlan{.latency = Distribution::constant(3ms), .ttl = 1h};
        plan.behaviours.front().behaviour.name_cache = 0s;
        std::vector<Duration> expected(15, 4ms);
        expected[0] = 7ms;
        CHECK(latencies(*play(plan)) == expected);
    }

    TEST_CASE("without a word of DNS names cost nothing") {
        CHECK(latencies(*play(shop_plan())) == std::vector<Duration>(15, 1ms));
    }

    TEST_CASE("a call whose name is not found fails in the app: no request leaves") {
        sim::WorldPlan plan = shop_plan();
        plan.cluster.dns = sim::DnsPlan{.latency = {}, .failures = {mesh::Ratio::whole}};
        const auto notes = play(plan);
        CHECK(std::ranges::all_of(notes->requests_ended, [](const auto& end) {
            return end.status == 0 && end.flags == mesh::Flags{};
        }));
        CHECK(std::ranges::all_of(notes->calls_ended,
                                  [](const CallEnd& call) { return call.attempts == 0; }));
    }

    TEST_CASE("who keeps the addresses of a headless Service calls the dead") {
        sim::WorldPlan plan = shop_plan();
        service_of(plan, "store").headless = true;
        plan.cluster.dns = sim::DnsPlan{.latency = {}, .ttl = 10s};
        empty_store(plan, Instant{5500ms});
        const auto calls = calls_to_store(*play(plan));
        REQUIRE(calls.size() == 15);
        for (std::size_t at = 0; at < 5; ++at)
            CHECK(calls[at].status == ok);
        // Its answer came at one second; in the eleventh it asks again, and there is nobody.
        for (std::size_t at = 5; at < 10; ++at) {
            CHECK(calls[at].attempts == 1);
            CHECK(calls[at].flags.has(mesh::Flag::UF));
        }
        for (std::size_t at = 10; at < 15; ++at) {
            CHECK(calls[at].attempts == 0);
            CHECK(calls[at].status == 0);
        }
    }

    TEST_CASE("who asks for each call knows at once") {
        sim::WorldPlan plan = shop_plan();
        service_of(plan, "store").headless = true;
        empty_store(plan, Instant{5500ms});
        const auto calls = calls_to_store(*play(plan));
        REQUIRE(calls.size() == 15);
        CHECK(calls[4].status == ok);
        CHECK(calls[5].attempts == 0);
    }

    TEST_CASE(
        "a pod that has no node has no address, even where those are told that are not ready") {
        sim::WorldPlan plan = shop_plan();
        service_of(plan, "store").headless = true;
        service_of(plan, "store").publishes_not_ready = true;
        plan.cluster.zones.front().cpu = 1000;
        auto& store = std::get<mesh::control::Workload>(plan.resources.back());
        store.pod.resources.cpu_request = 600;  // There is room for one of the two.
        const auto calls = calls_to_store(*play(plan));
        REQUIRE(calls.size() == 15);
        for (const CallEnd& call : calls)
            CHECK(call.status == ok);
    }

    TEST_CASE("a Service that publishes every pod names those that end until they are gone") {
        const auto played = [](bool publishes) {
            sim::WorldPlan plan = shop_plan();
            service_of(plan, "store").headless = true;
            service_of(plan, "store").publishes_not_ready = publishes;
            plan.defaults.sidecar_end = {.outlives_app = true};
            plan.behaviours.back().behaviour.on_term = sim::OnTerm::exit;
            auto& store = std::get<mesh::control::Workload>(plan.resources.back());
            store.pod.containers = {{.pre_stop = 3s}};
            empty_store(plan, Instant{5500ms});  // They are gone at 8.5 s.
            return calls_to_store(*play(plan));
        };
        const auto published = played(true);
        REQUIRE(published.size() == 15);
        for (std::size_t at = 0; at < 8; ++at)
            CHECK(published[at].status == ok);
        CHECK(published[8].attempts == 0);

        const auto others = played(false);
        CHECK(others[4].status == ok);
        CHECK(others[5].attempts == 0);
    }

    TEST_CASE("clients of a headless Service spread over its pods by chance") {
        sim::WorldPlan plan = shop_plan();
        service_of(plan, "store").headless = true;
        plan.span_every = 1;
        const auto notes = play(plan);
        std::vector<std::uint32_t> pods;
        for (const auto& span : notes->spans_ended) {
            if (span.kind == sim::observe::Span::Kind::work) pods.push_back(span.pod);
        }
        std::ranges::sort(pods);
        const auto twice = std::ranges::unique(pods);
        pods.erase(twice.begin(), twice.end());
        CHECK(pods.size() == 3);  // Of web one, of the store both.
    }

    TEST_CASE("DNS that is frozen goes on with the addresses that it had") {
        sim::WorldPlan plan = shop_plan();
        service_of(plan, "store").headless = true;
        empty_store(plan, Instant{5500ms});
        const mesh::TextSettings::Values stale{{"answers", "stale"}};
        mesh::TextSettings settings{stale};
        const auto faults = sim::built_in_faults();
        plan.timeline.insert(
            plan.timeline.begin(),
            {.id = "stale",
             .at = Instant{2500ms},
             .action = sim::PlannedFault{
                 .effect = faults.find("dns")->make(settings), .target = {}, .length = 6s}});
        const auto calls = calls_to_store(*play(plan));
        REQUIRE(calls.size() == 15);
        CHECK(calls[5].attempts == 1);
        CHECK(calls[7].attempts == 1);
        CHECK(calls[8].attempts == 0);
    }

    TEST_CASE("a server that nobody declared is called, refused or unknown as the mesh has it") {
        const auto status = [](mesh::control::UnknownHosts unknown) {
            sim::WorldPlan plan = shop_plan();
            plan.defaults.unknown_hosts = unknown;
            plan.behaviours.front().behaviour.script = {tests::call("maps.example")};
            const auto calls = calls_to_store(*play(plan));
            REQUIRE(calls.size() == 15);
            return calls.front().status;
        };
        CHECK(status(mesh::control::UnknownHosts::pass) == ok);
        CHECK(status(mesh::control::UnknownHosts::refuse) == 502);
        CHECK(status(mesh::control::UnknownHosts::no_route) == 404);
    }

    TEST_CASE("a Service that a proxy is not told of is called, refused or unknown just so") {
        using mesh::control::UnknownHosts;
        const auto calls_of = [](UnknownHosts unknown) {
            sim::WorldPlan plan = shop_plan();
            plan.defaults.unknown_hosts = unknown;
            service_of(plan, "store").export_to = {"elsewhere"};
            empty_store(plan, Instant{10500ms});
            const auto calls = calls_to_store(*play(plan));
            REQUIRE(calls.size() == 15);
            return calls;
        };
        const auto passed = calls_of(UnknownHosts::pass);
        CHECK(passed[0].status == ok);
        CHECK(passed[9].status == ok);
        CHECK(passed[14].status == 503);  // There is no pod any more.
        CHECK(calls_of(UnknownHosts::refuse).front().status == 502);
        CHECK(calls_of(UnknownHosts::no_route).front().status == 404);
    }
}

}  // namespace names_test
