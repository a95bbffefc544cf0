#pragma once

#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"
#include "sim/service/behaviour.hpp"

#include <vector>

namespace weft::scenarios {

/// The section `services`: what the apps of each service or workload do with a request. What an
/// entry leaves out is as in default_behaviour(). The names that it uses are added to `references`.
std::vector<sim::BehaviourOf> read_services(YamlMap services, References& references);

}  // namespace weft::scenarios
