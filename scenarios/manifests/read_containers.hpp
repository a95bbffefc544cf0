#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// Reads `containers` and `initContainers` of a pod's spec into the pod: their ports, lives and
/// resources. The app's is the one that `kubectl.kubernetes.io/default-container` names, or the
/// first. Requires that the pod's annotations have been read.
void read_containers(YamlMap& spec, mesh::control::PodTemplate& pod);

}  // namespace weft::scenarios
