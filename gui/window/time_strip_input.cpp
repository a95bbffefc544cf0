// What a mouse and keys do in the time strip, and the time range that they choose.
#include "gui/source/time_range.hpp"
#include "gui/window/chosen_time.hpp"
#include "gui/window/text_scale.hpp"
#include "gui/window/time_strip.hpp"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace weft::gui {

void TimeStrip::paint_range(QPainter& painter) const {
    if (session_.run().intervals().empty()) return;
    std::optional<Range> range = time_range_of(session_.filter());
    if (dragged_from_) range = intervals_between(session_.run(), *dragged_from_, dragged_to_);
    if (!range) return;
    const Range run = session_.run().range();
    const double left = place_of(std::clamp(range->begin, run.begin, run.end));
    const double right = place_of(std::clamp(range->end, run.begin, run.end));
    const double top = row(0).top() - 2;
    const double below = row(4).bottom() - top + 2;
    QColor veil = session_.palette().surface;
    veil.setAlphaF(0.75F);
    painter.fillRect(QRectF{row(0).left(), top, left - row(0).left(), below}, veil);
    painter.fillRect(QRectF{right, top, row(0).right() - right, below}, veil);
    painter.setPen(QPen{session_.palette().text, 1, Qt::DashLine});
    for (const double x : {left, right})
        painter.drawLine(QPointF{x, top}, QPointF{x, top + below});
}

void TimeStrip::mousePressEvent(QMouseEvent* event) {
    if (!session_.has_run() || event->button() != Qt::LeftButton) return;
    const mesh::Instant at = moment_at(event->position().x() / text_scale());
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) return session_.seek(at);
    if (session_.run().intervals().empty()) return;
    dragged_from_ = dragged_to_ = at;
    update();
}

void TimeStrip::mouseMoveEvent(QMouseEvent* event) {
    if (!session_.has_run() || !event->buttons().testFlag(Qt::LeftButton)) return;
    const mesh::Instant at = moment_at(event->position().x() / text_scale());
    if (!dragged_from_) return session_.seek(at);
    dragged_to_ = at;
    update();
}

void TimeStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !dragged_from_) return;
    const mesh::Instant from = *dragged_from_;
    dragged_from_.reset();
    update();
    if (session_.run().intervals().empty()) return;  // Another run is there by now.
    choose_time(session_, intervals_between(session_.run(), from, dragged_to_));
}

void TimeStrip::contextMenuEvent(QContextMenuEvent* event) {
    if (!session_.has_run() || !on_table) return;
    auto* const menu = new QMenu(this);
    menu->setObjectName("time-menu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show as Table"), this, on_table);
    menu->addAction(tr("All Times Again"), this, [this] { clear_time(session_); })
        ->setEnabled(time_range_of(session_.filter()).has_value());
    menu->popup(event->globalPos());
}

/// Where a key leads; nothing if nowhere.
std::optional<mesh::Instant> TimeStrip::moment_by_key(int key) const {
    constexpr int several = 10;
    const reports::Interval& first = session_.run().intervals().front();
    const mesh::Duration step = first.end - first.start;
    switch (key) {
        case Qt::Key_Left:
            return session_.at() - step;
        case Qt::Key_Right:
            return session_.at() + step;
        case Qt::Key_PageUp:
            return session_.at() - several * step;
        case Qt::Key_PageDown:
            return session_.at() + several * step;
        case Qt::Key_Home:
            return session_.run().range().begin;
        case Qt::Key_End:
            return session_.run().range().end;
        default:
            return std::nullopt;
    }
}

void TimeStrip::keyPressEvent(QKeyEvent* event) {
    if (!session_.has_run() || session_.run().intervals().empty()) return;
    if (event->key() == Qt::Key_Space) return session_.play(!session_.is_playing());
    if (event->key() == Qt::Key_Escape) {
        const bool was_dragged = dragged_from_.has_value();
        dragged_from_.reset();
        update();
        if (was_dragged || clear_time(session_)) return;
    }
    const auto there = moment_by_key(event->key());
    if (!there) return QWidget::keyPressEvent(event);
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) return session_.seek(*there);
    if (session_.at() != extended_ || !time_range_of(session_.filter())) anchor_ = session_.at();
    session_.seek(*there);
    extended_ = session_.at();
    choose_time(session_, intervals_between(session_.run(), anchor_, extended_));
}

}  // namespace weft::gui
