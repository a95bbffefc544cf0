#include "scenarios/manifests/read_locality_rules.hpp"

#include "mesh/control/locality.hpp"
#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

constexpr std::uint32_t whole = 100;

bool overlap(const std::string& a, const std::string& b) {
    return locality_matches(a, b) || locality_matches(b, a);
}

LocalityRules::Distribution read_distribution_from(YamlMap map) {
    LocalityRules::Distribution read;
    read.from = map.required_text("from");
    check_locality(map.place("from"), read.from, map.diagnostics());
    map.require(map.has("to"), "to", "is missing");
    std::uint32_t sum = 0;
    if (auto to = map.map("to")) {
        to->entries([&](const std::string& name, const Place& place, const YAML::Node&) {
            check_locality(place, name, to->diagnostics());
            const auto known = std::ranges::find_if(
                read.to, [&](const auto& share) { return overlap(share.to, name); });
            if (known != read.to.end())
                to->diagnostics().error(place, "overlaps with '" + known->to + "'");
            const std::uint32_t percent =
                to->count(name, {.fallback = whole, .min = 1, .max = whole});
            read.to.push_back({name, percent});
            sum += percent;
        });
        map.require(sum == whole, "to", "must have weights that sum to 100");
    }
    map.warn_of_unknown_keys("localityLbSetting.distribute");
    return read;
}

void read_distribution(YamlMap& setting, LocalityRules& rules) {
    setting.each("distribute", [&](const YAML::Node& node) {
        YamlMap map{node, setting.file(), setting.diagnostics()};
        auto read = read_distribution_from(map);
        const auto known = std::ranges::find_if(
            rules.distribute, [&](const auto& other) { return overlap(other.from, read.from); });
        if (known != rules.distribute.end())
            map.error("from", "overlaps with '" + known->from + "'");
        rules.distribute.push_back(std::move(read));
    });
}

void read_failover(YamlMap& setting, LocalityRules& rules) {
    setting.each("failover", [&](const YAML::Node& node) {
        YamlMap map{node, setting.file(), setting.diagnostics()};
        const std::string from = map.required_text("from");
        const std::string to = map.required_text("to");
        for (const std::string_view key : {"from", "to"}) {
            const bool is_region = map.text(key).find_first_of("/*") == std::string::npos;
            map.require(is_region, key, "must be a region");
        }
        map.require(from != to, "to", "must be another region");
        map.warn_of_unknown_keys("localityLbSetting.failover");
        rules.failover.push_back({from, to});
    });
}

/// The distribution that a Service's word or its annotation means; nothing if it means none.
std::optional<TrafficDistribution> distribution_of(const std::string& word) {
    if (word == "any") return TrafficDistribution::any;
    if (word == "preferclose" || word == "prefersamezone") return TrafficDistribution::same_zone;
    if (word == "prefersamenode") return TrafficDistribution::same_node;
    return std::nullopt;
}

}  // namespace

std::optional<LocalityRules> read_locality_rules(YamlMap& balancer) {
    auto map = balancer.map("localityLbSetting");
    if (!map) return std::nullopt;
    LocalityRules rules;
    if (map->has("enabled")) rules.enabled = map->flag("enabled", true);
    read_distribution(*map, rules);
    read_failover(*map, rules);
    rules.failover_priority = map->texts("failoverPriority");
    const bool fails_over = !rules.failover.empty() || !rules.failover_priority.empty();
    map->require(rules.distribute.empty() || !fails_over, "distribute",
                 "cannot stand beside failover or failoverPriority");
    map->warn_of_unknown_keys("loadBalancer.localityLbSetting");
    return rules;
}

TrafficDistribution read_traffic_distribution(YamlMap& spec, const Labels& annotations) {
    static constexpr std::array<std::string_view, 3> words{"PreferClose", "PreferSameZone",
                                                           "PreferSameNode"};
    if (spec.has("trafficDistribution")) {
        const std::string word = spec.choice("trafficDistribution", words[0], words);
        return distribution_of(lower_case(word)).value_or(TrafficDistribution::any);
    }
    const auto annotation = annotations.find(traffic_distribution_annotation);
    if (annotation == annotations.end()) return TrafficDistribution::any;
    const auto distribution = distribution_of(lower_case(annotation->second));
    if (!distribution) {
        std::string message = "annotation '";
        message.append(traffic_distribution_annotation);
        message.append(": ").append(annotation->second).append("' is not honoured");
        spec.diagnostics().warning(spec.place(), message);
    }
    return distribution.value_or(TrafficDistribution::any);
}

void check_locality(const Place& place, std::string_view locality, Diagnostics& diagnostics) {
    const bool has_gap = locality.starts_with('/') || locality.ends_with('/') ||
                         locality.find("//") != std::string_view::npos;
    if (!has_gap && std::ranges::count(locality, '/') <= 2) return;
    diagnostics.error(place, "must be region/zone/subzone, region/zone or a name without a slash");
}

}  // namespace weft::scenarios
