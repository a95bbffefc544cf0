#pragma once

#include "mesh/control/resources/resource.hpp"

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

namespace weft::scenarios {

/// Where requests enter a set of manifests.
struct EntryPoints {
    std::vector<std::string> hosts;
    bool are_known =
        false;  ///< A gateway leads to them; else they are all services that have pods.
};

EntryPoints entry_points(const std::vector<mesh::control::Resource>& resources);

/// The scenario of manifests or a service graph that came without one: a minute of 50 requests a
/// second to each entry point.
YAML::Node default_scenario(const std::string& name, const std::vector<std::string>& entries);

}  // namespace weft::scenarios
