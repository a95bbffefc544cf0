#pragma once

#include "mesh/route/route_table.hpp"

#include <vector>

namespace weft::mesh::control {

/// Whether two lists of virtual hosts mean the same, rule for rule and name for name. Patterns are
/// compared by their text.
bool same_hosts(const std::vector<VirtualHost>& a, const std::vector<VirtualHost>& b);

bool same_hash_policy(const HashPolicy& a, const HashPolicy& b);

}  // namespace weft::mesh::control
