#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// One element of `http[].match`: all that it names must hold.
mesh::control::HttpMatch read_http_match(YamlMap map);

}  // namespace weft::scenarios
