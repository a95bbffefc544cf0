#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// Reads what a template's labels and annotations say of the proxy beside the app: whether the pods
/// are a gateway's, whether the app waits for its proxy, and how that ends. Warns of the rest, but
/// for what says that there is none. Requires that labels and annotations are read.
void read_proxy_settings(const YamlMap& meta, mesh::control::PodTemplate& pod);

}  // namespace weft::scenarios
