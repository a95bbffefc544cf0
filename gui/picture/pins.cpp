#include "gui/picture/pins.hpp"

#include "gui/picture/hubs.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace weft::gui {
namespace {

using PinnedBoxes = std::vector<std::optional<QPointF>>;

constexpr double room_around_pinned = 10;
constexpr double below_last = 14;      ///< And beside it, to the edge of the picture.
constexpr double left_of_pinned = 24;  ///< A frame's edge has room there,
constexpr double above_pinned = 48;    ///< and here its name, too.
constexpr double farthest_pin = 20'000;

bool lies_on_any(const QRectF& it, const std::vector<QRectF>& taken) {
    return std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(it); });
}

/// A way that nobody sees: where a box is pinned in its place, it stays bit by bit.
bool is_nothing(QPointF way) {
    return way.manhattanLength() < 0.01;
}

/// The place nearest to the one that it has which is free. One is always found: beyond all others.
QRectF nearest_free_place(const QRectF& it, const std::vector<QRectF>& taken, double least_top) {
    std::vector<double> lefts{std::max(it.left(), 0.0)};
    std::vector<double> tops{std::max(it.top(), least_top)};
    for (const QRectF& other : taken) {
        for (const double left :
             {other.right() + room_around_pinned, other.left() - room_around_pinned - it.width()})
            if (left >= 0) lefts.push_back(left);
        for (const double top :
             {other.bottom() + room_around_pinned, other.top() - room_around_pinned - it.height()})
            if (top >= least_top) tops.push_back(top);
    }
    std::optional<QRectF> best;
    double least = 0;
    for (const double left : lefts) {
        for (const double top : tops) {
            const double way = std::abs(left - it.left()) + std::abs(top - it.top());
            const QRectF place{QPointF{left, top}, it.size()};
            if ((best && way >= least) || lies_on_any(place, taken)) continue;
            best = place;
            least = way;
        }
    }
    return best.value_or(it);
}

/// Moves those apart that lie on something that stays; they avoid all others, too.
void move_aside(std::vector<QRectF*> movable, const std::vector<QRectF>& fixed, double least_top) {
    std::vector<QRectF> taken = fixed;
    const auto lying = std::ranges::stable_partition(
        movable, [&](const QRectF* it) { return !lies_on_any(*it, fixed); });
    for (const QRectF* const it : std::ranges::subrange(movable.begin(), lying.begin()))
        taken.push_back(*it);
    for (QRectF* const it : lying) {
        *it = nearest_free_place(*it, taken, least_top);
        taken.push_back(*it);
    }
}

/// A picture while its pinned boxes are moved to their places.
class PinnedPicture {
public:
    PinnedPicture(const MeshGraph& graph, Placement placement, const PinnedBoxes& pinned)
        : graph_(graph), pinned_(pinned), before_(std::move(placement)), now_(before_) {
        members_.resize(graph.frames.size());
        frame_of_.assign(graph.boxes.size(), graph.frames.size());
        for (std::size_t box = 0; box < graph.boxes.size(); ++box) {
            const auto frame = std::ranges::find(graph.frames, graph.boxes[box].ns);
            if (frame == graph.frames.end()) continue;
            frame_of_[box] = static_cast<std::size_t>(frame - graph.frames.begin());
            members_[frame_of_[box]].push_back(box);
        }
    }

    Placement held() {
        for (std::size_t box = 0; box < pinned_.size(); ++box) {
            if (!pinned_[box]) continue;
            const QPointF middle = *pinned_[box] + origin_of(before_);
            if (!is_nothing(middle - before_.boxes[box].center()))
                now_.boxes[box].moveCenter(middle);
        }
        move_members();
        for (std::size_t frame = 0; frame < members_.size(); ++frame)
            fit_frame(frame);
        move_others();
        for (std::size_t link = 0; link < graph_.links.size(); ++link)
            lead_line(link);
        make_room(now_.boxes, before_.boxes);
        make_room(now_.frames, before_.frames);
        return std::move(now_);
    }

private:
    bool is_anchored(std::size_t frame) const {
        return std::ranges::any_of(members_[frame],
                                   [this](std::size_t box) { return pinned_[box].has_value(); });
    }
    double least_top() const { return origin_of(before_).y(); }

    /// Boxes in a frame that cannot move as a whole.
    void move_members() {
        std::vector<QRectF> fixed;
        std::vector<QRectF*> movable;
        for (std::size_t box = 0; box < pinned_.size(); ++box) {
            const std::size_t frame = frame_of_[box];
            if (pinned_[box]) {
                fixed.push_back(now_.boxes[box]);
            } else if (frame < members_.size() && is_anchored(frame)) {
                movable.push_back(&now_.boxes[box]);
            }
        }
        move_aside(std::move(movable), fixed, least_top());
    }

    /// The picture grows with what has moved beyond its edge.
    void make_room(const std::vector<QRectF>& places, const std::vector<QRectF>& were) {
        for (std::size_t number = 0; number < places.size(); ++number) {
            const QRectF& place = places[number];
            if (place == were[number]) continue;
            now_.size = now_.size.expandedTo(
                QSizeF{place.right() + below_last, place.bottom() + below_last});
        }
    }

    static QRectF around(const std::vector<std::size_t>& members,
                         const std::vector<QRectF>& boxes) {
        QRectF all = boxes[members.front()];
        for (const std::size_t box : members)
            all |= boxes[box];
        return all;
    }

    /// With as much room around its boxes as it had.
    void fit_frame(std::size_t frame) {
        const std::vector<std::size_t>& members = members_[frame];
        const auto has_moved = [this](std::size_t box) {
            return now_.boxes[box] != before_.boxes[box];
        };
        if (std::ranges::none_of(members, has_moved)) return;
        const QRectF inside = around(members, before_.boxes);
        const QRectF& outside = before_.frames[frame];
        now_.frames[frame] =
            around(members, now_.boxes)
                .adjusted(outside.left() - inside.left(), outside.top() - inside.top(),
                          outside.right() - inside.right(), outside.bottom() - inside.bottom());
    }

    /// Frames without a pinned box, and boxes without a frame.
    void move_others() {
        std::vector<QRectF> fixed;
        std::vector<QRectF*> movable;
        for (std::size_t frame = 0; frame < members_.size(); ++frame) {
            if (is_anchored(frame)) {
                fixed.push_back(now_.frames[frame]);
            } else {
                movable.push_back(&now_.frames[frame]);
            }
        }
        for (std::size_t box = 0; box < pinned_.size(); ++box) {
            if (frame_of_[box] < members_.size()) continue;
            if (pinned_[box]) {
                fixed.push_back(now_.boxes[box]);
            } else {
                movable.push_back(&now_.boxes[box]);
            }
        }
        move_aside(std::move(movable), fixed, least_top());
        for (std::size_t frame = 0; frame < members_.size(); ++frame) {
            if (is_anchored(frame)) continue;
            const QPointF way = now_.frames[frame].topLeft() - before_.frames[frame].topLeft();
            if (way.isNull()) continue;
            for (const std::size_t box : members_[frame])
                now_.boxes[box].translate(way);
        }
    }

    void lead_line(std::size_t number) {
        const MeshGraph::Link& link = graph_.links[number];
        const QPointF from = now_.boxes[link.from].topLeft() - before_.boxes[link.from].topLeft();
        const QPointF to = now_.boxes[link.to].topLeft() - before_.boxes[link.to].topLeft();
        Placement::Line& line = now_.lines[number];
        if ((is_nothing(from) && is_nothing(to)) || line.way.empty()) return;
        const bool has_label = !line.label.isNull();
        line = line_along(from == to ? line.path.translated(from)
                                     : way_between(now_.boxes[link.from], now_.boxes[link.to]));
        if (has_label) line.label = line.way[line.way.size() / 2];
    }

    const MeshGraph& graph_;
    const PinnedBoxes& pinned_;
    Placement before_;
    Placement now_;
    std::vector<std::vector<std::size_t>> members_;  ///< By frame.
    std::vector<std::size_t> frame_of_;              ///< By box; the number of frames: none.
};

}  // namespace

QPainterPath way_between(const QRectF& from, const QRectF& to) {
    constexpr double aside = 5;
    const auto along = [](double wish, double begin, double length) {
        return std::clamp(wish, begin + length / 4, begin + length * 3 / 4);
    };
    const bool is_rightwards = to.left() >= from.right();
    const bool is_downwards = to.center().y() >= from.center().y();
    QPointF begin;
    QPointF end;
    QPointF half;
    if (is_rightwards || to.right() <= from.left()) {
        const double shift = is_rightwards ? -aside : aside;
        begin = {is_rightwards ? from.right() : from.left(),
                 along(to.center().y(), from.top(), from.height()) + shift};
        end = {is_rightwards ? to.left() : to.right(),
               along(from.center().y(), to.top(), to.height()) + shift};
        half = {(end.x() - begin.x()) / 2, 0};
    } else {
        const double shift = is_downwards ? -aside : aside;
        begin = {along(to.center().x(), from.left(), from.width()) + shift,
                 is_downwards ? from.bottom() : from.top()};
        end = {along(from.center().x(), to.left(), to.width()) + shift,
               is_downwards ? to.top() : to.bottom()};
        half = {0, (end.y() - begin.y()) / 2};
    }
    QPainterPath path{begin};
    path.cubicTo(begin + half, end - half, end);
    return path;
}

std::string pin_name(const MeshGraph::Box& box, const Topology& topology) {
    using Kind = MeshGraph::Box::Kind;
    const auto whole_name = [&](const char* kind) {
        const Topology::Service& service = topology.services[box.services.front()];
        return fmt::format("{} {}/{}", kind, service.ns, service.name);
    };
    const bool is_rest = box.is_group && box.title.starts_with('+');  // "+12 more".
    switch (box.kind) {
        case Kind::service:
            if (!box.is_group) return whole_name("service");
            if (is_rest) break;
            return fmt::format("namespace {}", topology.services[box.services.front()].ns);
        case Kind::version:
            return fmt::format("{} {}", whole_name("version"), box.version);
        case Kind::pod:
        case Kind::sidecar:
            return fmt::format("{} {}", whole_name("pod"), box.title);
        case Kind::rest:
            break;
    }
    return {};
}

QPointF pin_of(const Placement& placement, std::uint32_t box) {
    return placement.boxes[box].center() - origin_of(placement);
}

QPointF place_for_pin(const Placement& placement, std::uint32_t box, QPointF wish) {
    const QPointF here = pin_of(placement, box);
    const QSizeF size = placement.boxes[box].size();
    const auto within = [](double value, double least, double now) {
        return std::clamp(value, std::min(least, now), std::max(farthest_pin, now));
    };
    return {within(wish.x(), size.width() / 2 + left_of_pinned, here.x()),
            within(wish.y(), size.height() / 2 + above_pinned, here.y())};
}

std::vector<std::optional<QPointF>> pinned_boxes(const MeshGraph& graph,
                                                 const Topology& topology,
                                                 const Pins& pins) {
    PinnedBoxes pinned(graph.boxes.size());
    if (pins.empty()) return pinned;
    for (std::size_t box = 0; box < pinned.size(); ++box) {
        const auto pin = pins.find(pin_name(graph.boxes[box], topology));
        if (pin != pins.end()) pinned[box] = pin->second;
    }
    return pinned;
}

Placement hold_pinned(const MeshGraph& graph,
                      Placement placement,
                      const std::vector<std::optional<QPointF>>& pinned) {
    const bool has_any =
        std::ranges::any_of(pinned, [](const auto& pin) { return pin.has_value(); });
    if (!has_any || placement.boxes.size() != pinned.size()) return placement;
    Placement held = PinnedPicture{graph, std::move(placement), pinned}.held();
    add_ports(graph, held);
    return held;
}

}  // namespace weft::gui
