#pragma once

#include "sim/cluster/object_store.hpp"
#include "sim/world/pod.hpp"

namespace weft::sim {

/// Decides, for a pod that is made, whether the mesh gives it a proxy: it, its template and its
/// namespace say. One that has none shows nobody who it is, and asks nobody.
void decide_proxy(Pod& pod, const ObjectStore& store);

}  // namespace weft::sim
