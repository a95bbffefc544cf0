#include "gui/picture/mesh_signs.hpp"

#include <QCoreApplication>
#include <QPainterPath>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace weft::gui {
namespace {

constexpr double ring_gap = 4;
constexpr double flash_size = 16;
constexpr double readable_from = 0.5;  ///< Zoom.
constexpr double name_from = 0.22;     ///< A name alone can be read.
constexpr double gap_in_control = 10;

QFont sign_font(double pixels, bool bold) {
    QFont font;
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(pixels))));
    font.setBold(bold);
    return font;
}

void paint_flash(QPainter& painter, QPointF middle, const Palette& palette) {
    const QRectF disc{middle.x() - flash_size / 2, middle.y() - flash_size / 2, flash_size,
                      flash_size};
    painter.setPen(QPen{palette.fault, 1.5});
    painter.setBrush(palette.surface);
    painter.drawEllipse(disc);
    painter.setFont(sign_font(12, true));
    painter.setPen(palette.fault);
    painter.drawText(disc, Qt::AlignCenter, QStringLiteral("⚡"));
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

}  // namespace

void paint_struck_box(QPainter& painter, const QRectF& box, const Palette& palette) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{palette.fault, 2, Qt::DashLine});
    painter.drawRoundedRect(box.adjusted(-ring_gap, -ring_gap, ring_gap, ring_gap), 9, 9);
    paint_flash(painter, box.topRight(), palette);
}

void paint_struck_line(QPainter& painter,
                       const Placement::Line& line,
                       double width,
                       const Palette& palette) {
    if (line.way.empty()) return;
    QColor colour = palette.fault;
    colour.setAlphaF(0.5F);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{colour, width + 6, Qt::DashLine, Qt::FlatCap});
    painter.drawPath(line.path);
    paint_flash(painter, line.way[line.way.size() / 4], palette);
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

void paint_control(QPainter& painter,
                   const Placement& placement,
                   const MeshLook& look,
                   const Palette& palette,
                   double zoom) {
    const QRectF& box = placement.control;
    if (box.isEmpty() || look.control.empty()) return;
    for (std::size_t number = 0; number < look.boxes.size(); ++number) {
        const QRectF& to = placement.boxes[number];
        if (look.boxes[number].is_behind)
            paint_push(painter, {box.center().x(), box.bottom()}, {to.center().x(), to.top()},
                       palette);
    }
    painter.setPen(QPen{palette.accent, 1.4});
    painter.setBrush(palette.panel);
    painter.drawRect(box);
    if (zoom < name_from) return;
    const QString title = QCoreApplication::translate("weft::gui::MeshWidget", "control plane");
    painter.setPen(palette.text);
    const QString figures = QString::fromStdString(look.control);
    const QFont title_font = sign_font(std::max(13.0, 11 / zoom), true);
    const QFont figure_font = sign_font(std::max(12.0, 11 / zoom), false);
    const QRectF inside = box.adjusted(8, 0, -8, 0);
    const double needed = QFontMetricsF{title_font}.horizontalAdvance(title) + gap_in_control +
                          QFontMetricsF{figure_font}.horizontalAdvance(figures);
    if (zoom < readable_from || needed > inside.width()) {
        painter.setFont(sign_font(10 / zoom, false));
        painter.drawText(box, Qt::AlignCenter, title);
        return;
    }
    painter.setFont(title_font);
    painter.drawText(inside, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(figure_font);
    painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, figures);
}

}  // namespace weft::gui
