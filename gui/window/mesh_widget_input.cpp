#include "gui/picture/hubs.hpp"
#include "gui/picture/walk.hpp"
#include "gui/source/words.hpp"
#include "gui/window/mesh_widget.hpp"
#include "gui/window/said.hpp"
#include "gui/window/text_scale.hpp"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <set>
#include <utility>
#include <vector>

namespace weft::gui {
namespace {

constexpr double near_a_line = 6;  ///< Pixels.
constexpr double drag_begins = 4;  ///< Pixels.

double distance(QPointF a, QPointF b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

/// How far a place is from the line between two points.
double distance_to_line(QPointF place, QPointF from, QPointF to) {
    const QPointF way = to - from;
    const double length = QPointF::dotProduct(way, way);
    if (length <= 0) return distance(place, from);
    const double share = std::clamp(QPointF::dotProduct(place - from, way) / length, 0.0, 1.0);
    return distance(place, from + share * way);
}

double distance_to_way(QPointF place, const std::vector<QPointF>& way) {
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t point = 1; point < way.size(); ++point)
        nearest = std::min(nearest, distance_to_line(place, way[point - 1], way[point]));
    return nearest;
}

}  // namespace

MeshWidget::Hit MeshWidget::hit(QPointF at) const {
    const QPointF place = transform().inverted().map(at);
    for (std::uint32_t box = 0; box < placement_.boxes.size(); ++box)
        if (placement_.boxes[box].contains(place)) return {.box = box};
    Hit nearest;
    double best = near_a_line / zoom_;
    const auto try_line = [&](std::uint32_t link, const Placement::Line& line) {
        const double gap = distance_to_way(place, line.way);
        if (gap >= best) return;
        best = gap;
        nearest.link = link;
    };
    for (std::uint32_t link = 0; link < placement_.lines.size(); ++link) {
        try_line(link, placement_.lines[link]);
        // Where a line to a hub is drawn whole, its port is still what it was.
        try_line(link, line_to_paint(graph_, placement_, marks_, link));
    }
    return nearest;
}

std::string MeshWidget::frame_at(QPointF at) const {
    const QPointF place = transform().inverted().map(at);
    for (std::size_t frame = 0; frame < placement_.frames.size(); ++frame)
        if (placement_.frames[frame].contains(place)) return graph_.frames[frame];
    return {};
}

void MeshWidget::select_hit(const Hit& hit) {
    if (hit.box != none && graph_.boxes[hit.box].pod != none) {
        session_.select({.kind = Selection::Kind::pod, .number = graph_.boxes[hit.box].pod});
    } else if (hit.box != none && !graph_.boxes[hit.box].is_group) {
        session_.select(
            {.kind = Selection::Kind::service, .number = graph_.boxes[hit.box].services.front()});
    } else if (hit.link != none && !graph_.links[hit.link].edges.empty()) {
        std::vector<std::uint32_t> others = graph_.links[hit.link].edges;
        const std::uint32_t worst = worst_edge(hit.link);
        std::erase(others, worst);
        session_.select({.kind = Selection::Kind::edge, .number = worst, .also = others});
    } else {
        session_.select({});  // What stands for many is none of them.
    }
}

/// Of all that a line stands for, the one on which most fails; of those that do well, the busiest.
std::uint32_t MeshWidget::worst_edge(std::uint32_t link) const {
    const std::vector<Flow>& flows = session_.snapshot().edges;
    const auto how_bad = [&](std::uint32_t edge) {
        const Flow flow = edge < flows.size() ? flows[edge] : Flow{};
        return std::pair{flow.failed, flow.requests};
    };
    return *std::ranges::max_element(graph_.links[link].edges, {}, how_bad);
}

/// Into a namespace, into what was folded, or to a service's neighbourhood.
void MeshWidget::enter(std::uint32_t box) {
    MeshView view = view_;
    const MeshGraph::Box& what = graph_.boxes[box];
    if (what.kind == MeshGraph::Box::Kind::rest) {
        for (const MeshGraph::Link& link : graph_.links) {
            const std::uint32_t beside = link.to == box ? link.from : link.to;
            if (link.to != box && link.from != box) continue;
            if (link.is_member) {
                view.focus = what.services.front();  // There is more room for its pods.
            } else {
                view.unfolded.insert(graph_.boxes[beside].services.front());
            }
        }
    } else if (what.is_group) {
        const std::string& ns = session_.topology().services[what.services.front()].ns;
        view.closed.erase(ns);
        view.opened.insert(ns);
    } else {
        view.focus = what.services.front();
    }
    set_view(std::move(view));
}

void MeshWidget::step_out() {
    MeshView view = view_;
    if (!marks_.chosen.empty()) {
        marks_.chosen.clear();
        is_stale_ = true;
        update();
        return;
    }
    if (!view.only.empty()) {
        view.only.clear();
    } else if (!view.unfolded.empty()) {
        view.unfolded.clear();
    } else if (view.focus != none) {
        view.focus = none;
    } else if (!view.opened.empty()) {
        view.opened.clear();
    } else if (!view.closed.empty()) {
        view.closed.clear();
    } else {
        session_.select({});
        return;
    }
    set_view(std::move(view));
}

void MeshWidget::walk(int key) {
    const Direction direction = key == Qt::Key_Left    ? Direction::left
                                : key == Qt::Key_Right ? Direction::right
                                : key == Qt::Key_Up    ? Direction::up
                                                       : Direction::down;
    const std::uint32_t here =
        marks_.pointed_box != none ? marks_.pointed_box : marks_.selected_box;
    const std::uint32_t next = next_box(graph_, placement_, here, direction);
    if (next == none) return;
    marks_.pointed_box = next;
    is_hovered_ = false;
    update_faded();
    select_hit({.box = next});
    update_marks();
    bring_into_view(next);
    if (on_walk) on_walk();
}

/// By no more than it takes.
void MeshWidget::bring_into_view(std::uint32_t box) {
    constexpr double around = 12;
    const QRectF place = place_of_box(box).adjusted(-around, -around, around, around);
    const QRectF seen = QRectF{rect()}.adjusted(0, 0, 0, -legend_height * text_scale());
    const auto shift = [](double begin, double end, double from, double to) {
        if (begin < from || end - begin > to - from) return from - begin;
        return end > to ? to - end : 0;
    };
    const QPointF way{shift(place.left(), place.right(), seen.left(), seen.right()),
                      shift(place.top(), place.bottom(), seen.top(), seen.bottom())};
    if (way.isNull()) return;
    offset_ += way;
    follows_size_ = false;
    is_stale_ = true;
    update();
}

void MeshWidget::pan(int key) {
    const QPointF part{width() / 8.0, height() / 8.0};
    offset_ += key == Qt::Key_Left    ? QPointF{part.x(), 0}
               : key == Qt::Key_Right ? QPointF{-part.x(), 0}
               : key == Qt::Key_Up    ? QPointF{0, part.y()}
                                      : QPointF{0, -part.y()};
    follows_size_ = false;
    is_stale_ = true;
    update();
}

/// One more, or one less.
void MeshWidget::choose(std::uint32_t box) {
    if (box >= graph_.boxes.size()) return;
    marks_.chosen.resize(graph_.boxes.size());
    marks_.chosen[box] = !marks_.chosen[box];
    is_stale_ = true;
    update();
}

void MeshWidget::choose_within(const QRectF& band) {
    marks_.chosen.clear();
    for (std::uint32_t box = 0; box < graph_.boxes.size(); ++box)
        marks_.chosen.push_back(band.intersects(place_of_box(box)));
    is_stale_ = true;
    update();
}

/// Those that are chosen alone; false if none is.
bool MeshWidget::show_chosen() {
    std::set<std::uint32_t> only;
    for (std::uint32_t box = 0; box < graph_.boxes.size(); ++box)
        if (marks_.is_chosen(box))
            only.insert(graph_.boxes[box].services.begin(), graph_.boxes[box].services.end());
    if (only.empty()) return false;
    MeshView view = view_;
    view.only = std::move(only);
    set_view(std::move(view));
    return true;
}

void MeshWidget::resizeEvent(QResizeEvent*) {
    if (follows_size_) fit();
}

void MeshWidget::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->position();
    dragging_ = false;
    grabbed_.reset();
    is_let_go_ = false;
    band_.reset();
    if (event->button() != Qt::LeftButton) return;
    if (event->modifiers().testFlag(Qt::ControlModifier)) band_ = QRectF{pressed_, pressed_};
    const std::uint32_t box = hit(pressed_).box;
    if (event->modifiers().testFlag(Qt::ShiftModifier) && marks_.is_pinned(box))
        grabbed_ = {box, pin_of(placement_, box)};
}

void MeshWidget::mouseMoveEvent(QMouseEvent* event) {
    if (band_) {
        band_ = QRectF{pressed_, event->position()}.normalized();
        update();
        return;
    }
    if (event->buttons().testFlag(Qt::LeftButton)) {
        if (!dragging_ && distance(event->position(), pressed_) < drag_begins) return;
        dragging_ = true;
        if (is_let_go_) return;
        if (grabbed_) {
            const QPointF way = (event->position() - pressed_) / zoom_;
            return move_pin(grabbed_->first, grabbed_->second + way);
        }
        offset_ += event->position() - pressed_;
        pressed_ = event->position();
        follows_size_ = false;
        is_stale_ = true;
        update();
        return;
    }
    const Hit under = hit(event->position());
    if (under.box == marks_.pointed_box && under.link == marks_.pointed_link) return;
    marks_.pointed_box = under.box;
    marks_.pointed_link = under.link;
    is_hovered_ = true;
    update_faded();
}

void MeshWidget::mouseReleaseEvent(QMouseEvent* event) {
    const bool is_band = band_ && distance(event->position(), pressed_) >= drag_begins;
    if (is_band) {
        choose_within(QRectF{pressed_, event->position()}.normalized());
    } else if (!dragging_ && event->button() == Qt::LeftButton) {
        const Hit under = hit(event->position());
        if (event->modifiers().testFlag(Qt::ShiftModifier)) {
            choose(under.box);
        } else {
            select_hit(under);
        }
    }
    if (grabbed_ && dragging_) keep_pins();
    grabbed_.reset();
    band_.reset();
    dragging_ = false;
    update();
}

void MeshWidget::mouseDoubleClickEvent(QMouseEvent* event) {
    const Hit under = hit(event->position());
    if (under.box != none) enter(under.box);
}

void MeshWidget::wheelEvent(QWheelEvent* event) {
    constexpr double a_notch = 120;
    zoom_by(std::pow(1.2, event->angleDelta().y() / a_notch), event->position());
    event->accept();
}

void MeshWidget::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
            if (event->modifiers() == (Qt::AltModifier | Qt::ShiftModifier))
                return nudge_pin(event->key());
            if (event->modifiers() == Qt::ControlModifier) return pan(event->key());
            if (event->modifiers() != Qt::NoModifier) break;
            walk(event->key());
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (show_chosen()) return;
            if (marks_.pointed_box < graph_.boxes.size()) {
                enter(marks_.pointed_box);
            } else if (marks_.selected_box < graph_.boxes.size()) {
                enter(marks_.selected_box);
            }
            return;
        case Qt::Key_Escape:
            step_out();
            return;
        case Qt::Key_Space:
            session_.play(!session_.is_playing());
            return;
        case Qt::Key_Plus:
            zoom_by(1.2, rect().center());
            return;
        case Qt::Key_Minus:
            zoom_by(1 / 1.2, rect().center());
            return;
        case Qt::Key_0:
            fit();
            return;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

void MeshWidget::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse) {
        const Hit under = hit(event->pos());
        select_hit(under);
        asked_box_ = under.box;
    }
    if (on_menu) on_menu(event->globalPos());
    asked_box_.reset();
}

void MeshWidget::leaveEvent(QEvent*) {
    marks_.pointed_box = none;
    marks_.pointed_link = none;
    is_hovered_ = false;
    update_faded();
}

bool MeshWidget::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && session_.has_run()) {
        auto* const help = static_cast<QHelpEvent*>(event);
        const Hit under = hit(help->pos());
        std::string words;
        if (under.box != none) {
            const MeshGraph::Box& box = graph_.boxes[under.box];
            const bool is_service = box.kind == MeshGraph::Box::Kind::service && !box.is_group;
            words = is_service ? service_words(session_.topology(), session_.snapshot(),
                                               box.services.front(), said)
                               : whole_text(look_.boxes[under.box]);
        } else if (under.link != none && !graph_.links[under.link].edges.empty()) {
            words = edge_words(session_.topology(), worst_edge(under.link));
            const std::size_t others = graph_.links[under.link].edges.size() - 1;
            if (others > 0) words += fmt::format(" +{} {}", others, said("more"));
            if (const auto secured = look_.links[under.link].mutual_tls; secured)
                words += fmt::format(", {} {}", share_words(*secured), said("under mutual TLS"));
        }
        QToolTip::showText(help->globalPos(), QString::fromStdString(words), this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace weft::gui
