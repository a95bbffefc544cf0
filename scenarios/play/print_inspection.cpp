#include "scenarios/play/print_inspection.hpp"

#include "mesh/base/quantity.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

namespace weft::scenarios {
namespace {

using Json = nlohmann::ordered_json;

void seen_line(std::ostream& out, std::string_view key, const std::string& value) {
    if (!value.empty()) out << fmt::format("{:<15}{}\n", key, value);
}

std::string seen_at(mesh::Instant at) {
    return mesh::to_text(at.time_since_epoch());
}

std::string seen_place(const sim::PodView& pod) {
    std::string words = pod.service;
    if (!pod.node.empty()) words += " on " + pod.node;
    if (!pod.zone.empty()) words += " in " + pod.zone;
    return words;
}

void print_app(const sim::PodView& pod, std::ostream& out) {
    if (pod.is_client) return;
    std::string queue = fmt::format("{} waiting", pod.waiting);
    if (pod.oldest_since) queue += ", the first since " + seen_at(*pod.oldest_since);
    seen_line(out, "queue", queue);
    seen_line(out, "workers", fmt::format("{} of {} busy", pod.busy, pod.workers));
    if (pod.cpu) seen_line(out, "cpu", cpu_words(*pod.cpu));
    if (pod.memory) seen_line(out, "memory", memory_words(*pod.memory));
    seen_line(out, "probes", probe_words(pod));
}

std::string pod_of(const sim::PodView& pod, mesh::HostId host) {
    const auto found = pod.host_pods.find(host);
    return found == pod.host_pods.end() ? std::string{} : found->second;
}

void print_host(const sim::PodView& pod,
                const mesh::ClusterView& cluster,
                const mesh::HostView& host,
                std::ostream& out) {
    std::string words = fmt::format("  {:<22}{:<24}{} in flight", host.address,
                                    pod_of(pod, host.host), host.in_flight);
    words += fmt::format(", weight {}", host.weight);
    if (host.standing.weight) words += fmt::format(" (now {:.4g})", *host.standing.weight);
    if (host.standing.measure)
        words += fmt::format(", {} {:.6g}", cluster.measure, *host.standing.measure);
    if (host.standing.share) words += fmt::format(", share {:.3g}%", 100 * *host.standing.share);
    if (host.priority > 0) words += fmt::format(", priority {}", host.priority);
    out << words << ", " << state_words(host) << '\n';
}

void print_pool(const sim::PodView& pod, const mesh::PoolView& pool, std::ostream& out) {
    out << fmt::format("  connections {}: {} open, {} busy, {} requests on them, {} waiting\n",
                       pool.host ? "to " + pod_of(pod, *pool.host) : std::string{"to any"},
                       pool.open, pool.busy, pool.active, pool.waiting);
}

void print_view(const sim::PodView& pod, const mesh::ClusterView& cluster, std::ostream& out) {
    out << '\n' << cluster.name << '\n';
    seen_line(out, "  balancer", cluster.balancer);
    const auto use_line = [&out](std::string_view key, const mesh::ResourceUse& use) {
        seen_line(out, key,
                  fmt::format("{} requests, {} retries, {} waiting, {} connections",
                              use_words(use.requests, use.limits.requests),
                              use_words(use.retries, use.limits.retries),
                              use_words(use.pending, use.limits.pending),
                              use_words(use.connections, use.limits.connections)));
    };
    use_line("  in use", cluster.use);
    if (cluster.high) use_line("  high priority", *cluster.high);
    if (cluster.waiting_for_host > 0)
        seen_line(out, "  no host", fmt::format("{} requests wait", cluster.waiting_for_host));
    for (std::size_t priority = 0; priority < cluster.loads.panic.size(); ++priority) {
        if (cluster.loads.panic[priority])
            seen_line(out, "  panic", fmt::format("priority {}", priority));
    }
    for (const mesh::HostView& host : cluster.hosts)
        print_host(pod, cluster, host, out);
    for (const mesh::PoolView& pool : cluster.pools)
        print_pool(pod, pool, out);
}

Json nanoseconds(const std::optional<mesh::Instant>& at) {
    return at ? Json(at->time_since_epoch().count()) : Json{};
}

template <class Value>
Json or_none(const std::optional<Value>& value) {
    return value ? Json(*value) : Json{};
}

Json json_of_use(std::uint32_t used, std::uint32_t limit) {
    const bool is_limited = limit != mesh::ResourceLimits::unlimited;
    return {{"used", used}, {"limit", is_limited ? Json(limit) : Json{}}};
}

Json json_of_use(const mesh::ResourceUse& use) {
    return {{"connections", json_of_use(use.connections, use.limits.connections)},
            {"pending", json_of_use(use.pending, use.limits.pending)},
            {"requests", json_of_use(use.requests, use.limits.requests)},
            {"retries", json_of_use(use.retries, use.limits.retries)}};
}

const char* word_of(mesh::HostHealth health) {
    if (health == mesh::HostHealth::healthy) return "healthy";
    return health == mesh::HostHealth::degraded ? "degraded" : "unhealthy";
}

const char* word_of(mesh::FailureAccrual::State state) {
    if (state == mesh::FailureAccrual::State::closed) return "closed";
    return state == mesh::FailureAccrual::State::open ? "open" : "half_open";
}

Json json_of_seen(const sim::PodView& pod, const mesh::HostView& host) {
    const std::string name = pod_of(pod, host.host);
    Json json{{"address", host.address},
              {"pod", name.empty() ? Json{} : Json(name)},
              {"zone", host.zone},
              {"priority", host.priority},
              {"weight", host.weight},
              {"weight_now", or_none(host.standing.weight)},
              {"measure", or_none(host.standing.measure)},
              {"share", or_none(host.standing.share)},
              {"in_flight", host.in_flight},
              {"ready", host.ready},
              {"health", word_of(host.health)},
              {"passes_checks", or_none(host.passes_checks)}};
    json["outlier"] = Json{};
    if (host.outlier) {
        json["outlier"] = {{"in_a_row_5xx", host.outlier->in_a_row_5xx},
                           {"ejections", host.outlier->ejections},
                           {"ejected_until_ns", nanoseconds(host.outlier->ejected_until)}};
    }
    json["circuit"] = Json{};
    if (host.circuit) {
        json["circuit"] = {{"state", word_of(host.circuit->state)},
                           {"failures_in_a_row", host.circuit->failures_in_a_row},
                           {"open_until_ns", nanoseconds(host.circuit->open_until)}};
    }
    return json;
}

Json json_of_seen(const sim::PodView& pod, const mesh::ClusterView& cluster) {
    Json json{{"name", cluster.name},
              {"balancer", cluster.balancer},
              {"measure", cluster.measure},
              {"use", json_of_use(cluster.use)},
              {"waiting_for_host", cluster.waiting_for_host},
              {"hosts", Json::array()},
              {"pools", Json::array()}};
    for (const mesh::HostView& host : cluster.hosts)
        json["hosts"].push_back(json_of_seen(pod, host));
    for (const mesh::PoolView& pool : cluster.pools) {
        json["pools"].push_back({{"pod", pool.host ? Json(pod_of(pod, *pool.host)) : Json{}},
                                 {"open", pool.open},
                                 {"busy", pool.busy},
                                 {"active", pool.active},
                                 {"waiting", pool.waiting}});
    }
    return json;
}

}  // namespace

void print_inspection(const Inspection& seen, std::ostream& out) {
    const sim::PodView& pod = seen.pod;
    seen_line(out, pod.is_client ? "client" : "pod", pod.name);
    seen_line(out, "at", seen_at(pod.at));
    seen_line(out, "of", seen_place(pod));
    seen_line(out, "state", state_words(pod));
    print_app(pod, out);
    seen_line(out, "identity", pod.identity);
    seen_line(out, "certificate", certificate_words(pod));
    seen_line(out, "configuration", version_words(pod));
    if (pod.proxy.inbound) seen_line(out, "to the app", inbound_words(*pod.proxy.inbound));
    for (const mesh::ClusterView& cluster : pod.proxy.clusters)
        print_view(pod, cluster, out);
    if (pod.proxy.unused_clusters > 0)
        out << fmt::format("\n{} clusters that nothing was sent to\n", pod.proxy.unused_clusters);
}

void print_difference(const Inspection& seen, std::ostream& out) {
    if (seen.compared_version == 0) {
        out << "there was no configuration then\n" << seen.config;
    } else if (seen.config_difference.empty()) {
        out << fmt::format("version {} says what version {} said\n", seen.pod.proxy.version,
                           seen.compared_version);
    } else {
        out << fmt::format("from version {} to {}\n", seen.compared_version, seen.pod.proxy.version)
            << seen.config_difference;
    }
}

std::string inspection_json(const Inspection& seen) {
    const sim::PodView& pod = seen.pod;
    Json json{
        {"pod", pod.name},
        {"at_ns", pod.at.time_since_epoch().count()},
        {"service", pod.service},
        {"node", pod.node},
        {"zone", pod.zone},
        {"stage", std::string{name_of(pod.stage)}},
        {"ready", pod.ready},
        {"restarts", pod.restarts},
        {"queue", {{"waiting", pod.waiting}, {"oldest_since_ns", nanoseconds(pod.oldest_since)}}},
        {"workers", {{"busy", pod.busy}, {"of", pod.workers}}},
        {"cpu", Json{}},
        {"memory", Json{}},
        {"probes", Json::array()},
        {"identity", pod.identity},
        {"certificate", Json{}},
        {"config_version", pod.proxy.version},
        {"newest_version", pod.newest_version},
        {"config", seen.config},
        {"compared_version", seen.compared_version},
        {"config_difference", seen.config_difference},
        {"unused_clusters", pod.proxy.unused_clusters},
        {"clusters", Json::array()}};
    if (pod.init) {
        json["init"] = {{"container", pod.init->name},
                        {"number", pod.init->number},
                        {"of", pod.init->of},
                        {"failures", pod.init->failures},
                        {"waits", pod.init->is_waiting}};
    }
    if (pod.cpu) {
        json["cpu"] = {{"used_ns", pod.cpu->used.count()},
                       {"throttled_ns", pod.cpu->throttled.count()},
                       {"limit_milli_cores", pod.cpu->limit}};
    }
    if (pod.memory) json["memory"] = {{"held", pod.memory->held}, {"limit", pod.memory->limit}};
    for (const sim::ProbeView& probe : pod.probes) {
        json["probes"].push_back(
            {{"kind", probe.is_liveness ? "liveness" : "readiness"}, {"passes", probe.passes}});
    }
    if (pod.certificate) {
        json["certificate"] = {{"not_before_ns", nanoseconds(pod.certificate->not_before)},
                               {"not_after_ns", nanoseconds(pod.certificate->not_after)}};
    }
    for (const mesh::ClusterView& cluster : pod.proxy.clusters)
        json["clusters"].push_back(json_of_seen(pod, cluster));
    return json.dump(2);
}

}  // namespace weft::scenarios
