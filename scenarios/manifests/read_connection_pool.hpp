#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <optional>

namespace weft::scenarios {

/// `connectionPool` of a traffic policy; nothing if it is not there. Where 0 says that the mesh
/// decides, it reads as absent.
std::optional<mesh::control::ConnectionPoolSettings> read_connection_pool(YamlMap& policy);

}  // namespace weft::scenarios
