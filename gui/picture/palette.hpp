#pragma once

#include "gui/source/run_source.hpp"

#include <QColor>
#include <QPalette>

#include <array>
#include <cstdint>

namespace weft::gui {

enum class Theme : std::uint8_t { light, dark, contrast };

/// The colours of everything that is painted. A state is never told by its colour alone: it has a
/// glyph and a word, too. Any two states stay apart for colour-blind people, which a test computes.
struct Palette {
    QColor surface;  ///< Behind pictures,
    QColor panel;    ///< and behind everything else.
    QColor text;
    QColor faint;  ///< Frames, grids, what is not meant.
    QColor outline;
    QColor accent;  ///< Selection, the moment.
    QColor fault;
    std::array<QColor, 5> health;  ///< By Health.
    std::array<QColor, 6> series;

    const QColor& of(Health state) const { return health[static_cast<std::size_t>(state)]; }
};

const Palette& palette_of(Theme theme);

/// The same for Qt's own widgets.
QPalette widget_palette(const Palette& palette);

/// The theme of the desktop: dark if its windows are.
Theme desktop_theme(const QPalette& desktop);

/// "●"
QString glyph_of(Health health);

/// From dark to bright by a share of 0 to 1: ordered by lightness for every eye.
QColor heat_colour(double share);

/// Of a difference of −1 (better than the other run) to 1 (worse), through near white or grey.
QColor difference_colour(double difference, const Palette& palette);

}  // namespace weft::gui
