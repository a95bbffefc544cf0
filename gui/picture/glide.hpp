#pragma once

#include "gui/picture/layout.hpp"

#include <QRectF>

#include <vector>

namespace weft::gui {

/// A picture whose boxes are on their way from other places, by box; empty: it was not there, and
/// is where it will be. The share that they have come goes from 0 to 1. Lines come with the end.
Placement gliding(const Placement& to, const std::vector<QRectF>& from, double share);

}  // namespace weft::gui
