#pragma once

#include "gui/program/options.hpp"

namespace weft::gui {

class MainWindow;

/// Shows the run that is wanted; if it cannot be, the window says why and, unless it is only there
/// for a picture, shows an example. False then.
bool open_wanted(MainWindow& window, const Wanted& wanted);

/// Shows what is wanted of the run. What is not there is said in the window; false then.
bool select_wanted(MainWindow& window, const Wanted& wanted);

}  // namespace weft::gui
