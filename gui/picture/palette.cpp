#include "gui/picture/palette.hpp"

#include <algorithm>
#include <cmath>

namespace weft::gui {
namespace {

const Palette light{
    .surface = QColor{0xFC, 0xFC, 0xFC},
    .panel = QColor{0xEF, 0xF0, 0xF1},
    .text = QColor{0x23, 0x26, 0x29},
    .faint = QColor{0xB9, 0xBE, 0xC3},
    .outline = QColor{0x31, 0x36, 0x3B},
    .accent = QColor{0x1D, 0x62, 0xC4},
    .fault = QColor{0xAA, 0x33, 0x77},
    .health = {QColor{0x8A, 0x8F, 0x94}, QColor{0x00, 0x72, 0xB2}, QColor{0xE6, 0x9F, 0x00},
               QColor{0xC4, 0x3C, 0x00}, QColor{0x23, 0x26, 0x29}},
    .series = {QColor{0x00, 0x72, 0xB2}, QColor{0xE6, 0x9F, 0x00}, QColor{0x00, 0x9E, 0x73},
               QColor{0xCC, 0x79, 0xA7}, QColor{0x56, 0xB4, 0xE9}, QColor{0xD5, 0x5E, 0x00}},
};

const Palette dark{
    .surface = QColor{0x1B, 0x1E, 0x20},
    .panel = QColor{0x2A, 0x2E, 0x32},
    .text = QColor{0xEF, 0xF0, 0xF1},
    .faint = QColor{0x5A, 0x61, 0x67},
    .outline = QColor{0xB9, 0xBE, 0xC3},
    .accent = QColor{0x3D, 0xAE, 0xE9},
    .fault = QColor{0xE0, 0x8F, 0xC4},
    .health = {QColor{0x7F, 0x86, 0x8C}, QColor{0x56, 0xB4, 0xE9}, QColor{0xFF, 0xD2, 0x4A},
               QColor{0xF2, 0x60, 0x3C}, QColor{0xFF, 0xFF, 0xFF}},
    .series = {QColor{0x56, 0xB4, 0xE9}, QColor{0xE6, 0x9F, 0x00}, QColor{0x00, 0x9E, 0x73},
               QColor{0xCC, 0x79, 0xA7}, QColor{0x8F, 0xCF, 0xF5}, QColor{0xD5, 0x5E, 0x00}},
};

Palette high_contrast() {
    Palette palette = dark;
    palette.surface = Qt::black;
    palette.panel = Qt::black;
    palette.text = Qt::white;
    palette.faint = QColor{0xA0, 0xA0, 0xA0};
    palette.outline = Qt::white;
    palette.accent = QColor{0xFF, 0xFF, 0x00};
    return palette;
}

QColor mix(const QColor& from, const QColor& to, double share) {
    const auto part = [share](int a, int b) { return static_cast<int>(a + (b - a) * share + 0.5); };
    return {part(from.red(), to.red()), part(from.green(), to.green()),
            part(from.blue(), to.blue())};
}

}  // namespace

const Palette& palette_of(Theme theme) {
    static const Palette contrast = high_contrast();
    if (theme == Theme::contrast) return contrast;
    return theme == Theme::dark ? dark : light;
}

QPalette widget_palette(const Palette& palette) {
    QPalette colours{palette.panel, palette.panel};
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                            QPalette::ToolTipText, QPalette::BrightText})
        colours.setColor(role, palette.text);
    colours.setColor(QPalette::Base, palette.surface);
    colours.setColor(QPalette::AlternateBase, palette.panel);
    colours.setColor(QPalette::ToolTipBase, palette.surface);
    QColor hint = palette.text;
    hint.setAlphaF(0.65F);
    colours.setColor(QPalette::PlaceholderText, hint);
    colours.setColor(QPalette::Highlight, palette.accent);
    colours.setColor(QPalette::HighlightedText,
                     qGray(palette.accent.rgb()) > 128 ? Qt::black : Qt::white);
    colours.setColor(QPalette::Link, palette.accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        colours.setColor(QPalette::Disabled, role, palette.faint);
    return colours;
}

Theme desktop_theme(const QPalette& desktop) {
    return desktop.color(QPalette::Window).lightness() < 128 ? Theme::dark : Theme::light;
}

QString glyph_of(Health health) {
    switch (health) {
        case Health::idle:
            return QStringLiteral("○");
        case Health::healthy:
            return QStringLiteral("●");
        case Health::degraded:
            return QStringLiteral("▲");
        case Health::failing:
            return QStringLiteral("■");
        case Health::down:
            return QStringLiteral("╳");
    }
    return {};
}

QColor heat_colour(double share) {
    static const QColor cold{0x00, 0x20, 0x4D};
    static const QColor middle{0x7C, 0x7B, 0x78};
    static const QColor hot{0xFF, 0xEA, 0x46};
    share = std::clamp(share, 0.0, 1.0);
    return share < 0.5 ? mix(cold, middle, share * 2) : mix(middle, hot, share * 2 - 1);
}

QColor difference_colour(double difference, const Palette& palette) {
    static const QColor better{0x00, 0x72, 0xB2};
    static const QColor worse{0xD5, 0x5E, 0x00};
    // By the root: a few per cent are seen.
    const double share = std::sqrt(std::min(std::abs(difference), 1.0));
    return mix(palette.faint, difference < 0 ? better : worse, share);
}

}  // namespace weft::gui
