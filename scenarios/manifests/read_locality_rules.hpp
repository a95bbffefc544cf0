#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <optional>

namespace weft::scenarios {

/// `localityLbSetting` of a load balancer; nothing if it is not there. Shares that do not sum to
/// 100, places that overlap, and a distribution beside failover are errors at their place.
std::optional<mesh::control::LocalityRules> read_locality_rules(YamlMap& balancer);

/// What a Service says of near hosts: `trafficDistribution`, or else the annotation that came
/// before it.
mesh::control::TrafficDistribution read_traffic_distribution(
    YamlMap& spec, const mesh::control::Labels& annotations);

/// The annotation of a Service that is read as its trafficDistribution.
inline constexpr std::string_view traffic_distribution_annotation =
    "networking.istio.io/traffic-distribution";

/// A place of a rule or a cluster, "region/zone/subzone" or less; anything else is an error.
void check_locality(const Place& place, std::string_view locality, Diagnostics& diagnostics);

}  // namespace weft::scenarios
