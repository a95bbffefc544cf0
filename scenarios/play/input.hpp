#pragma once

#include "scenarios/manifests/documents.hpp"
#include "scenarios/model/scenario.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "scenarios/read/written_values.hpp"

#include <optional>

namespace weft::scenarios {

/// What the options ask to play: a scenario, by file or by name in the library, a service graph, or
/// manifests alone. The last two get a default load on their entry point. Nothing if there are
/// errors. `documents`, if somebody asks, get a scenario's manifests as they were written, and
/// `values` what the last step of its timeline leaves.
std::optional<Scenario> read_input(const PlayOptions& options,
                                   Diagnostics& diagnostics,
                                   Documents* documents = nullptr,
                                   WrittenValues* values = nullptr);

}  // namespace weft::scenarios
