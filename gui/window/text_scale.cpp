#include "gui/window/text_scale.hpp"

#include <QApplication>
#include <QFont>
#include <QFontInfo>
#include <QPainter>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace weft::gui {
namespace {

constexpr double usual_pixels = 13;
constexpr int painted_pixels = 12;

}  // namespace

void set_text_size(int percent) {
    static const QFont desktop = QApplication::font();
    QFont font = desktop;
    if (font.pixelSize() > 0) {
        font.setPixelSize(std::max(1, font.pixelSize() * percent / 100));
    } else {
        font.setPointSizeF(font.pointSizeF() * percent / 100);
    }
    QApplication::setFont(font);
    for (QWidget* const window : QApplication::topLevelWidgets())
        window->setFont(font);  // What is there hears of it.
}

double text_scale() {
    constexpr double least = 0.5;
    constexpr double most = 4;
    return std::clamp(QFontInfo{QApplication::font()}.pixelSize() / usual_pixels, least, most);
}

QRectF scaled_room(const QWidget& widget) {
    return {0, 0, widget.width() / text_scale(), widget.height() / text_scale()};
}

void begin_scaled(QPainter& painter) {
    painter.scale(text_scale(), text_scale());
    QFont font;
    font.setPixelSize(painted_pixels);
    painter.setFont(font);
}

}  // namespace weft::gui
