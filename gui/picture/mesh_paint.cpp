#include "gui/picture/mesh_paint.hpp"

#include "gui/picture/mesh_signs.hpp"
#include "gui/picture/titles.hpp"

#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace weft::gui {
namespace {

// Below these zooms text would be smaller than 9 pt, and is left out.
constexpr double zoom_for_figures = 0.7;
constexpr double zoom_for_titles = 0.22;
constexpr double zoom_for_small_glyphs = 0.42;  ///< Below, a title stands beside a large one.
constexpr double smallest_title = 12;           ///< Pixels on the screen.
constexpr double gap_of_figures = 6;
constexpr double height_of_two_lines = 40;
constexpr double faded_opacity = 0.2;
constexpr double above_the_line = 5;  ///< A label, where dots pass.

QFont font_of(double pixels, bool bold = false) {
    QFont font;
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(pixels))));
    font.setBold(bold);
    return font;
}

QString text_of(const std::string& text) {
    return QString::fromStdString(text);
}

/// Solid: healthy; long dashes: degraded; dots: failing. Idle lines are thin.
QPen pen_of(const LinkLook& look, const QColor& colour) {
    QPen pen{colour, look.width, Qt::SolidLine, Qt::FlatCap};
    const double unit = std::max(1.0, 4 / look.width);
    if (look.health == Health::degraded) pen.setDashPattern({3 * unit, 1.2 * unit});
    if (look.health == Health::failing) pen.setDashPattern({0.8 * unit, 0.8 * unit});
    if (look.health == Health::idle) pen.setDashPattern({1, 4});
    return pen;
}

void paint_arrow(QPainter& painter,
                 const Placement::Line& line,
                 double width,
                 const QColor& colour) {
    const double size = 5 + width;
    painter.save();
    painter.translate(line.way.back());
    painter.rotate(line.angle);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF{{0, 0}, {-size * 1.5, size * 0.62}, {-size * 1.5, -size * 0.62}});
    painter.restore();
}

/// State is told by the glyph's form, too.
void paint_glyph(QPainter& painter, const QRectF& place, Health health, const Palette& palette) {
    const QColor& colour = palette.of(health);
    painter.setPen(QPen{palette.outline, health == Health::degraded ? 1.0 : 0.0});
    painter.setBrush(colour);
    if (health != Health::degraded) painter.setPen(Qt::NoPen);
    switch (health) {
        case Health::healthy:
            painter.drawEllipse(place);
            break;
        case Health::degraded:
            painter.drawPolygon(QPolygonF{
                {place.center().x(), place.top()}, place.bottomRight(), place.bottomLeft()});
            break;
        case Health::failing:
            painter.drawRect(place);
            break;
        case Health::down:
            painter.setPen(QPen{colour, 3});
            painter.drawLine(place.topLeft(), place.bottomRight());
            painter.drawLine(place.topRight(), place.bottomLeft());
            break;
        case Health::idle:
            painter.setPen(QPen{colour, 2});
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(place.adjusted(1, 1, -1, -1));
            break;
    }
}

void paint_badges(QPainter& painter,
                  const QRectF& box,
                  const std::vector<std::string>& badges,
                  const Palette& palette) {
    const QFont font = font_of(11);
    const QFontMetricsF metrics{font};
    painter.setFont(font);
    double x = box.left() + 8;
    for (const std::string& badge : badges) {
        const QString text = text_of(badge);
        const double width = metrics.horizontalAdvance(text) + 10;
        if (x + width > box.right() - 4) {
            painter.setPen(palette.text);
            painter.drawText(QPointF{x, box.bottom() - 7}, QStringLiteral("…"));
            return;
        }
        const QRectF chip{x, box.bottom() - 19, width, 16};
        painter.setPen(QPen{palette.outline, 1});
        painter.setBrush(palette.surface);
        painter.drawRoundedRect(chip, 4, 4);
        painter.setPen(palette.text);
        painter.drawText(chip, Qt::AlignCenter, text);
        x += width + 4;
    }
}

/// In a small picture: a box that stands for many has no more than their number, or nothing.
void paint_far_title(QPainter& painter, const QRectF& box, const QString& title, double zoom) {
    const bool is_low = box.height() < height_of_two_lines;
    const double left = box.left() + (is_low ? 28 : 44);
    const QFont font = font_of(smallest_title / zoom);
    const QFontMetricsF metrics{font};
    const QRectF line{left, box.top(), box.right() - left - 2, box.height()};
    const QString number = title.section(' ', 0, 0);
    if (is_low && metrics.horizontalAdvance(number) > line.width()) return;
    // What tells the names of many apart stands at their end.
    const auto elided = title.contains('-') ? Qt::ElideMiddle : Qt::ElideRight;
    painter.setFont(font);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     is_low ? number : metrics.elidedText(title, elided, line.width()));
}

/// A title that does not fit ends in an ellipsis; a small picture has larger titles, on two lines.
void paint_texts(QPainter& painter,
                 const QRectF& box,
                 const BoxLook& look,
                 const Palette& palette,
                 double zoom) {
    if (zoom < zoom_for_titles) return;
    painter.setPen(palette.text);
    const QString title = text_of(look.title);
    if (zoom < zoom_for_small_glyphs) return paint_far_title(painter, box, title, zoom);
    const double left = box.left() + 28;
    const bool is_low = box.height() < height_of_two_lines;
    if (zoom < zoom_for_figures) {
        const QFont font = font_of(smallest_title / zoom);
        const QRectF place{left, box.top(), box.right() - left - 2, box.height()};
        painter.setFont(font);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         on_two_lines(is_low ? title.section(' ', 0, 0) : title,
                                      QFontMetricsF{font}, place.width()));
        return;
    }
    const QFont title_font = font_of(std::max(13.0, smallest_title / zoom), true);
    const QRectF line{left, box.top() + 4, box.right() - left - 6, 18};
    painter.setFont(title_font);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF{title_font}.elidedText(title, Qt::ElideRight, line.width()));
    if (is_low) return;
    const QFont small = font_of(12);
    painter.setFont(small);
    const QRectF second{box.left() + 8, box.top() + 24, box.width() - 16, 16};
    const QFontMetricsF small_metrics{small};
    const double room =
        second.width() - small_metrics.horizontalAdvance(text_of(look.pods)) - gap_of_figures;
    painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                     small_metrics.elidedText(text_of(look.figures), Qt::ElideRight, room));
    painter.drawText(second, Qt::AlignRight | Qt::AlignVCenter, text_of(look.pods));
    paint_badges(painter, box, look.badges, palette);
}

void paint_box(QPainter& painter,
               const QRectF& box,
               const MeshGraph::Box& what,
               const BoxLook& look,
               bool is_difference,
               const Palette& palette,
               double zoom) {
    const QColor state =
        is_difference ? difference_colour(look.difference, palette) : palette.of(look.health);
    const bool is_bad = look.health >= Health::degraded;
    if (what.is_group) {
        // A stack: there is more behind it.
        painter.setPen(QPen{palette.faint, 1});
        painter.setBrush(palette.panel);
        painter.drawRoundedRect(box.translated(4, 4), 6, 6);
    }
    painter.setPen(QPen{is_bad || is_difference ? state : palette.outline, is_bad ? 2.5 : 1.2});
    painter.setBrush(palette.surface);
    if (look.is_gateway) {
        painter.drawPath(gateway_outline(box));
    } else {
        const double radius = look.is_client ? 18 : 6;
        painter.drawRoundedRect(box, radius, radius);
    }
    const QRectF glyph{box.left() + 8, box.top() + 7, 13, 13};
    if (is_difference) {
        painter.fillRect(glyph, state);
    } else if (zoom < zoom_for_small_glyphs) {
        const double radius = box.height() < height_of_two_lines ? 10 : 16;
        QRectF large{box.left() + 8, box.center().y() - radius, 2 * radius, 2 * radius};
        if (box.height() < height_of_two_lines) large.moveLeft(box.left() + 4);
        if (zoom < zoom_for_titles) large.moveCenter(box.center());
        paint_glyph(painter, large, look.health, palette);
    } else {
        paint_glyph(painter, glyph, look.health, palette);
    }
    paint_texts(painter, box, look, palette, zoom);
}

void paint_link(QPainter& painter,
                const Placement::Line& line,
                const LinkLook& look,
                bool is_difference,
                const Palette& palette) {
    if (line.way.empty()) return;
    const QColor colour = is_difference ? difference_colour(look.difference, palette)
                          : look.health == Health::idle    ? palette.faint
                          : look.health == Health::healthy ? palette.outline
                                                           : palette.of(look.health);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen_of(look, colour));
    painter.drawPath(line.path);
    paint_arrow(painter, line, look.width, colour);
}

void paint_label(QPainter& painter,
                 const Placement::Line& line,
                 const LinkLook& look,
                 bool is_pointed,
                 const Palette& palette,
                 double zoom) {
    const bool has_room = !line.label.isNull() && zoom >= zoom_for_figures;
    if (look.label.empty() || line.way.empty() || (!has_room && !is_pointed)) return;
    const QPointF middle = line.label.isNull() ? line.way[line.way.size() / 2] : line.label;
    const QFont font = font_of(std::max(12.0, 11 / zoom), is_pointed);
    const QString text = text_of(look.label);
    const QFontMetricsF metrics{font};
    QRectF place{0, 0, metrics.horizontalAdvance(text) + 6, metrics.height()};
    place.moveCenter(middle - QPointF{0, above_the_line});
    painter.fillRect(place, palette.surface);
    painter.setFont(font);
    painter.setPen(palette.text);
    painter.drawText(place, Qt::AlignCenter, text);
}

void paint_frames(QPainter& painter,
                  const MeshGraph& graph,
                  const Placement& placement,
                  const Palette& palette,
                  double zoom) {
    painter.setFont(font_of(std::max(13.0, smallest_title / zoom)));
    for (std::size_t number = 0; number < placement.frames.size(); ++number) {
        const QRectF& frame = placement.frames[number];
        painter.setPen(QPen{palette.faint, 1});
        painter.setBrush(palette.panel);
        painter.drawRoundedRect(frame, 8, 8);
        painter.setPen(palette.text);
        painter.drawText(frame.adjusted(8, 4, -8, 0), Qt::AlignTop | Qt::AlignLeft,
                         text_of(graph.frames[number]));
    }
}

void paint_mark(QPainter& painter, const QRectF& box, bool is_selected, const Palette& palette) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(
        QPen{palette.accent, is_selected ? 3.0 : 2.0, is_selected ? Qt::SolidLine : Qt::DotLine});
    painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 9, 9);
}

}  // namespace

void paint_mesh(QPainter& painter,
                const MeshGraph& graph,
                const Placement& placement,
                const MeshLook& look,
                const MeshMarks& marks,
                const Palette& palette,
                double zoom) {
    painter.setRenderHint(QPainter::Antialiasing);
    paint_frames(painter, graph, placement, palette, zoom);
    const auto fade = [&](bool is_faded) { painter.setOpacity(is_faded ? faded_opacity : 1); };
    const auto fade_link = [&](std::uint32_t link) {
        fade(marks.fades(graph.links[link].from) || marks.fades(graph.links[link].to));
    };
    for (std::uint32_t link = 0; link < placement.lines.size(); ++link) {
        fade_link(link);
        if (link == marks.selected_link || link == marks.pointed_link) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(
                QPen{palette.accent, look.links[link].width + 5, Qt::SolidLine, Qt::RoundCap});
            painter.drawPath(placement.lines[link].path);
        }
        paint_link(painter, placement.lines[link], look.links[link], look.is_difference, palette);
        if (zoom >= zoom_for_figures)
            paint_lock(painter, placement.lines[link], look.links[link].mutual_tls, palette);
        if (look.links[link].is_struck)
            paint_struck_line(painter, placement.lines[link], look.links[link].width, palette);
    }
    fade(false);
    paint_control(painter, placement, look, palette, zoom);
    for (std::uint32_t box = 0; box < placement.boxes.size(); ++box) {
        fade(marks.fades(box));
        paint_box(painter, placement.boxes[box], graph.boxes[box], look.boxes[box],
                  look.is_difference, palette, zoom);
        if (look.boxes[box].is_struck) paint_struck_box(painter, placement.boxes[box], palette);
        const bool is_selected = box == marks.selected_box || marks.is_chosen(box);
        if (is_selected || box == marks.pointed_box)
            paint_mark(painter, placement.boxes[box], is_selected, palette);
    }
    for (std::uint32_t link = 0; link < placement.lines.size(); ++link) {
        fade_link(link);
        paint_label(painter, placement.lines[link], look.links[link],
                    link == marks.pointed_link || link == marks.selected_link, palette, zoom);
    }
    fade(false);
}

}  // namespace weft::gui
