#pragma once

#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"
#include "sim/network/network_plan.hpp"

#include <optional>
#include <vector>

namespace weft::scenarios {

/// The section `network`. What is absent: 250us in a zone, 1ms between zones, no loss, and proxies
/// that cost nothing. Zones that it names are added to `zones`.
sim::NetworkPlan read_network(const std::optional<YamlMap>& section, std::vector<Reference>& zones);

}  // namespace weft::scenarios
