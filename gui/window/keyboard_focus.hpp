#pragma once

#include "gui/picture/palette.hpp"

#include <QRectF>

class QPainter;
class QWidget;

namespace weft::gui {

/// Where the keyboard is in a painted widget, or on all of it: a ring of two pixels inside.
void paint_focus_ring(QPainter& painter, const QRectF& place, const Palette& palette);

/// The area that the widget is scrolled in, if it is, shows this place of it, in the units that it
/// is painted in.
void scroll_into_view(QWidget& widget, const QRectF& place);

}  // namespace weft::gui
