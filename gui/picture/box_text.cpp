#include "gui/picture/box_text.hpp"

#include "gui/picture/titles.hpp"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace weft::gui {
namespace {

constexpr double smallest_rounded_box = 4;  ///< Pixels on the screen, of its height.
constexpr double smallest_box_with_text = 12;
constexpr double title_pixels = 13;
constexpr double bold_title_from = 0.7;  ///< Zoom: in a small picture, thin letters need less room.
constexpr double box_edge = 1;
constexpr double beside_text = 8;
constexpr double low_box = 40;         ///< Units of height: one line, and little beside it.
constexpr double smallest_sign = 9;    ///< Pixels on the screen,
constexpr double largest_sign = 0.66;  ///< unless that were more of the box's height.
constexpr double sign_at_full_zoom = 13;
constexpr double between_figures = 6;
constexpr double most_lines = 3;

QString box_text(const std::string& text) {
    return QString::fromStdString(text);
}

QFont font_of_title(double zoom) {
    return readable_font(zoom, title_pixels, zoom >= bold_title_from);
}

int lines_of(Detail detail) {
    return detail == Detail::badges ? 3 : detail == Detail::figures ? 2 : 1;
}

/// One of the lines that have room in a box, from side to side.
QRectF line_in(const QRectF& box, int number, int lines) {
    const double height = (box.height() - 2 * box_edge) / lines;
    return {box.left(), box.top() + box_edge + number * height, box.width(), height};
}

void paint_badges(QPainter& painter,
                  const QRectF& line,
                  const std::vector<std::string>& badges,
                  const Palette& palette,
                  double zoom) {
    const QFont font = readable_font(zoom);
    const QFontMetricsF metrics{font};
    const double height = std::min(line.height() - 2, metrics.height() + 2);
    painter.setFont(font);
    QRectF chip{line.left() + beside_text, line.center().y() - height / 2, 0, height};
    for (const std::string& badge : badges) {
        const QString text = box_text(badge);
        chip.setWidth(metrics.horizontalAdvance(text) + 10);
        painter.setPen(palette.text);
        if (chip.right() > line.right() - beside_text / 2) {
            const QRectF rest{chip.left(), line.top(), line.right() - chip.left(), line.height()};
            painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("…"));
            return;
        }
        painter.setPen(QPen{palette.outline, 1});
        painter.setBrush(palette.surface);
        painter.drawRoundedRect(chip, 4, 4);
        painter.setPen(palette.text);
        painter.drawText(chip, Qt::AlignCenter, text);
        chip.moveLeft(chip.right() + 4);
    }
}

/// The number of pods stands beside them, if need be without its word.
void paint_figures(QPainter& painter, const QRectF& line, const BoxLook& look, double zoom) {
    const QFont font = readable_font(zoom);
    const QFontMetricsF metrics{font};
    const QRectF place = line.adjusted(beside_text, 0, -beside_text, 0);
    const QString figures = box_text(look.figures);
    const double gap = between_figures / std::min(zoom, 1.0);
    const auto room_beside = [&](const QString& pods) {
        return place.width() - (pods.isEmpty() ? 0 : metrics.horizontalAdvance(pods) + gap);
    };
    const auto has_room = [&](const QString& pods) {
        return metrics.horizontalAdvance(figures) <= room_beside(pods);
    };
    QString pods = box_text(look.pods);
    if (!has_room(pods)) pods = pods.section(' ', 0, 0);
    if (!has_room(pods)) pods.clear();
    painter.setFont(font);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(figures, Qt::ElideRight, room_beside(pods)));
    painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, pods);
}

}  // namespace

QFont readable_font(double zoom, double pixels, bool bold) {
    QFont font;
    font.setPixelSize(
        static_cast<int>(std::max(std::round(pixels), std::ceil(smallest_text / zoom))));
    font.setBold(bold);
    return font;
}

Detail detail_of(const QRectF& box, double zoom) {
    if (box.height() * zoom < smallest_rounded_box) return Detail::plain;
    if (box.height() * zoom < smallest_box_with_text) return Detail::sign;
    const double line = QFontMetricsF{font_of_title(zoom)}.height();
    const double lines = std::min(std::floor((box.height() - 2 * box_edge) / line), most_lines);
    return lines >= most_lines ? Detail::badges : lines >= 2 ? Detail::figures : Detail::name;
}

QRectF place_of_sign(const QRectF& box, double zoom) {
    const Detail detail = detail_of(box, zoom);
    const double size =
        std::min(std::max(sign_at_full_zoom, smallest_sign / zoom), largest_sign * box.height());
    QRectF place{0, 0, size, size};
    if (detail <= Detail::sign) {
        place.moveCenter(box.center());
        return place;
    }
    place.moveCenter(line_in(box, 0, lines_of(detail)).center());
    place.moveLeft(box.left() + (box.height() < low_box ? beside_text / 2 : beside_text));
    return place;
}

void paint_box_text(QPainter& painter,
                    const QRectF& box,
                    const BoxLook& look,
                    const Palette& palette,
                    double zoom) {
    const Detail detail = detail_of(box, zoom);
    if (detail <= Detail::sign) return;
    const int lines = lines_of(detail);
    const double left = place_of_sign(box, zoom).right() + std::max(5.0, 2 / zoom);
    const double right = box.right() - 2;
    const QFont font = font_of_title(zoom);
    const QFontMetricsF metrics{font};
    const QString title = box_text(look.title);
    const QString shared = box_text(look.shared);
    painter.setPen(palette.text);
    painter.setFont(font);
    const QString on_two = detail == Detail::figures
                               ? with_two_lines(title, shared, metrics, right - left)
                               : QString{};
    if (!on_two.isEmpty()) {
        const QRectF whole{left, box.top() + box_edge, right - left, box.height() - 2 * box_edge};
        painter.drawText(whole, Qt::AlignLeft | Qt::AlignVCenter, on_two);
        return;
    }
    const QRectF first = line_in(box, 0, lines);
    painter.drawText(QRectF{left, first.top(), right - left, first.height()},
                     Qt::AlignLeft | Qt::AlignVCenter,
                     in_one_line(title, shared, metrics, right - left));
    if (detail == Detail::name) return;
    paint_figures(painter, line_in(box, 1, lines), look, zoom);
    if (detail == Detail::badges)
        paint_badges(painter, line_in(box, 2, lines), look.badges, palette, zoom);
}

}  // namespace weft::gui
