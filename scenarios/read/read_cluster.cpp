#include "scenarios/read/read_cluster.hpp"

#include "scenarios/manifests/read_locality_rules.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_distribution.hpp"

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

}  // namespace

sim::ClusterPlan read_cluster(const std::optional<YamlMap>& section) {
    sim::ClusterPlan plan{.zones = {{"zone-a", 1}}, .crash_noticed_after = 1s};
    plan.propagation = read_propagation(std::nullopt);
    plan.pod_start = sim::Distribution::constant(2s);
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
    map.reject_unknown_keys();
    return plan;
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
