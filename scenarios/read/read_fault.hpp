#pragma once

#include "scenarios/model/scenario.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <optional>

namespace weft::scenarios {

struct TimelineContext;

/// The fault of a step, a primitive or a preset: where it acts, how long, and when. Its start has
/// been read. Nothing if there is no such fault, or no telling where it acts.
std::optional<InjectFault> read_fault(YamlMap& map,
                                      const TimelineStep& step,
                                      const TimelineContext& context);

}  // namespace weft::scenarios
