#pragma once

#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"
#include "sim/workload/arrival.hpp"
#include "sim/workload/load_plan.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// Whether an id can be named in expressions: letters, digits, '_' and '-', a letter first.
bool is_id(std::string_view text);

/// The section `load`, a list. Services and zones that it names are added to the references.
std::vector<sim::LoadPlan> read_loads(YamlMap& scenario,
                                      const sim::ArrivalRegistry& arrivals,
                                      References& references,
                                      std::vector<Reference>& zones);

}  // namespace weft::scenarios
