#pragma once

#include "gui/window/session.hpp"

#include <optional>

namespace weft::gui {

/// The time range of all panels; it becomes the `t:` of the filter, whose other conditions stay.
/// Nothing: all times.
void choose_time(Session& session, const std::optional<Range>& range);

/// All times again; false if it was so.
bool clear_time(Session& session);

}  // namespace weft::gui
