#include "gui/picture/box_colour.hpp"

#include "gui/picture/curve.hpp"
#include "gui/source/words.hpp"

#include <QLinearGradient>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace weft::gui {
namespace {

constexpr double millisecond = 1e6;

double figure_of(const Flow& flow, Colouring by) {
    switch (by) {
        case Colouring::health:
            return 0;
        case Colouring::load:
            return flow.per_second();
        case Colouring::latency:
            return static_cast<double>(flow.p99.count());
        case Colouring::errors:
            return flow.failed_share();
    }
    return 0;
}

/// Where nothing passes, the scale still has an end.
double least_end(Colouring by) {
    return by == Colouring::latency ? millisecond : by == Colouring::errors ? 0.01 : 1;
}

/// As eyes weigh it, from 0 to 1.
double luminance(const QColor& colour) {
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

}  // namespace

double greatest_figure(const MeshLook& look, Colouring by) {
    double greatest = 0;
    for (const BoxLook& box : look.boxes)
        greatest = std::max(greatest, figure_of(box.flow, by));
    return greatest;
}

void colour_boxes(MeshLook& look, Colouring by, double at_least) {
    look.scale = {};
    if (look.is_difference || by == Colouring::health) return;
    const double greatest = std::max(at_least, greatest_figure(look, by));
    for (BoxLook& box : look.boxes) {
        if (by == Colouring::latency && box.flow.requests > 0)
            box.figures = fmt::format("{}  p99 {}", rate_words(box.flow.per_second()),
                                      duration_words(box.flow.p99));
    }
    look.scale = {by, greatest > 0 ? round_top(greatest) : least_end(by)};
    if (by == Colouring::errors) look.scale.greatest = std::min(look.scale.greatest, 1.0);
}

std::optional<QColor> colour_of_box(const BoxLook& look, const BoxScale& scale) {
    if (scale.by == Colouring::health || look.flow.requests == 0) return std::nullopt;
    return heat_colour(figure_of(look.flow, scale.by) / scale.greatest);
}

QColor text_on(const QColor& ground) {
    constexpr double equally_far = 0.179;  ///< From black and white, by WCAG's contrast.
    return luminance(ground) > equally_far ? Qt::black : Qt::white;
}

Palette palette_on(const QColor& ground, Palette palette) {
    palette.surface = ground;
    palette.text = text_on(ground);
    palette.outline = palette.text;
    return palette;
}

std::string figure_words(Colouring by, double figure) {
    if (by == Colouring::errors) return share_words(figure);
    if (by == Colouring::latency)
        return duration_words(mesh::Duration{static_cast<std::int64_t>(figure)});
    return rate_words(figure);
}

double paint_scale(QPainter& painter,
                   const QPointF& base,
                   const BoxScale& scale,
                   const QString& title,
                   const Palette& palette) {
    constexpr double length = 80;
    constexpr double thickness = 11;
    const QFontMetricsF metrics{painter.font()};
    double x = base.x();
    const auto write = [&](const QString& text) {
        painter.setPen(palette.text);
        painter.drawText(QPointF{x, base.y()}, text);
        x += metrics.horizontalAdvance(text) + 4;
    };
    write(title + QStringLiteral(": 0"));
    const QRectF bar{x, base.y() - thickness + 1, length, thickness};
    QLinearGradient colours{bar.topLeft(), bar.topRight()};
    for (const double share : {0.0, 0.5, 1.0})
        colours.setColorAt(share, heat_colour(share));
    painter.fillRect(bar, colours);
    painter.setPen(QPen{palette.outline, 1});
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
    x += length + 4;
    write(QString::fromStdString(figure_words(scale.by, scale.greatest)) + QStringLiteral("  "));
    return x;
}

}  // namespace weft::gui
