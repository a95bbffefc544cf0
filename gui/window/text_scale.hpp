#pragma once

#include <QRectF>

#include <array>

class QPainter;
class QWidget;

namespace weft::gui {

/// Sizes of all text in the window, in percent of what the desktop says.
inline constexpr std::array text_sizes{75, 100, 125, 150, 175, 200};

/// From now on the window's font is so large, and what is painted with it.
void set_text_size(int percent);

/// How much larger than usual what is painted is, so that it goes along with the window's font:
/// 1 where that has 13 pixels.
double text_scale();

/// A widget's size in the units that it is painted in, once a painter has this scale.
QRectF scaled_room(const QWidget& widget);
/// Text of 12 units from now on, and a unit is text_scale() pixels.
void begin_scaled(QPainter& painter);

}  // namespace weft::gui
