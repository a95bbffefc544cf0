#pragma once

#include "scenarios/model/scenario.hpp"
#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"

namespace weft::scenarios {

/// Reads a step that shifts traffic: `do: shift_traffic` with `virtual_service`, `to`, and if need
/// be `route`, `steps` and `over`. What it names is added to the references. Always true: the step
/// is of a known kind.
bool read_shift(YamlMap& map, TimelineStep& step, References& references);

/// Reports what a shift names that is not there: the VirtualService, its rule, a subset.
void check_shift(const ShiftReference& reference,
                 const std::vector<mesh::control::Resource>& resources,
                 Diagnostics& diagnostics);

}  // namespace weft::scenarios
