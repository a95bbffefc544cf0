#include "gui/source/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace weft::gui {

using sim::observe::Change;

namespace {

const char* const unknown_latency = "–";

double as_seconds(mesh::Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

/// Which name an event begins with: that of the pod, the cluster's service or the step.
std::string subject_of(const Change& change, const Topology& topology) {
    if (change.pod < topology.pods.size()) return topology.pods[change.pod].name;
    if (change.step < topology.steps.size()) return topology.steps[change.step];
    if (change.cluster >= topology.clusters.size()) return {};
    const Topology::Cluster& cluster = topology.clusters[change.cluster];
    return cluster.service != none ? topology.services[cluster.service].name : cluster.name;
}

}  // namespace

std::string moment_words(mesh::Instant at) {
    return fmt::format("{:.3f} s", as_seconds(at.time_since_epoch()));
}

std::string duration_words(mesh::Duration duration) {
    const double seconds = as_seconds(duration);
    if (seconds <= 0) return unknown_latency;
    if (seconds < 1e-3) return fmt::format("{:.0f} µs", seconds * 1e6);
    if (seconds < 1e-2) return fmt::format("{:.2f} ms", seconds * 1e3);
    if (seconds < 1e-1) return fmt::format("{:.1f} ms", seconds * 1e3);
    if (seconds < 1) return fmt::format("{:.0f} ms", seconds * 1e3);
    return fmt::format("{:.2f} s", seconds);
}

std::string rate_words(double per_second) {
    if (per_second >= 1e6) return fmt::format("{:.1f}M/s", per_second / 1e6);
    if (per_second >= 1e4) return fmt::format("{:.0f}k/s", per_second / 1e3);
    if (per_second >= 1e3) return fmt::format("{:.1f}k/s", per_second / 1e3);
    if (per_second >= 10 || per_second == 0) return fmt::format("{:.0f}/s", per_second);
    return fmt::format("{:.1f}/s", per_second);
}

std::string share_words(double share) {
    if (share > 0 && share < 0.1) return fmt::format("{:.1f} %", share * 100);
    return fmt::format("{:.0f} %", share * 100);
}

std::string clauses_said(const std::string& clauses, Say say) {
    std::string words;
    for (std::size_t at = 0; at < clauses.size();) {
        const std::size_t end = std::min(clauses.find(", ", at), clauses.size());
        words += fmt::format("{}{}", words.empty() ? "" : ", ",
                             say(clauses.substr(at, end - at).c_str()));
        at = end + 2;
    }
    return words;
}

std::string kind_words(Change::Kind kind, Say say) {
    std::string words = name_of(kind);
    std::ranges::replace(words, '_', ' ');
    return say(words.c_str());
}

std::string limit_words(std::uint64_t limit, Say say) {
    static constexpr std::array limits{"pending", "requests",    "retries",   "connections",
                                       "rate",    "concurrency", "admission", "shared rate"};
    return limit < limits.size() ? say(limits[limit]) : std::string{};
}

std::string detail_words(const Change& change, Say say) {
    static constexpr std::array causes{"consecutive 5xx",         "consecutive gateway errors",
                                       "consecutive resets",      "success rate",
                                       "failure percentage",      "local success rate",
                                       "local failure percentage"};
    const auto of = [&](const auto& words) {
        return change.value < words.size() ? say(words[change.value]) : std::string{};
    };
    switch (change.kind) {
        case Change::Kind::limit_reached:
            return limit_words(change.value, say);
        case Change::Kind::host_ejected:
            return of(causes);
        case Change::Kind::config_pushed:
        case Change::Kind::config_rejected:
        case Change::Kind::config_applied:
            return fmt::format("{} {}", say("version"), change.value);
        case Change::Kind::fault_started:
            return fmt::format("{} {}", change.value, say("pods"));
        case Change::Kind::scaled:
            return fmt::format("{} {}", change.value, say("replicas"));
        default:
            return {};
    }
}

std::string event_words(const Event& event, const Topology& topology, Say say) {
    const Change& change = event.change;
    std::string words = kind_words(change.kind, say);
    if (event.count > 1) words += fmt::format(" {} {}", event.count, say("times"));
    const std::string subject = subject_of(change, topology);
    if (!subject.empty()) words += fmt::format(": {}", subject);
    if (change.source < topology.pods.size())
        words += fmt::format(", {} {}", say("by"), topology.pods[change.source].name);
    const std::string detail = detail_words(change, say);
    if (!detail.empty()) words += fmt::format(" ({})", detail);
    return words;
}

std::uint32_t service_of(const Event& event, const Topology& topology) {
    const Change& change = event.change;
    if (change.pod < topology.pods.size()) return topology.pods[change.pod].service;
    if (change.cluster < topology.clusters.size()) return topology.clusters[change.cluster].service;
    return change.service < topology.services.size() ? change.service : none;
}

std::string edge_words(const Topology& topology, std::uint32_t edge) {
    const Topology::Edge& it = topology.edges[edge];
    std::string words = fmt::format("{} → {}", topology.services[it.source].name,
                                    topology.services[it.destination].name);
    if (!it.version.empty()) words += fmt::format(" {}", it.version);
    return words;
}

PodCount pods_of(const Topology& topology, const Snapshot& snapshot, std::uint32_t service) {
    PodCount count;
    for (const std::uint32_t pod : topology.services[service].pods) {
        const PodState& state = snapshot.pods[pod];
        if (state.life == PodState::Life::gone) continue;
        ++count.all;
        if (state.is_well()) ++count.well;
    }
    return count;
}

std::string service_words(const Topology& topology,
                          const Snapshot& snapshot,
                          std::uint32_t service,
                          Say say) {
    const Flow flow = flow_of_service(topology, snapshot.edges, service);
    const PodCount pods = pods_of(topology, snapshot, service);
    std::string words =
        fmt::format("{}, {}, {} {}, {}", topology.services[service].name,
                    say(name_of(health_of_service(topology, snapshot, service))),
                    share_words(flow.failed_share()), say("errors"), rate_words(flow.per_second()));
    if (pods.all > 0)
        words += fmt::format(", {} {} {} {}", pods.well, say("of"), pods.all, say("pods well"));
    return words;
}

}  // namespace weft::gui
