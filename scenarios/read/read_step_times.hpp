#pragma once

#include "scenarios/model/scenario.hpp"
#include "scenarios/read/step_order.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <vector>

namespace weft::scenarios {

/// When a step begins (`at`, `after`, `when`) and how often it comes (`repeat`). The step that it
/// follows is added to the references; what a condition means is read once the scenario is known.
void read_step_start(YamlMap& map, TimelineStep& step, std::vector<StepReference>& references);

/// How long the fault of a step lasts (`for`, `until`). Requires that its start has been read.
void read_fault_end(YamlMap& map, const TimelineStep& step, InjectFault& fault);

}  // namespace weft::scenarios
