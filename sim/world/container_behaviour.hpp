#pragma once

#include "sim/world/pod.hpp"

#include <string>

namespace weft::sim {

/// What the scenario says of another container of a pod than its app.
const ContainerBehaviour& behaviour_of(const Pod& pod, const std::string& container);

}  // namespace weft::sim
