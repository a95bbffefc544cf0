#pragma once

#include "mesh/control/resources/resource.hpp"

namespace weft::scenarios {

/// Whether every request that `narrow` takes is one that `wide` takes, too. Where that cannot be
/// told, as of two different patterns, it is not so.
bool covers(const mesh::control::HttpMatch& wide, const mesh::control::HttpMatch& narrow);

}  // namespace weft::scenarios
