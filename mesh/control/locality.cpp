#include "mesh/control/locality.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace weft::mesh::control {
namespace {

constexpr std::string_view region_label = "topology.kubernetes.io/region";
constexpr std::string_view zone_label = "topology.kubernetes.io/zone";
constexpr std::string_view subzone_label = "topology.istio.io/subzone";
constexpr std::string_view network_label = "topology.istio.io/network";
constexpr std::string_view cluster_label = "topology.istio.io/cluster";
constexpr std::string_view only_cluster = "Kubernetes";
constexpr std::string_view node_label = "kubernetes.io/hostname";

/// Of failover_distance(): so many values it has.
constexpr std::uint32_t distances = 5;

/// Takes the text before the next slash off the front.
std::string_view take_part(std::string_view& text) {
    const std::string_view part = text.substr(0, text.find('/'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

std::string_view value_of(const Labels& labels, std::string_view name) {
    const auto found = labels.find(name);
    return found == labels.end() ? std::string_view{} : std::string_view{found->second};
}

std::vector<std::string> labels_near(TrafficDistribution distribution) {
    std::vector<std::string> labels{std::string{network_label}, std::string{region_label},
                                    std::string{zone_label}};
    if (distribution == TrafficDistribution::same_node) {
        labels.emplace_back(subzone_label);
        labels.emplace_back(node_label);
    }
    return labels;
}

/// The endpoints of one locality at one priority weigh as much as all of them together.
void weigh_localities(Endpoints& endpoints) {
    std::map<std::pair<std::uint32_t, std::string_view>, std::uint32_t> weights;
    for (const Endpoint& endpoint : endpoints)
        weights[{endpoint.priority, endpoint.zone}] += endpoint.weight;
    for (Endpoint& endpoint : endpoints)
        endpoint.locality_weight = weights.at({endpoint.priority, endpoint.zone});
}

/// Gives out the numbers from 0 in the order of these, equal ones the same.
void rank_priorities(Endpoints& endpoints) {
    std::map<std::uint32_t, std::uint32_t> ranks;
    for (const Endpoint& endpoint : endpoints)
        ranks.emplace(endpoint.priority, 0);
    std::uint32_t next = 0;
    for (auto& [priority, rank] : ranks)
        rank = next++;
    for (Endpoint& endpoint : endpoints)
        endpoint.priority = ranks.at(endpoint.priority);
}

void fail_over(Endpoints& endpoints,
               const LocalityRules& rules,
               const Caller& caller,
               const std::function<Labels(const Endpoint&)>& labels_of) {
    const bool by_labels = !rules.failover_priority.empty();
    const bool by_region = !by_labels || !rules.failover.empty();
    for (Endpoint& endpoint : endpoints) {
        endpoint.priority =
            by_labels ? label_distance(caller.labels, labels_of(endpoint), rules.failover_priority)
                      : 0;
        if (!by_region) continue;
        endpoint.priority *= distances;
        endpoint.priority += failover_distance(caller.locality, endpoint.zone, rules.failover);
    }
    rank_priorities(endpoints);
}

/// The part of a share that one of its localities gets, rounded up.
std::uint32_t part_of(std::uint32_t percent, std::uint32_t weight, std::uint32_t total) {
    const std::uint64_t whole = std::uint64_t{percent} * weight;
    return static_cast<std::uint32_t>((whole + total - 1) / total);
}

/// The weight of each locality that the distribution names.
std::map<std::string, std::uint32_t> shares_of(const Endpoints& endpoints,
                                               const LocalityRules::Distribution& distribution) {
    std::map<std::string, std::uint32_t> open;
    for (const Endpoint& endpoint : endpoints)
        open[endpoint.zone] += endpoint.weight;
    std::map<std::string, std::uint32_t> shares;
    for (const LocalityRules::Share& share : distribution.to) {
        std::map<std::string, std::uint32_t> named;
        std::uint32_t total = 0;
        for (const auto& [zone, weight] : open) {
            if (!locality_matches(share.to, zone)) continue;
            named.emplace(zone, weight);
            total += weight;
        }
        for (const auto& [zone, weight] : named) {
            shares[zone] = part_of(share.percent, weight, total);
            open.erase(zone);
        }
    }
    return shares;
}

void distribute(Endpoints& endpoints, const LocalityRules& rules, const Caller& caller) {
    const auto own = std::ranges::find_if(rules.distribute, [&](const auto& distribution) {
        return locality_matches(distribution.from, caller.locality);
    });
    if (own == rules.distribute.end()) return weigh_localities(endpoints);
    const auto shares = shares_of(endpoints, *own);
    std::erase_if(endpoints, [&](const Endpoint& e) { return !shares.contains(e.zone); });
    for (Endpoint& endpoint : endpoints)
        endpoint.locality_weight = shares.at(endpoint.zone);
}

}  // namespace

LocalityName parse_locality(std::string_view name) {
    if (name.find('/') == std::string_view::npos) return {{}, name, {}};
    LocalityName parts;
    parts.region = take_part(name);
    parts.zone = take_part(name);
    parts.subzone = take_part(name);
    return parts;
}

bool locality_matches(std::string_view pattern, std::string_view locality) {
    if (pattern == locality) return true;
    const LocalityName place = parse_locality(locality);
    const std::string_view region = take_part(pattern);
    const std::string_view zone = take_part(pattern);
    const std::string_view subzone = take_part(pattern);
    const auto is_any = [](std::string_view part) { return part.empty() || part == "*"; };
    return (region == "*" || region == place.region) && (is_any(zone) || zone == place.zone) &&
           (is_any(subzone) || subzone == place.subzone);
}

Labels with_topology(Labels labels, std::string_view locality, std::string_view node) {
    const LocalityName place = parse_locality(locality);
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) labels.insert_or_assign(std::string{name}, std::string{value});
    };
    add(region_label, place.region);
    add(zone_label, place.zone);
    add(subzone_label, place.subzone);
    add(node_label, node);
    return labels;
}

Labels with_place(Labels labels, std::string_view locality, std::string_view node) {
    labels.insert_or_assign(std::string{cluster_label}, std::string{only_cluster});
    return with_topology(std::move(labels), locality, node);
}

bool is_of_place(std::string_view label) {
    return label == region_label || label == zone_label || label == subzone_label ||
           label == cluster_label || label == node_label;
}

LocalityPolicy locality_policy(const TrafficPolicy& policy,
                               TrafficDistribution of_service,
                               const LocalityDefaults& defaults) {
    using Kind = LocalityPolicy::Kind;
    const bool detects = policy.outlier_detection.has_value();
    if (policy.load_balancer && policy.load_balancer->locality) {
        const LocalityRules& rules = *policy.load_balancer->locality;
        if (!rules.enabled.value_or(true)) return {};
        if (!rules.distribute.empty()) return {Kind::distribute, rules};
        return {detects ? Kind::failover : Kind::none, rules};
    }
    if (of_service != TrafficDistribution::any)
        return {Kind::failover, {.failover_priority = labels_near(of_service)}};
    switch (defaults.mode) {
        case LocalityDefaults::Mode::none:
            return {};
        case LocalityDefaults::Mode::failover:
            return {detects ? Kind::failover : Kind::none, {}};
        case LocalityDefaults::Mode::zone_aware:
            return {Kind::zone_aware, {}};
    }
    return {};
}

std::vector<std::string> deciding_labels(const LocalityPolicy& policy) {
    if (policy.kind == LocalityPolicy::Kind::none) return {};
    const bool by_labels =
        policy.kind == LocalityPolicy::Kind::failover && !policy.rules.failover_priority.empty();
    std::vector<std::string> labels;
    if (by_labels) {
        for (const std::string& label : policy.rules.failover_priority) {
            if (label.find('=') == std::string::npos) labels.push_back(label);
        }
    }
    if (by_labels && policy.rules.failover.empty()) return labels;
    for (const std::string_view label : {region_label, zone_label, subzone_label})
        labels.emplace_back(label);
    return labels;
}

std::uint32_t failover_distance(std::string_view own,
                                std::string_view other,
                                const std::vector<LocalityRules::Failover>& failover) {
    const LocalityName here = parse_locality(own);
    const LocalityName there = parse_locality(other);
    if (here.region == there.region) {
        if (here.zone != there.zone) return 2;
        return here.subzone == there.subzone ? 0 : 1;
    }
    const auto rule = std::ranges::find(failover, here.region, &LocalityRules::Failover::from);
    return rule == failover.end() || rule->to == there.region ? 3 : 4;
}

std::uint32_t label_distance(const Labels& own,
                             const Labels& other,
                             const std::vector<std::string>& labels) {
    for (std::size_t position = 0; position < labels.size(); ++position) {
        const std::string_view label = labels[position];
        const std::size_t equals = label.find('=');
        const bool is_given = equals != std::string_view::npos;
        const std::string_view name = label.substr(0, equals);
        const std::string_view wanted = is_given ? label.substr(equals + 1) : value_of(own, name);
        if (value_of(other, name) != wanted)
            return static_cast<std::uint32_t>(labels.size() - position);
    }
    return 0;
}

Endpoints arrange_endpoints(Endpoints endpoints,
                            const LocalityPolicy& policy,
                            const Caller& caller,
                            const std::function<Labels(const Endpoint&)>& labels_of) {
    switch (policy.kind) {
        case LocalityPolicy::Kind::none:
        case LocalityPolicy::Kind::zone_aware:
            break;
        case LocalityPolicy::Kind::distribute:
            distribute(endpoints, policy.rules, caller);
            break;
        case LocalityPolicy::Kind::failover:
            fail_over(endpoints, policy.rules, caller, labels_of);
            if (policy.is_weighted()) weigh_localities(endpoints);
            break;
    }
    return endpoints;
}

}  // namespace weft::mesh::control
