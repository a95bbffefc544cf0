#pragma once

#include "scenarios/read/references.hpp"

#include <vector>

namespace weft::scenarios {

/// Reports a container that no pod of those meant has, and what is said of one that does not act
/// there.
void check_container(const ContainerReference& reference,
                     const std::vector<mesh::control::Resource>& resources,
                     Diagnostics& diagnostics);

}  // namespace weft::scenarios
