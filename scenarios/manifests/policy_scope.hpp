#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// For whom a security policy is.
struct PolicyScope {
    mesh::control::Labels selector{};  ///< Empty: every workload of the namespace, or of the mesh.
    bool has_targets = false;          ///< It is for what it names, which may be `gateways`.
    std::vector<std::string> gateways{};  ///< Of the Gateway API.
};

/// `selector.matchLabels`, `targetRef` and `targetRefs`.
PolicyScope read_policy_scope(YamlMap& spec);

/// The selector alone, of what cannot name targets.
mesh::control::Labels read_workload_selector(YamlMap& spec);

}  // namespace weft::scenarios
