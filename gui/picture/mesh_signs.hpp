#pragma once

#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_look.hpp"
#include "gui/picture/mesh_paint.hpp"
#include "gui/picture/palette.hpp"

#include <QPainter>
#include <QPainterPath>

#include <optional>

namespace weft::gui {

/// A fault strikes the box: a dashed ring and a flash at its corner.
void paint_struck_box(QPainter& painter, const QRectF& box, const Palette& palette);

/// The same of a line: dashes along it and a flash. Where it is cut, there is a gap instead.
void paint_struck_line(QPainter& painter,
                       const Placement::Line& line,
                       const LinkLook& look,
                       const Palette& palette);

/// For a line of this length with a gap in its middle: a partition.
QPen pen_with_gap(const QColor& colour, double width, double length);

/// The box keeps its place: a pin sticks in its upper left corner, as large on the screen at any
/// zoom.
void paint_pin(QPainter& painter, const QRectF& box, const Palette& palette, double zoom);

/// A padlock at the line's beginning: closed where everything passes under mutual TLS, half filled
/// where a part does; none where nothing does, or nobody knows.
void paint_lock(QPainter& painter,
                const Placement::Line& line,
                std::optional<double> share,
                const Palette& palette);

/// A gateway is a box with pointed sides.
QPainterPath gateway_outline(const QRectF& box);

/// A request that is turned away (a square with a bar) or gets no answer (a hollow triangle).
void paint_lost_dot(QPainter& painter, const Dot& dot, const Palette& palette);

/// The control plane's box where its text has room: in a picture that is small on the screen it is
/// larger than its place, as nothing is beside it, and little below.
QRectF place_of_control(const Placement& placement, const MeshLook& look, double zoom);

/// The control plane with what it has pushed, and dashed lines to those that are behind.
void paint_control(QPainter& painter,
                   const Placement& placement,
                   const MeshLook& look,
                   const Palette& palette,
                   double zoom);

}  // namespace weft::gui
