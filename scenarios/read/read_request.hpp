#pragma once

#include "mesh/request/head.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <string>

namespace weft::scenarios {

/// The keys path, method and headers of a call or a load; what is absent stays as in `fallback`.
/// Header names become lower case.
mesh::RequestHead read_request(YamlMap& map, const mesh::RequestHead& fallback);

/// A header's name as requests carry it: in lower case.
std::string header_name(std::string written);

}  // namespace weft::scenarios
