#pragma once

#include "gui/window/session.hpp"
#include "reports/write/cause_steps.hpp"

#include <QString>

namespace weft::gui {

/// What a step of the causes is about, as a selection: of a fault the first pod that it struck
/// then, of a cluster the service that it leads to. Nothing where that is nobody in the mesh.
Selection selection_of(const reports::CauseStep& step, const RunSource& run);

/// "web/50: 503 UO after 12ms, because of UO calling cart. Faults that were on: sick."
QString sentence_of(const reports::CauseChain& chain);

}  // namespace weft::gui
