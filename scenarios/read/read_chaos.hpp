#pragma once

#include "scenarios/manifests/documents.hpp"
#include "scenarios/model/scenario.hpp"

#include <optional>
#include <string_view>

namespace weft::scenarios {

struct TimelineContext;

/// Whether a document is an experiment of Chaos Mesh that can be played: a NetworkChaos, PodChaos
/// or StressChaos.
bool is_chaos(const Document& document);

/// The experiment as a step that is called as it is; when it begins is the caller's. What a run
/// cannot honour is a warning that names it. Nothing if all of it is so, or there is a mistake.
/// Source: the resources of Chaos Mesh 2.
std::optional<TimelineStep> read_chaos(const Document& document,
                                       const TimelineContext& context,
                                       Diagnostics& diagnostics);

}  // namespace weft::scenarios
