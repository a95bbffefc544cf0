#pragma once

#include "gui/source/run_source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::gui {

/// A fault of the timeline, or manifests that it applies, as far as it was played.
struct PlayedStep {
    std::uint32_t step = 0;
    mesh::Instant from{};      ///< For the first time.
    std::uint32_t pod = none;  ///< The first one that it struck.
    bool is_fault = true;      ///< Manifests stay.

    friend bool operator==(const PlayedStep&, const PlayedStep&) = default;
};

/// A fault or manifests as the scenario plans them.
struct PlannedStep {
    std::string name;
    std::optional<mesh::Instant> at = {};  ///< Nothing where it is not known before it is played.
    bool is_fault = true;

    friend bool operator==(const PlannedStep&, const PlannedStep&) = default;
};

/// In order of time.
std::vector<PlayedStep> played_steps(const std::vector<Event>& events);

enum class StepPhase : std::uint8_t { to_come, active, over };

/// At the moment of a snapshot; between its rounds a fault is over.
StepPhase phase_of(const PlayedStep& step, const Snapshot& snapshot);

}  // namespace weft::gui
