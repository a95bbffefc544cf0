#pragma once

#include "mesh/control/mesh_defaults.hpp"
#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"
#include "sim/network/network_plan.hpp"

#include <optional>
#include <vector>

namespace weft::scenarios {

/// The section `network`. What is absent: 250us in a zone, 1ms between zones, no loss, and proxies
/// that cost nothing. Zones that it names are added to `zones`.
sim::NetworkPlan read_network(const std::optional<YamlMap>& section, std::vector<Reference>& zones);

/// `outbound` of the same section: what becomes of requests for hosts that nobody declared, where
/// the scenario decides it and not the profile.
void read_unknown_hosts(std::optional<YamlMap> section, mesh::control::UnknownHosts& unknown);

}  // namespace weft::scenarios
