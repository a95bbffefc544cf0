#pragma once

#include "mesh/control/resources/resource.hpp"

#include <cstdint>

namespace weft::sim {

/// The pod that a workload's controller asks the cluster for: named by its ordinal among the
/// workload's pods, ready at once, on no node yet. `number` counts the cluster's pods from 1 and
/// becomes the address.
mesh::control::Pod pod_object(const mesh::control::Workload& workload,
                              std::uint32_t ordinal,
                              std::uint32_t number);

}  // namespace weft::sim
