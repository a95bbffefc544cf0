#include "scenarios/read/read_cluster.hpp"

#include "scenarios/manifests/read_locality_rules.hpp"
#include "scenarios/manifests/read_pod_resources.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_authorizers.hpp"
#include "scenarios/read/read_distribution.hpp"
#include "scenarios/read/read_node_failure.hpp"
#include "sim/cluster/scheduler.hpp"

#include <algorithm>
#include <utility>

namespace weft::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t most_nodes = 100'000;

std::vector<sim::ClusterPlan::NodeGroup> read_zones(YamlMap& zones) {
    std::vector<sim::ClusterPlan::NodeGroup> groups;
    zones.entries([&](const std::string& name, const Place& place, const YAML::Node& node) {
        check_locality(place, name, zones.diagnostics());
        YamlMap map{node, zones.file(), zones.diagnostics()};
        groups.push_back({name, map.count("nodes", {.fallback = 1, .min = 1, .max = most_nodes})});
        groups.back().cpu = read_cpu(map, "cpu", 0);
        groups.back().memory = read_memory(map, "memory", 0);
        groups.back().labels = map.texts_by_key("labels", "a label");
        map.reject_unknown_keys();
    });
    return groups;
}

/// Inputs, not findings: a healthy cluster's, which with a mesh's debounce come to some 300 ms.
sim::PropagationPlan read_propagation(const std::optional<YamlMap>& section) {
    using sim::Distribution;
    sim::PropagationPlan plan{.pod_status = Distribution::constant(50ms),
                              .endpoint_slices = Distribution::constant(100ms),
                              .watch = Distribution::constant(10ms),
                              .push = Distribution::constant(10ms),
                              .apply = Distribution::constant(10ms)};
    if (!section) return plan;
    YamlMap map = *section;
    for (const auto& [key, hop] :
         {std::pair{"pod_status", &plan.pod_status},
          std::pair{"endpoint_slices", &plan.endpoint_slices}, std::pair{"watch", &plan.watch},
          std::pair{"push", &plan.push}, std::pair{"apply", &plan.apply}}) {
        *hop = read_distribution(map, key, *hop);
    }
    map.reject_unknown_keys();
    return plan;
}

/// A cluster that starts is taken to have signed all certificates just now.
sim::CertificatePlan read_certificates(const std::optional<YamlMap>& section) {
    sim::CertificatePlan plan{.age = sim::Distribution::constant(0s),
                              .signing = sim::Distribution::constant(50ms)};
    if (!section) return plan;
    YamlMap map = *section;
    if (map.node("lifetime").IsDefined())
        plan.lifetime =
            map.duration("lifetime", {.fallback = 1s, .min = 1s, .max = longest_duration});
    plan.age = read_distribution(map, "age", plan.age);
    plan.signing = read_distribution(map, "signing", plan.signing);
    map.reject_unknown_keys();
    return plan;
}

sim::DnsPlan read_dns(YamlMap map) {
    sim::DnsPlan plan;
    plan.latency = read_distribution(map, "latency", sim::Distribution::constant(1ms));
    plan.failures = map.ratio("failures", any_ratio({0}));
    plan.ttl = map.duration("ttl", any_duration(30s));  // As kubeadm sets CoreDNS up.
    map.reject_unknown_keys();
    return plan;
}

/// An input, not a finding: a server of keys is outside the cluster.
sim::KeyPlan read_issuer_keys(const std::optional<YamlMap>& section) {
    sim::KeyPlan plan{.is_played = section.has_value(),
                      .latency = sim::Distribution::constant(100ms)};
    if (!section) return plan;
    YamlMap map = *section;
    plan.latency = read_distribution(map, "latency", plan.latency);
    if (map.has("refresh")) plan.refresh = map.duration("refresh", pause_between(1s));
    if (map.has("lifetime")) plan.lifetime = map.duration("lifetime", any_duration(0s));
    map.reject_unknown_keys();
    return plan;
}

/// The flags of Kubernetes' kube-controller-manager, --horizontal-pod-autoscaler-…, and what it has
/// no flag for.
sim::AutoscalerPlan read_autoscaler(const std::optional<YamlMap>& section) {
    sim::AutoscalerPlan plan{.sync = 15s,                 // sync-period
                             .tolerance = 0.1,            // tolerance
                             .cpu_initialization = 5min,  // cpu-initialization-period
                             .initial_readiness = 30s,    // initial-readiness-delay
                             .down_stabilization = 5min,  // downscale-stabilization
                             .growth = 2,
                             .growth_least = 4};
    if (!section) return plan;
    YamlMap map = *section;
    plan.sync = map.duration("sync", pause_between(plan.sync));
    plan.tolerance = map.number("tolerance", {.fallback = plan.tolerance, .min = 0, .max = 1});
    for (const auto& [key, length] : {std::pair{"cpu_initialization", &plan.cpu_initialization},
                                      std::pair{"initial_readiness", &plan.initial_readiness},
                                      std::pair{"down_stabilization", &plan.down_stabilization}}) {
        *length = map.duration(key, any_duration(*length));
    }
    map.reject_unknown_keys();
    return plan;
}

}  // namespace

sim::ClusterPlan read_cluster(const std::optional<YamlMap>& section) {
    sim::ClusterPlan plan{.zones = {{"zone-a", 1}}, .crash_noticed_after = 1s};
    plan.propagation = read_propagation(std::nullopt);
    plan.pod_start = sim::Distribution::constant(2s);
    plan.certificates = read_certificates(std::nullopt);
    plan.keys = read_issuer_keys(std::nullopt);
    plan.autoscaler = read_autoscaler(std::nullopt);
    // Of Kubernetes' kubelet: --cpu-cfs-quota-period, and the least quota that it writes.
    plan.cpu = {.slice = 100ms, .least_quota = 1ms};
    plan.node_failure = read_node_failure(std::nullopt);
    plan.crash_backoff = read_crash_backoff(std::nullopt);
    // Of Kubernetes' Job controller: DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff.
    plan.job_backoff = {.first = 10s, .longest = 10min};
    plan.eviction_retry = 5s;  // As kubectl drain asks again.
    if (!section) return plan;
    YamlMap map = *section;
    plan.propagation = read_propagation(map.map("propagation"));
    if (auto zones = map.map("zones")) {
        plan.zones = read_zones(*zones);
        map.require(!plan.zones.empty(), "zones", "must name at least one zone");
    }
    plan.crash_noticed_after =
        map.duration("crash_noticed_after", any_duration(plan.crash_noticed_after));
    plan.pod_start = read_distribution(map, "pod_start", plan.pod_start);
    plan.certificates = read_certificates(map.map("certificates"));
    if (auto dns = map.map("dns")) plan.dns = read_dns(*dns);
    plan.cpu.slice = map.duration(
        "cpu_slice", {.fallback = plan.cpu.slice, .min = plan.cpu.least_quota, .max = 1s});
    plan.autoscaler = read_autoscaler(map.map("autoscaler"));
    plan.node_failure = read_node_failure(map.map("node_failure"));
    plan.crash_backoff = read_crash_backoff(map.map("crash_backoff"));
    plan.eviction_retry = map.duration("eviction_retry", pause_between(plan.eviction_retry));
    plan.authorizers = read_authorizers(map.map("authorizers"));
    plan.keys = read_issuer_keys(map.map("keys"));
    map.reject_unknown_keys();
    return plan;
}

void check_nodes(const std::vector<Reference>& nodes,
                 const sim::ClusterPlan& cluster,
                 Diagnostics& diagnostics) {
    if (nodes.empty()) return;
    std::vector<std::string> known;
    for (const sim::NodeState& node : sim::nodes_of(cluster))
        known.push_back(node.name);
    for (const Reference& node : nodes) {
        if (std::ranges::find(known, node.name) != known.end()) continue;
        diagnostics.error(node.place,
                          "unknown node '" + node.name + "'" + did_you_mean(node.name, known));
    }
}

void check_zones(const std::vector<Reference>& zones,
                 const sim::ClusterPlan& cluster,
                 Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const auto& group : cluster.zones)
        known.push_back(group.zone);
    for (const Reference& zone : zones) {
        if (std::ranges::find(known, zone.name) != known.end()) continue;
        diagnostics.error(zone.place,
                          "unknown zone '" + zone.name + "'" + did_you_mean(zone.name, known));
    }
}

}  // namespace weft::scenarios
