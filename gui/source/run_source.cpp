#include "gui/source/run_source.hpp"

#include <algorithm>

namespace weft::gui {

void Flow::add(const Flow& other) {
    seconds = std::max(seconds, other.seconds);
    requests += other.requests;
    attempts += other.attempts;
    failed += other.failed;
    latency_sum += other.latency_sum;
    rejected += other.rejected;
    unanswered += other.unanswered;
    p50 = std::max(p50, other.p50);
    p99 = std::max(p99, other.p99);
}

Flow flow_of_row(const reports::SeriesRow& row, const reports::Interval& interval) {
    return {.seconds = std::chrono::duration<double>(interval.end - interval.start).count(),
            .requests = row.requests,
            .attempts = row.attempts,
            .failed = row.failed,
            .latency_sum = row.latency_sum,
            .p50 = row.p50,
            .p99 = row.p99,
            .rejected = row.rejected,
            .unanswered = row.unanswered};
}

Flow flow_of_pod(const reports::PodRow& row, const reports::Interval& interval) {
    return {.seconds = std::chrono::duration<double>(interval.end - interval.start).count(),
            .requests = row.attempts,
            .attempts = row.attempts,
            .failed = row.failed,
            .latency_sum = row.time_sum};
}

Range RunSource::recorded() const {
    if (intervals().empty()) return {};
    return {intervals().front().start, intervals().back().end};
}

std::size_t RunSource::interval_at(mesh::Instant at) const {
    const auto& all = intervals();
    const auto after = std::ranges::upper_bound(all, at, {}, &reports::Interval::start);
    return after == all.begin() ? 0 : static_cast<std::size_t>(after - all.begin()) - 1;
}

tl::expected<mesh::Instant, std::uint64_t> RunSource::interval_of_event(
    std::uint64_t number) const {
    std::uint64_t all = 0;
    for (const reports::Interval& interval : intervals()) {
        all += interval.events;
        if (number <= all) return interval.start;
    }
    return tl::make_unexpected(all);
}

const char* name_of(Health health) {
    switch (health) {
        case Health::idle:
            return "idle";
        case Health::healthy:
            return "healthy";
        case Health::degraded:
            return "degraded";
        case Health::failing:
            return "failing";
        case Health::down:
            return "down";
    }
    return "";
}

const char* name_of(PodState::Life life) {
    switch (life) {
        case PodState::Life::unknown:
        case PodState::Life::up:
            return "up";
        case PodState::Life::not_ready:
            return "not ready";
        case PodState::Life::crashed:
            return "crashed";
        case PodState::Life::gone:
            return "gone";
    }
    return "";
}

Health health_of(const Flow& flow) {
    if (flow.requests == 0) return Health::idle;
    if (flow.failed_share() >= failing_from) return Health::failing;
    return flow.failed_share() >= degraded_from ? Health::degraded : Health::healthy;
}

Health health_of(const PodState& pod) {
    if (pod.is_down()) return Health::down;
    return pod.is_well() ? Health::healthy : Health::degraded;
}

Flow flow_of_service(const Topology& topology,
                     const std::vector<Flow>& edges,
                     std::uint32_t service) {
    return flows_of_services(topology, edges)[service];
}

std::vector<Flow> flows_of_services(const Topology& topology, const std::vector<Flow>& edges) {
    std::vector<Flow> flows(topology.services.size());
    std::vector<bool> is_called(topology.services.size());
    for (std::size_t number = 0; number < topology.edges.size(); ++number) {
        is_called[topology.edges[number].destination] = true;
        flows[topology.edges[number].destination].add(edges[number]);
    }
    for (std::size_t number = 0; number < topology.edges.size(); ++number) {
        const std::uint32_t source = topology.edges[number].source;
        if (!is_called[source]) flows[source].add(edges[number]);
    }
    return flows;
}

Health health_of_service(const Topology& topology,
                         const Snapshot& snapshot,
                         std::uint32_t service) {
    return health_of_service(topology, snapshot, service,
                             flow_of_service(topology, snapshot.edges, service));
}

Health health_of_service(const Topology& topology,
                         const Snapshot& snapshot,
                         std::uint32_t service,
                         const Flow& flow) {
    const auto& pods = topology.services[service].pods;
    const auto is_down = [&](std::uint32_t pod) { return snapshot.pods[pod].is_down(); };
    const auto is_sick = [&](std::uint32_t pod) {
        // Those that are gone have been replaced.
        const PodState& state = snapshot.pods[pod];
        return state.life != PodState::Life::gone && !state.is_well();
    };
    if (!pods.empty() && std::ranges::all_of(pods, is_down)) return Health::down;
    const Health by_calls = health_of(flow);
    if (by_calls == Health::idle || !std::ranges::any_of(pods, is_sick)) return by_calls;
    return std::max(by_calls, Health::degraded);
}

}  // namespace weft::gui
