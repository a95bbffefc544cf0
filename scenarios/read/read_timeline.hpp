#pragma once

#include "scenarios/model/scenario.hpp"
#include "scenarios/read/references.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <filesystem>
#include <vector>

namespace weft::scenarios {

/// The section `timeline`, a list of steps in any order. Manifests are found from `folder`. What
/// steps name is added to the references.
std::vector<TimelineStep> read_timeline(YamlMap& scenario,
                                        const sim::FaultRegistry& faults,
                                        const std::filesystem::path& folder,
                                        References& references,
                                        std::vector<Reference>& zones);

}  // namespace weft::scenarios
