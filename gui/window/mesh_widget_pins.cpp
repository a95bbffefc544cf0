// Boxes of the mesh that the user has pinned: they keep their places, and may be moved.
#include "gui/window/mesh_widget.hpp"

#include <QSettings>

#include <cmath>
#include <utility>

namespace weft::gui {
namespace {

constexpr double nudge = 20;  ///< Pixels at full zoom.

/// Of a scenario; what has the same name has the same boxes.
QString place_of_pins(const std::string& scenario) {
    return "pins/of-" +
           QString::fromLatin1(QByteArray::fromStdString(scenario).toPercentEncoding());
}

}  // namespace

void MeshWidget::read_pins() {
    pins_.clear();
    QSettings settings;
    const int count = settings.beginReadArray(place_of_pins(session_.run().label().scenario));
    for (int number = 0; number < count; ++number) {
        settings.setArrayIndex(number);
        const QPointF middle{settings.value("x").toDouble(), settings.value("y").toDouble()};
        if (std::isfinite(middle.x()) && std::isfinite(middle.y()))
            pins_[settings.value("box").toString().toStdString()] = middle;
    }
    settings.endArray();
}

void MeshWidget::keep_pins() {
    if (!session_.has_run()) return;
    const QString place = place_of_pins(session_.run().label().scenario);
    QSettings settings;
    settings.remove(place);
    if (pins_.empty()) return;
    settings.beginWriteArray(place, static_cast<int>(pins_.size()));
    int number = 0;
    for (const auto& [box, middle] : pins_) {
        settings.setArrayIndex(number++);
        settings.setValue("box", QString::fromStdString(box));
        settings.setValue("x", middle.x());
        settings.setValue("y", middle.y());
    }
    settings.endArray();
}

/// What is laid out, with the pinned boxes in their places.
void MeshWidget::hold_pins() {
    const auto pinned = pinned_boxes(graph_, session_.topology(), pins_);
    placement_ = hold_pinned(graph_, laid_out_, pinned);
    marks_.pinned.clear();
    for (const auto& pin : pinned)
        marks_.pinned.push_back(pin.has_value());
    is_stale_ = true;
    update();
}

bool MeshWidget::can_pin(std::uint32_t box) const {
    return leader_ == nullptr && box < graph_.boxes.size() &&
           !pin_name(graph_.boxes[box], session_.topology()).empty();
}

void MeshWidget::toggle_pin(std::uint32_t box) {
    if (!can_pin(box)) return;
    const std::string name = pin_name(graph_.boxes[box], session_.topology());
    if (pins_.erase(name) == 0) pins_[name] = pin_of(placement_, box);
    hold_pins();
    keep_pins();
}

void MeshWidget::unpin_all() {
    pins_.clear();
    if (!session_.has_run()) return;
    hold_pins();
    keep_pins();
}

void MeshWidget::move_pin(std::uint32_t box, QPointF to) {
    if (!can_pin(box) || !marks_.is_pinned(box)) return;
    pins_[pin_name(graph_.boxes[box], session_.topology())] = place_for_pin(placement_, box, to);
    hold_pins();
}

void MeshWidget::nudge_pin(int key) {
    const std::uint32_t box = current_box();
    if (!marks_.is_pinned(box)) return;
    const QPointF way = key == Qt::Key_Left    ? QPointF{-nudge, 0}
                        : key == Qt::Key_Right ? QPointF{nudge, 0}
                        : key == Qt::Key_Up    ? QPointF{0, -nudge}
                                               : QPointF{0, nudge};
    move_pin(box, pin_of(placement_, box) + way);
    keep_pins();
}

}  // namespace weft::gui
