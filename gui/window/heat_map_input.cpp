// What a mouse and keys do in the heat map.
#include "gui/source/time_range.hpp"
#include "gui/window/chosen_time.hpp"
#include "gui/window/heat_map.hpp"
#include "gui/window/keyboard_focus.hpp"
#include "gui/window/text_scale.hpp"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace weft::gui {

/// The first one holds what is above it; there may be none so far below.
std::size_t HeatMap::row_at(double y) {
    return static_cast<std::size_t>(std::max(0.0, (y - heat_head) / heat_row));
}

/// The last one if none is.
std::size_t HeatMap::selected_row() const {
    std::size_t row = 0;
    while (row + 1 < pods_.size() && !is_selected(row))
        ++row;
    return row;
}

/// The first and the last one hold what lies outside.
std::size_t HeatMap::cell_at(double x) const {
    std::size_t cell = 0;
    while (cell + 1 < grid_.begins().size() && place_of(grid_.begins()[cell + 1]) <= x)
        ++cell;
    return cell;
}

std::size_t HeatMap::cell_of(mesh::Instant at) const {
    const auto after = std::ranges::upper_bound(grid_.begins(), at);
    const auto cell = static_cast<std::size_t>(after - grid_.begins().begin());
    return cell > 0 ? cell - 1 : 0;
}

mesh::Instant HeatMap::end_of(std::size_t cell) const {
    const auto& begins = grid_.begins();
    return cell + 1 < begins.size() ? begins[cell + 1] : grid_.end(session_.run());
}

void HeatMap::go(std::size_t row, std::size_t cell) {
    if (row >= pods_.size() || cell >= grid_.begins().size()) return;
    session_.select({.kind = Selection::Kind::pod, .number = pods_[row]});
    session_.seek(grid_.begins()[cell]);
    scroll_into_view(*this, place_of_cell(row, cell).adjusted(0, -heat_row, 0, heat_row));
}

Range HeatMap::range_of_cells(std::size_t one, std::size_t other) const {
    return {grid_.begins()[std::min(one, other)], end_of(std::max(one, other))};
}

/// The moment goes on by a cell, and the range with it.
void HeatMap::extend(bool forward) {
    if (grid_.begins().empty()) return;
    const std::size_t here = cell_of(session_.at());
    if (session_.at() != extended_ || !time_range_of(session_.filter()))
        anchor_ = grid_.begins()[here];
    const std::size_t last = grid_.begins().size() - 1;
    const std::size_t next = forward ? std::min(here + 1, last) : here - (here > 0 ? 1 : 0);
    session_.seek(grid_.begins()[next]);
    extended_ = session_.at();
    choose_time(session_, range_of_cells(cell_of(anchor_), next));
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || grid_.begins().empty()) return;
    const QPointF place = event->position() / text_scale();
    if (place.y() >= heat_head) pressed_ = place;
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) {
    if (!pressed_) return;
    const double x = event->position().x() / text_scale();
    const double moved = std::abs(x - pressed_->x());
    if (!dragged_to_ && moved < QApplication::startDragDistance()) return;
    dragged_to_ = x;
    update();
}

void HeatMap::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !pressed_) return;
    const QPointF from = *pressed_;
    const auto to = dragged_to_;
    pressed_.reset();
    dragged_to_.reset();
    if (grid_.begins().empty()) return;  // Another run is there by now.
    if (to) return choose_time(session_, range_of_cells(cell_at(from.x()), cell_at(*to)));
    go(row_at(from.y()), cell_at(from.x()));
}

void HeatMap::contextMenuEvent(QContextMenuEvent* event) {
    if (pods_.empty()) return;
    const bool by_mouse = event->reason() == QContextMenuEvent::Mouse;
    const std::size_t row = by_mouse ? row_at(event->pos().y() / text_scale()) : selected_row();
    auto* const menu = new QMenu(this);
    menu->setObjectName("heat-map-menu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (row < pods_.size()) {
        const QString pod = QString::fromStdString(session_.topology().pods[pods_[row]].name);
        menu->addAction(tr("Filter by %1").arg(pod), this,
                        [this, pod] { Q_EMIT session_.conditionAsked(pod); });
        menu->addAction(tr("Hide %1").arg(pod), this,
                        [this, pod] { Q_EMIT session_.conditionAsked("hide:" + pod); });
    }
    menu->addAction(tr("All Times Again"), this, [this] { choose_time(session_, std::nullopt); })
        ->setEnabled(time_range_of(session_.filter()).has_value());
    if (on_table) menu->addAction(tr("Show as Table"), this, on_table);
    menu->popup(event->globalPos());
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        const bool was_dragged = std::exchange(dragged_to_, std::nullopt).has_value();
        pressed_.reset();
        update();
        if (was_dragged || clear_time(session_)) return;
    }
    if (pods_.empty()) return QWidget::keyPressEvent(event);
    const bool is_range = event->modifiers().testFlag(Qt::ShiftModifier);
    const std::size_t row = selected_row();
    const std::size_t cell = cell_of(session_.at());
    switch (event->key()) {
        case Qt::Key_Up:
            return go(row > 0 ? row - 1 : 0, cell);
        case Qt::Key_Down:
            return go(std::min(row + 1, pods_.size() - 1), cell);
        case Qt::Key_Left:
            return is_range ? extend(false) : go(row, cell > 0 ? cell - 1 : 0);
        case Qt::Key_Right:
            return is_range ? extend(true) : go(row, std::min(cell + 1, grid_.begins().size() - 1));
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace weft::gui
