#pragma once

#include "scenarios/model/scenario.hpp"
#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <vector>

namespace weft::scenarios {

/// The section `expect`, a list of texts. Its windows count from the steps of the timeline;
/// subjects that are no load are added to the references.
std::vector<Expectation> read_expectations(YamlMap& scenario,
                                           const std::vector<sim::LoadPlan>& loads,
                                           const std::vector<TimelineStep>& timeline,
                                           References& references);

}  // namespace weft::scenarios
