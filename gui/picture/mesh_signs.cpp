#include "gui/picture/mesh_signs.hpp"

#include "gui/picture/box_text.hpp"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace weft::gui {
namespace {

constexpr double ring_gap = 4;
constexpr double flash_size = 16;
constexpr double gap_in_control = 10;
constexpr double beside_control_text = 8;
constexpr double control_grows_by = 28;  ///< At most, downwards: nothing else is there.

/// A form rather than a letter, so that it may be small.
void paint_flash(QPainter& painter, QPointF middle, const Palette& palette) {
    const QRectF disc{middle.x() - flash_size / 2, middle.y() - flash_size / 2, flash_size,
                      flash_size};
    painter.setPen(QPen{palette.fault, 1.5});
    painter.setBrush(palette.surface);
    painter.drawEllipse(disc);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.fault);
    painter.drawPolygon(
        QPolygonF{{1, -6}, {-4, 1}, {-0.5, 1}, {-1.5, 6}, {4, -1.5}, {0.5, -1.5}}.translated(
            middle));
}

void paint_push(QPainter& painter, QPointF from, QPointF to, const Palette& palette) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{palette.accent, 1.4, Qt::DashLine});
    QPainterPath path{from};
    const double half = (to.y() - from.y()) / 2;
    path.cubicTo(from + QPointF{0, half}, to - QPointF{0, half}, to);
    painter.drawPath(path);
    painter.setPen(QPen{palette.accent, 1.4});
    painter.drawLine(to, to + QPointF{-4, -7});
    painter.drawLine(to, to + QPointF{4, -7});
}

QString control_title() {
    return QCoreApplication::translate("weft::gui::MeshWidget", "control plane");
}

QFont font_of_control_title(double zoom) {
    return readable_font(zoom, 13, true);
}

}  // namespace

void paint_struck_box(QPainter& painter, const QRectF& box, const Palette& palette) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{palette.fault, 2, Qt::DashLine});
    painter.drawRoundedRect(box.adjusted(-ring_gap, -ring_gap, ring_gap, ring_gap), 9, 9);
    paint_flash(painter, box.topRight(), palette);
}

void paint_struck_line(QPainter& painter,
                       const Placement::Line& line,
                       const LinkLook& look,
                       const Palette& palette) {
    if (line.way.empty()) return;
    QColor colour = palette.fault;
    colour.setAlphaF(0.5F);
    const double width = look.width + 6;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(look.is_cut ? pen_with_gap(colour, width, line.path.length())
                               : QPen{colour, width, Qt::DashLine, Qt::FlatCap});
    painter.drawPath(line.path);
    paint_flash(painter, line.way[line.way.size() / 4], palette);
}

QPen pen_with_gap(const QColor& colour, double width, double length) {
    const double gap = std::min(30.0, length / 2);
    QPen pen{colour, width, Qt::SolidLine, Qt::FlatCap};
    pen.setDashPattern({(length - gap) / 2 / width, gap / width});
    return pen;
}

void paint_pin(QPainter& painter, const QRectF& box, const Palette& palette, double zoom) {
    painter.save();
    painter.translate(box.topLeft());
    painter.scale(1 / std::min(zoom, 1.0), 1 / std::min(zoom, 1.0));
    painter.setPen(QPen{palette.text, 1.6});
    painter.drawLine(QPointF{-3, -3}, QPointF{5, 5});
    painter.setPen(QPen{palette.surface, 1});
    painter.setBrush(palette.text);
    painter.drawEllipse(QPointF{-4, -4}, 4.5, 4.5);
    painter.restore();
}

void paint_lock(QPainter& painter,
                const Placement::Line& line,
                std::optional<double> share,
                const Palette& palette) {
    constexpr double nearly_all = 0.995;
    if (!share || *share <= 0 || line.way.empty()) return;
    const QPointF at = line.way[line.way.size() / 8];
    const QRectF body{at.x() - 5, at.y() - 3, 10, 8};
    painter.setPen(QPen{palette.text, 1.6});
    painter.setBrush(Qt::NoBrush);
    painter.drawArc(QRectF{at.x() - 3, at.y() - 8, 6, 10}, 0, 180 * 16);
    painter.setPen(QPen{palette.text, 1});
    painter.setBrush(palette.surface);
    painter.drawRect(body);
    QRectF filled = body;
    if (*share < nearly_all) filled.setTop(body.center().y());
    painter.fillRect(filled, palette.text);
}

QPainterPath gateway_outline(const QRectF& box) {
    const double point = 10;
    const double middle = box.center().y();
    QPainterPath path{box.topLeft()};
    path.lineTo(box.topRight());
    path.lineTo(box.right() + point, middle);
    path.lineTo(box.bottomRight());
    path.lineTo(box.bottomLeft());
    path.lineTo(box.left() - point, middle);
    path.closeSubpath();
    return path;
}

void paint_lost_dot(QPainter& painter, const Dot& dot, const Palette& palette) {
    const QPointF& at = dot.place;
    painter.setBrush(palette.surface);
    if (dot.kind == Dot::Kind::rejected) {
        painter.setPen(QPen{palette.of(Health::degraded).darker(130), 2});
        painter.drawRect(QRectF{at.x() - 4, at.y() - 4, 8, 8});
        painter.drawLine(at + QPointF{-4, 0}, at + QPointF{4, 0});
    } else {
        painter.setPen(QPen{palette.of(Health::down), 1.8});
        painter.drawPolygon(
            QPolygonF{at + QPointF{-5, -4}, at + QPointF{5, -4}, at + QPointF{0, 5}});
    }
}

QRectF place_of_control(const Placement& placement, const MeshLook& look, double zoom) {
    const QRectF& box = placement.control;
    if (box.isEmpty() || look.control.empty()) return box;
    const QFontMetricsF title{font_of_control_title(zoom)};
    const QFontMetricsF figures{readable_font(zoom)};
    const double wanted = title.horizontalAdvance(control_title()) + gap_in_control +
                          figures.horizontalAdvance(QString::fromStdString(look.control)) +
                          2 * beside_control_text;
    const double wider = std::max(0.0, std::min(wanted, placement.size.width()) - box.width());
    const double higher = std::clamp(title.height() - box.height(), 0.0, control_grows_by);
    return box.adjusted(-wider / 2, 0, wider / 2, higher);
}

void paint_control(QPainter& painter,
                   const Placement& placement,
                   const MeshLook& look,
                   const Palette& palette,
                   double zoom) {
    if (placement.control.isEmpty() || look.control.empty()) return;
    const QRectF box = place_of_control(placement, look, zoom);
    for (std::size_t number = 0; number < look.boxes.size(); ++number) {
        const QRectF& to = placement.boxes[number];
        if (look.boxes[number].is_behind)
            paint_push(painter, {box.center().x(), box.bottom()}, {to.center().x(), to.top()},
                       palette);
    }
    painter.setPen(QPen{palette.accent, 1.4});
    painter.setBrush(palette.panel);
    painter.drawRect(box);
    const QString title = control_title();
    const QString figures = QString::fromStdString(look.control);
    const QFont title_font = font_of_control_title(zoom);
    const QFont figure_font = readable_font(zoom);
    const QRectF inside = box.adjusted(beside_control_text, 0, -beside_control_text, 0);
    const double title_width = QFontMetricsF{title_font}.horizontalAdvance(title);
    const double figures_width = QFontMetricsF{figure_font}.horizontalAdvance(figures);
    if (QFontMetricsF{title_font}.height() > box.height() || title_width > inside.width()) return;
    // What was rounded on the way is no reason to leave them out.
    const bool has_both = title_width + gap_in_control + figures_width <= inside.width() + 0.01;
    painter.setPen(palette.text);
    painter.setFont(title_font);
    const auto side = has_both ? Qt::AlignLeft : Qt::AlignHCenter;
    painter.drawText(inside, static_cast<int>(side | Qt::AlignVCenter), title);
    if (!has_both) return;
    painter.setFont(figure_font);
    painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, figures);
}

}  // namespace weft::gui
