#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <vector>

namespace weft::scenarios {

/// Warns of routes of the Gateway API that get no request though their Gateway and its listener are
/// there, of those for a Service that is not, and of backends that nobody opened to them.
void check_attachment(const Documents& documents,
                      const std::vector<mesh::control::Resource>& all,
                      Diagnostics& diagnostics);

}  // namespace weft::scenarios
