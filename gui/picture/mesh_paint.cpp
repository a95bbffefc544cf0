#include "gui/picture/mesh_paint.hpp"

#include "gui/picture/box_colour.hpp"
#include "gui/picture/box_text.hpp"
#include "gui/picture/hubs.hpp"
#include "gui/picture/mesh_signs.hpp"

#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <optional>

namespace weft::gui {
namespace {

constexpr double zoom_for_labels = 0.7;  ///< Below, lines have no room for them.
constexpr double faded_opacity = 0.2;
constexpr double above_the_line = 5;  ///< A label, where dots pass.

QString text_of(const std::string& text) {
    return QString::fromStdString(text);
}

/// Solid: healthy; long dashes: degraded; dots: failing; a gap in the middle: a partition. Idle
/// lines are thin.
QPen pen_of(const LinkLook& look, double length, const QColor& colour) {
    if (look.is_cut) return pen_with_gap(colour, look.width, length);
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

void paint_box(QPainter& painter,
               const QRectF& box,
               const MeshGraph::Box& what,
               const BoxLook& look,
               bool is_difference,
               const BoxScale& scale,
               const Palette& palette,
               double zoom) {
    const std::optional<QColor> figure = colour_of_box(look, scale);
    const QColor state =
        is_difference ? difference_colour(look.difference, palette) : palette.of(look.health);
    if (detail_of(box, zoom) == Detail::plain) return painter.fillRect(box, figure.value_or(state));
    const bool is_bad = look.health >= Health::degraded;
    if (what.is_group) {
        // A stack: there is more behind it.
        painter.setPen(QPen{palette.faint, 1});
        painter.setBrush(palette.panel);
        painter.drawRoundedRect(box.translated(4, 4), 6, 6);
    }
    painter.setPen(QPen{is_bad || is_difference ? state : palette.outline, is_bad ? 2.5 : 1.2});
    painter.setBrush(figure.value_or(palette.surface));
    if (look.is_gateway) {
        painter.drawPath(gateway_outline(box));
    } else {
        const double radius = look.is_client ? 18 : 6;
        painter.drawRoundedRect(box, radius, radius);
    }
    const QRectF sign = place_of_sign(box, zoom);
    if (figure) painter.fillRect(sign.adjusted(-2, -2, 2, 2), palette.surface);
    if (is_difference) {
        painter.fillRect(sign, state);
    } else {
        paint_glyph(painter, sign, look.health, palette);
    }
    paint_box_text(painter, box, look, figure ? palette_on(*figure, palette) : palette, zoom);
}

void paint_link(QPainter& painter,
                const Placement::Line& line,
                const LinkLook& look,
                bool is_difference,
                const Palette& palette) {
    if (line.way.empty()) return;
    const QColor colour = is_difference ? difference_colour(look.difference, palette)
                          : look.is_cut ? palette.of(Health::down)
                          : look.health == Health::idle    ? palette.faint
                          : look.health == Health::healthy ? palette.outline
                                                           : palette.of(look.health);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen_of(look, line.path.length(), colour));
    painter.drawPath(line.path);
    paint_arrow(painter, line, look.width, colour);
}

/// What is written on lines: nothing of it on a box, or on what is written already. What is marked
/// comes first, and always.
class LabelPainter {
public:
    LabelPainter(QPainter& painter, const Placement& placement, const Palette& palette, double zoom)
        : painter_(painter),
          placement_(placement),
          palette_(palette),
          zoom_(zoom),
          taken_(placement.boxes) {}

    void paint(const Placement::Line& line, const LinkLook& look, bool is_marked) {
        const bool has_room = !line.label.isNull() && zoom_ >= zoom_for_labels;
        if (look.label.empty() || line.way.empty() || (!has_room && !is_marked)) return;
        const QPointF middle = line.label.isNull() ? line.way[line.way.size() / 2] : line.label;
        const QFont font = readable_font(zoom_, smallest_text, is_marked);
        const QString text = text_of(look.label);
        const QFontMetricsF metrics{font};
        QRectF place{0, 0, metrics.horizontalAdvance(text) + 6, metrics.height()};
        place.moveCenter(middle - QPointF{0, above_the_line});
        const auto is_under = [&](const QRectF& other) { return other.intersects(place); };
        if (!is_marked && std::ranges::any_of(taken_, is_under)) return;
        taken_.push_back(place);
        painter_.fillRect(place, palette_.surface);
        painter_.setFont(font);
        painter_.setPen(palette_.text);
        painter_.drawText(place, Qt::AlignCenter, text);
    }

private:
    QPainter& painter_;
    const Placement& placement_;
    const Palette& palette_;
    double zoom_;
    std::vector<QRectF> taken_;
};

/// The name of a frame is left out where it would lie on the boxes inside.
void paint_frames(QPainter& painter,
                  const MeshGraph& graph,
                  const Placement& placement,
                  const Palette& palette,
                  double zoom) {
    const QFont font = readable_font(zoom, 13);
    const QFontMetricsF metrics{font};
    painter.setFont(font);
    for (std::size_t number = 0; number < placement.frames.size(); ++number) {
        const QRectF& frame = placement.frames[number];
        painter.setPen(QPen{palette.faint, 1});
        painter.setBrush(palette.panel);
        painter.drawRoundedRect(frame, 8, 8);
        painter.setPen(palette.text);
        const QRectF name{frame.left() + 8, frame.top() + 2, frame.width() - 16, metrics.height()};
        const auto is_under = [&](const QRectF& box) { return box.intersects(name); };
        if (std::ranges::any_of(placement.boxes, is_under)) continue;
        painter.drawText(
            name, Qt::AlignVCenter | Qt::AlignLeft,
            metrics.elidedText(text_of(graph.frames[number]), Qt::ElideRight, name.width()));
    }
}

/// Where it can be read, a port says to whom it leads.
void paint_port_name(QPainter& painter,
                     const MeshGraph& graph,
                     const Placement& placement,
                     std::uint32_t link,
                     const Palette& palette,
                     double zoom) {
    if (zoom < zoom_for_labels || placement.lines[link].way.empty()) return;
    const QRectF place = place_of_port_name(placement, link);
    const QFont font = readable_font(zoom);
    painter.setFont(font);
    painter.setPen(palette.text);
    painter.drawText(
        place, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetricsF{font}.elidedText(text_of(graph.boxes[graph.links[link].to].title),
                                       Qt::ElideRight, place.width()));
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
        const Placement::Line& line = line_to_paint(graph, placement, marks, link);
        fade_link(link);
        if (link == marks.selected_link || link == marks.pointed_link) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(
                QPen{palette.accent, look.links[link].width + 5, Qt::SolidLine, Qt::RoundCap});
            painter.drawPath(line.path);
        }
        paint_link(painter, line, look.links[link], look.is_difference, palette);
        const bool is_port_now =
            &line == &placement.lines[link] && is_port(graph, graph.links[link]);
        if (is_port_now) paint_port_name(painter, graph, placement, link, palette, zoom);
        if (zoom >= zoom_for_labels && !is_port_now)
            paint_lock(painter, line, look.links[link].mutual_tls, palette);
        if (look.links[link].is_struck) paint_struck_line(painter, line, look.links[link], palette);
    }
    fade(false);
    paint_control(painter, placement, look, palette, zoom);
    for (std::uint32_t box = 0; box < placement.boxes.size(); ++box) {
        fade(marks.fades(box));
        paint_box(painter, placement.boxes[box], graph.boxes[box], look.boxes[box],
                  look.is_difference, look.scale, palette, zoom);
        const bool is_selected = box == marks.selected_box || marks.is_chosen(box);
        if (is_selected || box == marks.pointed_box)
            paint_mark(painter, placement.boxes[box], is_selected, palette);
        if (look.boxes[box].is_struck) paint_struck_box(painter, placement.boxes[box], palette);
        if (marks.is_pinned(box)) paint_pin(painter, placement.boxes[box], palette, zoom);
    }
    LabelPainter labels{painter, placement, palette, zoom};
    for (const bool is_marked : {true, false}) {
        for (std::uint32_t link = 0; link < placement.lines.size(); ++link) {
            if ((link == marks.pointed_link || link == marks.selected_link) != is_marked) continue;
            fade_link(link);
            labels.paint(line_to_paint(graph, placement, marks, link), look.links[link], is_marked);
        }
    }
    fade(false);
}

}  // namespace weft::gui
