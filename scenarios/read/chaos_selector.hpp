#pragma once

#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"
#include "sim/failure/target.hpp"

#include <string>

namespace weft::scenarios {

/// The pods that `selector`, `mode` and `value` of an experiment of Chaos Mesh choose; those of its
/// own namespace, unless it names others. What it names is added to the references.
sim::PodSelector read_chaos_selector(YamlMap& spec, const std::string& ns, References& references);

}  // namespace weft::scenarios
