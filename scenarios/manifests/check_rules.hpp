#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <map>
#include <vector>

namespace weft::scenarios {

/// Where a VirtualService stands, and its hosts.
struct RulePlaces {
    Place document;
    Place hosts;
};

/// Warns of what several VirtualServices make of each other: a host that an earlier one rules, a
/// delegate that does not fit, rules that nobody asks. Speaks only of those that have a place.
void check_rules(const std::vector<mesh::control::Resource>& resources,
                 const std::map<mesh::control::ResourceKey, RulePlaces>& places,
                 Diagnostics& diagnostics);

}  // namespace weft::scenarios
