#pragma once

#include "mesh/request/head.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// The keys path, method and headers of a call or a load; what is absent stays as in `fallback`.
/// Header names become lower case.
mesh::RequestHead read_request(YamlMap& map, const mesh::RequestHead& fallback);

}  // namespace weft::scenarios
