#pragma once

#include "gui/picture/mesh_look.hpp"
#include "gui/picture/palette.hpp"

#include <QColor>
#include <QPainter>
#include <QPointF>
#include <QString>

#include <optional>
#include <string>

/// Boxes coloured by a figure of what passes, rather than by their state, which their sign goes on
/// to tell.
namespace weft::gui {

/// Colours the boxes of a look by a figure, from nothing to a round number that none exceeds. By
/// latency, they say that instead of their errors. Two runs that are compared keep their colours.
/// The scale reaches at least so far.
void colour_boxes(MeshLook& look, Colouring by, double at_least = 0);

/// Of all boxes.
double greatest_figure(const MeshLook& look, Colouring by);

/// Of a box; nothing if it is its state that colours it, or if it has no such figure.
std::optional<QColor> colour_of_box(const BoxLook& look, const BoxScale& scale);

/// Black or white, whichever is easier to read on a ground.
QColor text_on(const QColor& ground);

/// The palette of what is painted on a ground.
Palette palette_on(const QColor& ground, Palette palette);

/// "120/s", "40 ms", "38 %": a figure as it is written at the end of the scale.
std::string figure_words(Colouring by, double figure);

/// Paints "load: 0 ▒▓█ 120/s" on a line of text and returns where it ends.
double paint_scale(QPainter& painter,
                   const QPointF& base,
                   const BoxScale& scale,
                   const QString& title,
                   const Palette& palette);

}  // namespace weft::gui
