#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "sim/failure/fault.hpp"
#include "sim/workload/arrival.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// What scenarios may name. A value: a program adds its own kinds to its own copy.
struct Kinds {
    mesh::BalancerRegistry balancers;
    sim::FaultRegistry faults;
    sim::ArrivalRegistry arrivals;
};

/// Every balancer, fault and arrival process that comes with weft.
Kinds built_in_kinds();

/// The names in a registry, sorted.
template <class Registry>
std::vector<std::string> names_of(const Registry& registry) {
    std::vector<std::string> names;
    for (const auto& [name, kind] : registry.kinds())
        names.push_back(name);
    return names;
}

}  // namespace weft::scenarios
