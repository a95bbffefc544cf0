#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <vector>

namespace weft::scenarios {

/// Warns of hosts of a ServiceEntry that a Service or an earlier ServiceEntry declares already: of
/// two that claim one host the first is known.
void check_entries(const Documents& documents,
                   const std::vector<mesh::control::Resource>& all,
                   Diagnostics& diagnostics);

}  // namespace weft::scenarios
