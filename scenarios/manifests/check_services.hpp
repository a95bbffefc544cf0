#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <vector>

namespace weft::scenarios {

/// Warns of Services that no pod of `all` answers for: none has the labels that they select, or
/// none has a port of the name that they lead to. Where a namespace has no workload, they may come
/// later.
void check_services(const Documents& documents,
                    const std::vector<mesh::control::Resource>& all,
                    Diagnostics& diagnostics);

}  // namespace weft::scenarios
