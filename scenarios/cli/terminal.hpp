#pragma once

namespace weft::scenarios::cli {

/// Standard output is a terminal that shows colours, and the user has not asked for none (NO_COLOR,
/// see no-color.org).
bool wants_colour();

/// Standard error is a terminal that can redraw a line.
bool wants_progress();

}  // namespace weft::scenarios::cli
