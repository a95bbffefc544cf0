#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <vector>

namespace weft::scenarios {

/// Warns of `portLevelSettings` of a DestinationRule, and of matches of a VirtualService of the
/// mesh, for a port that their Service has not, such as the one its pods listen on.
void check_port_settings(const Documents& documents,
                         const std::vector<mesh::control::Resource>& all,
                         Diagnostics& diagnostics);

}  // namespace weft::scenarios
