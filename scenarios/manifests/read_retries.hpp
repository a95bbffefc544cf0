#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <optional>
#include <string_view>

namespace weft::scenarios {

/// Istio's HTTPRetry below `key`; nothing if it is absent. Warnings call it `path`.
std::optional<mesh::control::HttpRetry> read_retries(YamlMap& map,
                                                     std::string_view key,
                                                     std::string_view path);

}  // namespace weft::scenarios
