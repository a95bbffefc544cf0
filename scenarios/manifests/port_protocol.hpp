#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// Warns of a port that is declared to speak something else than HTTP: by its protocol, or else by
/// its name up to a dash, as Istio reads it. A run knows HTTP alone, and plays it as that.
void warn_of_other_protocols(const YamlMap& map, const mesh::control::ServicePort& port);

/// A mesh routes what runs over TCP; a port of another `protocol` is to be left out, said so.
bool runs_over_tcp(YamlMap& port);

}  // namespace weft::scenarios
