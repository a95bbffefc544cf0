#pragma once

#include "gui/window/session.hpp"

namespace weft::gui {

/// Selects a sampled request that failed on its way through what is selected, near the moment: who
/// asks why of a service, an edge or a pod has one to ask about. A request that is selected stays;
/// where none failed, nothing changes.
void select_failed_request(Session& session);

}  // namespace weft::gui
