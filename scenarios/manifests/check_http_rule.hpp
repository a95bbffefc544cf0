#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// What one rule of a VirtualService says that cannot go together, which the reference mesh
/// refuses, or does nothing.
void check_http_rule(YamlMap& rule, const mesh::control::HttpRoute& read);

/// The same of the `headers` of one of its destinations, which is written in `map`.
void check_destination_headers(YamlMap& map, const mesh::control::RouteDestination& read);

}  // namespace weft::scenarios
