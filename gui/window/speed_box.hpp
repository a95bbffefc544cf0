#pragma once

#include "gui/window/session.hpp"

#include <QComboBox>

#include <optional>

namespace weft::gui {

/// "×0.5": so many times real time.
QString speed_words(double speed);

/// Reads "×8", "8" or "0,5"; nothing if that is no speed.
std::optional<double> read_speed(QString written);

/// How fast the session plays, to be chosen or typed; it follows whoever else changes it.
QComboBox* make_speed_box(Session& session, QWidget* parent);

}  // namespace weft::gui
