#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <vector>

namespace weft::scenarios {

/// Warns of objects that do nothing because what they are for is not among all that there is: a
/// route's Gateway or listener, an autoscaler's workload.
void check_targets(const Documents& documents,
                   const std::vector<mesh::control::Resource>& all,
                   Diagnostics& diagnostics);

}  // namespace weft::scenarios
