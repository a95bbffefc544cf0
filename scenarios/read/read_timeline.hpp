#pragma once

#include "scenarios/manifests/documents.hpp"
#include "scenarios/model/kinds.hpp"
#include "scenarios/model/scenario.hpp"
#include "scenarios/read/references.hpp"
#include "scenarios/read/written_values.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <filesystem>
#include <vector>

namespace weft::scenarios {

/// What the steps of a timeline may name, and where it is noted that they do.
struct TimelineContext {
    const Kinds& kinds;
    const std::filesystem::path& folder;  ///< Where manifests are found from.
    const mesh::control::MeshDefaults& defaults;
    const std::vector<sim::LoadPlan>& loads;
    const Documents& documents;  ///< The manifests as written.
    References& references;
    std::vector<Reference>& zones;
    WrittenValues* values = nullptr;  ///< Get what the last step leaves, if somebody asks.
};

/// The section `timeline`, a list of steps in any order.
std::vector<TimelineStep> read_timeline(YamlMap& scenario, const TimelineContext& context);

}  // namespace weft::scenarios
