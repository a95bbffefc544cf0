#pragma once

#include "scenarios/manifests/documents.hpp"
#include "scenarios/model/scenario.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <optional>

namespace weft::scenarios {

/// What the options ask to play: a scenario, by file or by name in the library, a service graph, or
/// manifests alone. The last two get a default load on their entry point. Nothing if there are
/// errors. `documents`, if somebody asks, get a scenario's manifests as they were written.
std::optional<Scenario> read_input(const PlayOptions& options,
                                   Diagnostics& diagnostics,
                                   Documents* documents = nullptr);

}  // namespace weft::scenarios
