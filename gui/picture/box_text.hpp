#pragma once

#include "gui/picture/mesh_look.hpp"
#include "gui/picture/palette.hpp"

#include <QFont>
#include <QPainter>
#include <QRectF>

#include <cstdint>

namespace weft::gui {

/// No text of the mesh is smaller than that on the screen: 9 points, in pixels.
inline constexpr double smallest_text = 12;

/// So many pixels large at full zoom, and at any zoom large enough to be read.
QFont readable_font(double zoom, double pixels = smallest_text, bool bold = false);

/// How much of a box there is room for: the less, the smaller it is on the screen.
enum class Detail : std::uint8_t {
    plain,    ///< Below 4 pixels of height: a rectangle in the colour of its state.
    sign,     ///< Below 12: the sign of its state, and no text.
    name,     ///< One line of text.
    figures,  ///< Two: its name on one and its figures on the other, or its name on both.
    badges,   ///< Three: its name, figures and badges.
};

/// By the lines of text that have room above each other.
Detail detail_of(const QRectF& box, double zoom);

/// Where the sign of its state is.
QRectF place_of_sign(const QRectF& box, double zoom);

/// All that a box says beside its sign, nothing of it over anything else.
void paint_box_text(
    QPainter& painter, const QRectF& box, const BoxLook& look, const Palette& palette, double zoom);

}  // namespace weft::gui
