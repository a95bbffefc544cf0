#pragma once

#include "mesh/control/resources/workload_rules.hpp"

#include <cstdint>

namespace weft::sim {

/// How many of a budget's pods must be ready, where so many are wanted. One that is ready may be
/// evicted if more are; one that is not, if so many are. Percentages are rounded up.
/// Source: the disruption controller of Kubernetes.
std::uint32_t must_be_ready(const mesh::control::PodDisruptionBudget& budget, std::uint32_t wanted);

}  // namespace weft::sim
