#pragma once

#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Worlds whose nodes and containers fail, with the times that Kubernetes has.
namespace weft::tests {

using sim::observe::Change;

/// The names of pods and nodes, too.
class NamedNotes final : public sim::observe::Recorder {
public:
    std::vector<sim::observe::RequestEnd> requests_ended;
    std::vector<Change> changes_made;
    std::vector<std::string> names;

    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) override {
        if (kind != sim::observe::NameKind::pod) return;
        names.resize(std::max(names.size(), std::size_t{number} + 1));
        names[number] = name;
    }
    void requests(std::span<const sim::observe::RequestEnd> ended) override {
        requests_ended.insert(requests_ended.end(), ended.begin(), ended.end());
    }
    void calls(std::span<const sim::observe::CallEnd> /*ended*/) override {}
    void spans(std::span<const sim::observe::Span> /*spans*/) override {}
    void decisions(std::span<const sim::observe::Decision> /*decisions*/) override {}
    void interval(const sim::observe::IntervalEnd& /*interval*/) override {}
    void changes(std::span<const Change> changes) override {
        changes_made.insert(changes_made.end(), changes.begin(), changes.end());
    }

    /// When changes of a kind happened after the start, in milliseconds, and to whom.
    std::vector<std::pair<std::int64_t, std::string>> of(Change::Kind kind) const {
        std::vector<std::pair<std::int64_t, std::string>> found;
        for (const Change& change : changes_made) {
            if (change.kind != kind || change.at == mesh::Instant{}) continue;
            const auto at =
                std::chrono::duration_cast<std::chrono::milliseconds>(change.at.time_since_epoch());
            found.emplace_back(at.count(), names[change.pod]);
        }
        return found;
    }

    std::vector<std::int64_t> times(Change::Kind kind) const {
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

using Times = std::vector<std::int64_t>;

inline sim::WorldPlan cluster_plan(std::vector<sim::ClusterPlan::NodeGroup> zones) {
    sim::WorldPlan plan = empty_plan(1);
    plan.cluster.zones = std::move(zones);
    plan.cluster.pod_start = sim::Distribution::constant(2s);
    plan.cluster.crash_noticed_after = 1s;
    plan.cluster.eviction_retry = 5s;
    plan.cluster.node_failure = {.lease = 10s,
                                 .grace = 40s,
                                 .toleration = 300s,
                                 .between_nodes = 10s,
                                 .between_nodes_slow = 100s,
                                 .unhealthy_zone = {550'000},
                                 .unhealthy_least = 3,
                                 .large_zone = 50};
    plan.cluster.crash_backoff = {.first = 10s, .longest = 5min, .reset_after = 10min};
    plan.cluster.job_backoff = {.first = 10s, .longest = 10min};
    plan.network.same_zone = sim::Distribution::constant(500us);
    plan.network.cross_zone = sim::Distribution::constant(500us);
    plan.defaults.push = {.debounce = {.quiet = 100ms, .longest = 10s}, .concurrency = 100};
    plan.defaults.sidecar_end = {.outlives_app = true};
    return plan;
}

inline mesh::control::Workload& workload_of(sim::WorldPlan& plan) {
    const auto found = std::ranges::find_if(plan.resources, [](const auto& resource) {
        return std::holds_alternative<mesh::control::Workload>(resource);
    });
    return std::get<mesh::control::Workload>(*found);
}

/// A service whose requests take so long.
inline mesh::control::Workload& add_app(sim::WorldPlan& plan,
                                        const std::string& name,
                                        std::uint32_t replicas,
                                        mesh::Duration takes = 1ms) {
    sim::Behaviour behaviour;
    behaviour.workers = 16;
    behaviour.script = {compute(sim::Distribution::constant(takes))};
    add_service(plan, name, replicas, behaviour);
    return std::get<mesh::control::Workload>(plan.resources.back());
}

inline void add_fault(sim::WorldPlan& plan,
                      const std::string& name,
                      mesh::Duration at,
                      std::optional<mesh::Duration> length,
                      sim::FaultTarget target = {}) {
    const auto faults = sim::built_in_faults();
    const sim::FaultKind* const kind = faults.find(name);
    REQUIRE(kind != nullptr);
    const mesh::TextSettings::Values none{};
    mesh::TextSettings settings{none};
    plan.timeline.push_back({.id = name + std::to_string(plan.timeline.size()),
                             .at = mesh::Instant{at},
                             .action = sim::PlannedFault{.effect = kind->make(settings),
                                                         .target = std::move(target),
                                                         .length = length,
                                                         .acts = kind->acts}});
}

inline std::unique_ptr<NamedNotes> play_named(const sim::WorldPlan& plan) {
    auto notes = std::make_unique<NamedNotes>();
    sim::World world{plan, notes.get()};
    world.run_until(plan.horizon);
    return notes;
}

}  // namespace weft::tests
