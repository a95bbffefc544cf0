#pragma once

#include "mesh/control/resources/resource.hpp"
#include "sim/service/behaviour.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// The circles in the call graph that no chance ends: every call on the way is always made. Each is
/// a list of services, the first of them named again at the end: "a", "b", "a". Calls that a
/// probability below 100 % may end are left out, since such a circle ends by itself.
std::vector<std::vector<std::string>> endless_call_cycles(
    const std::vector<sim::BehaviourOf>& services,
    const std::vector<mesh::control::Resource>& resources);

/// "a -> b -> a"
std::string to_text(const std::vector<std::string>& cycle);

}  // namespace weft::scenarios
