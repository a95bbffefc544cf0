#include "gui/window/keyboard_focus.hpp"

#include "gui/window/text_scale.hpp"

#include <QPainter>
#include <QScrollArea>

namespace weft::gui {

void paint_focus_ring(QPainter& painter, const QRectF& place, const Palette& palette) {
    painter.setPen(QPen{palette.accent, 2});
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place.adjusted(1, 1, -1, -1));
}

void scroll_into_view(QWidget& widget, const QRectF& place) {
    for (QWidget* above = widget.parentWidget(); above != nullptr; above = above->parentWidget()) {
        auto* const area = qobject_cast<QScrollArea*>(above);
        if (area == nullptr) continue;
        const double scale = text_scale();
        const QPoint middle = (place.center() * scale).toPoint();
        return area->ensureVisible(middle.x(), middle.y(),
                                   static_cast<int>(place.width() * scale / 2),
                                   static_cast<int>(place.height() * scale / 2));
    }
}

}  // namespace weft::gui
