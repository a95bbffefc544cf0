#pragma once

#include "sim/observe/recorder.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Small worlds for tests, written as the theory books have them.
namespace weft::tests {

using namespace std::chrono_literals;

/// Keeps what a test asks about.
class Notes final : public sim::observe::Recorder {
public:
    std::vector<sim::observe::RequestEnd> requests_ended;
    std::vector<sim::observe::CallEnd> calls_ended;
    std::vector<sim::observe::Change> changes_made;
    std::vector<sim::observe::Span> spans_ended;
    std::vector<sim::observe::Decision> decisions_made;
    std::vector<sim::observe::IntervalEnd> intervals;
    std::vector<std::pair<std::uint32_t, std::string>> versions;
    std::map<std::uint32_t, std::string> pods;  ///< Names by number; also of nodes and workloads.

    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) override {
        if (kind == sim::observe::NameKind::version) versions.emplace_back(number, name);
        if (kind == sim::observe::NameKind::pod) pods.emplace(number, name);
    }
    void requests(std::span<const sim::observe::RequestEnd> ended) override {
        requests_ended.insert(requests_ended.end(), ended.begin(), ended.end());
    }
    void calls(std::span<const sim::observe::CallEnd> ended) override {
        calls_ended.insert(calls_ended.end(), ended.begin(), ended.end());
    }
    void spans(std::span<const sim::observe::Span> spans) override {
        spans_ended.insert(spans_ended.end(), spans.begin(), spans.end());
    }
    void decisions(std::span<const sim::observe::Decision> decisions) override {
        decisions_made.insert(decisions_made.end(), decisions.begin(), decisions.end());
    }
    void changes(std::span<const sim::observe::Change> changes) override {
        changes_made.insert(changes_made.end(), changes.begin(), changes.end());
    }
    void interval(const sim::observe::IntervalEnd& interval) override {
        intervals.push_back(interval);
    }

    std::size_t count(sim::observe::Change::Kind kind) const {
        return static_cast<std::size_t>(
            std::ranges::count(changes_made, kind, &sim::observe::Change::kind));
    }

    /// When changes of a kind happened.
    std::vector<mesh::Instant> instants(sim::observe::Change::Kind kind) const {
        std::vector<mesh::Instant> found;
        for (const auto& change : changes_made) {
            if (change.kind == kind) found.push_back(change.at);
        }
        return found;
    }

    /// When those after the start happened, in milliseconds, and to whom.
    std::vector<std::pair<std::int64_t, std::string>> of(sim::observe::Change::Kind kind) const {
        std::vector<std::pair<std::int64_t, std::string>> found;
        for (const auto& change : changes_made) {
            if (change.kind != kind || change.at == mesh::Instant{}) continue;
            const auto at =
                std::chrono::duration_cast<std::chrono::milliseconds>(change.at.time_since_epoch());
            const auto name = pods.find(change.pod);
            found.emplace_back(at.count(), name == pods.end() ? "" : name->second);
        }
        return found;
    }

    std::vector<std::int64_t> times(sim::observe::Change::Kind kind) const {
        std::vector<std::int64_t> times;
        for (const auto& [at, name] : of(kind))
            times.push_back(at);
        return times;
    }

    /// Requests that were meant to be sent then and that failed.
    std::ptrdiff_t failures(mesh::Instant from, mesh::Instant to) const {
        return std::ranges::count_if(requests_ended, [&](const auto& end) {
            return from <= end.sent && end.sent < to && mesh::is_failure(end.status);
        });
    }
};

/// What was noted of the plan's world, played to its horizon.
inline std::unique_ptr<Notes> play(const sim::WorldPlan& plan) {
    auto notes = std::make_unique<Notes>();
    sim::World world{plan, notes.get()};
    world.run_until(plan.horizon);
    return notes;
}

inline sim::ScriptStep compute(const sim::Distribution& time) {
    sim::ScriptStep step;
    step.time = time;
    return step;
}

inline sim::ScriptStep call(const std::string& service) {
    sim::ScriptStep step;
    step.kind = sim::ScriptStep::Kind::call;
    step.service = service;
    return step;
}

/// A Deployment and its Service, on port 80.
inline void add_service(sim::WorldPlan& plan,
                        const std::string& name,
                        std::uint32_t replicas,
                        const sim::Behaviour& behaviour) {
    mesh::control::Workload workload;
    workload.meta.name = name;
    workload.replicas = replicas;
    workload.selector = {{"app", name}};
    workload.pod.labels = {{"app", name}};
    workload.pod.ports = {{.name = "http", .port = 80}};
    mesh::control::Service service;
    service.meta.name = name;
    service.selector = {{"app", name}};
    service.ports = {{.name = "http", .port = 80, .target = "80", .app_protocol = ""}};
    plan.resources.emplace_back(service);
    plan.resources.emplace_back(workload);
    plan.behaviours.push_back({.name = name, .behaviour = behaviour});
}

inline sim::LoadPlan poisson(const std::string& to, double rate) {
    sim::LoadPlan load;
    load.id = "load";
    load.to = to;
    load.arrivals = sim::ArrivalChoice{.name = "poisson", .rate = rate, .parameters = {}};
    load.mix.emplace_back();
    return load;
}

/// A fault that begins then, for so long or to the end.
inline void add_fault(sim::WorldPlan& plan,
                      const std::string& name,
                      mesh::Duration at,
                      std::optional<mesh::Duration> length = {},
                      sim::FaultTarget target = {},
                      const mesh::TextSettings::Values& parameters = {}) {
    const auto faults = sim::built_in_faults();
    const sim::FaultKind& kind = faults.kinds().at(name);
    mesh::TextSettings settings{parameters};
    const bool is_taken =
        std::ranges::find(plan.timeline, name, &sim::PlannedStep::id) != plan.timeline.end();
    plan.timeline.push_back({.id = is_taken ? name + std::to_string(plan.timeline.size()) : name,
                             .at = mesh::Instant{at},
                             .action = sim::PlannedFault{.effect = kind.make(settings),
                                                         .target = std::move(target),
                                                         .length = length,
                                                         .acts = kind.acts}});
}

/// No latency, one zone, least request over nothing else than what the test adds.
inline sim::WorldPlan empty_plan(std::uint64_t seed) {
    sim::WorldPlan plan;
    plan.seed = seed;
    plan.interval = 1s;
    plan.horizon = mesh::Instant{60s};
    plan.defaults.balancer = "least_request";
    plan.cluster.zones = {{.zone = "zone-a", .nodes = 1}};
    plan.balancers = mesh::built_in_balancers();
    plan.arrivals = sim::built_in_arrivals();
    return plan;
}

}  // namespace weft::tests
