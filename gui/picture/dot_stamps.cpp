#include "gui/picture/dot_stamps.hpp"

#include <cmath>

namespace weft::gui {
namespace {

constexpr double reach_of_dot = 9;  ///< From its middle, in units of the mesh.

}  // namespace

const QPixmap& DotStamps::stamp_of(Dot::Kind kind, const Palette& palette) {
    QPixmap& stamp = stamps_[kind];
    if (!stamp.isNull()) return stamp;
    const int half = static_cast<int>(std::ceil(reach_of_dot * scale_));
    stamp = QPixmap{2 * half, 2 * half};
    stamp.fill(Qt::transparent);
    QPainter painter{&stamp};
    painter.translate(half, half);
    painter.scale(scale_, scale_);
    paint_dots(painter, {{.place = {}, .kind = kind}}, palette);
    return stamp;
}

void DotStamps::paint(QPainter& painter, const std::vector<Dot>& dots, const Palette& palette) {
    const QTransform to_widget = painter.worldTransform();
    const double ratio = painter.device()->devicePixelRatioF();
    const double scale = to_widget.m11() * ratio;
    if (palette_ != &palette || scale_ != scale) stamps_.clear();
    palette_ = &palette;
    scale_ = scale;
    std::map<Dot::Kind, std::vector<QPainter::PixmapFragment>> places;
    for (const Dot& dot : dots) {
        const QRectF whole{stamp_of(dot.kind, palette).rect()};
        places[dot.kind].push_back(QPainter::PixmapFragment::create(to_widget.map(dot.place), whole,
                                                                    1 / ratio, 1 / ratio));
    }
    painter.save();
    painter.setWorldTransform({});
    for (const auto& [kind, fragments] : places)
        painter.drawPixmapFragments(fragments.data(), static_cast<int>(fragments.size()),
                                    stamp_of(kind, palette));
    painter.restore();
}

}  // namespace weft::gui
