#include "gui/picture/walk.hpp"

#include <cmath>

namespace weft::gui {
namespace {

/// At the other end of a line that leads on to the right or comes from the left.
std::uint32_t box_along_a_line(const MeshGraph& graph,
                               const Placement& placement,
                               std::uint32_t here,
                               bool is_forward) {
    std::uint32_t nearest = none;
    double best = 0;
    for (const MeshGraph::Link& link : graph.links) {
        const std::uint32_t begin = is_forward ? link.from : link.to;
        const std::uint32_t end = is_forward ? link.to : link.from;
        if (begin != here || end == here) continue;
        const QPointF way = placement.boxes[end].center() - placement.boxes[here].center();
        const double length = std::hypot(way.x(), way.y());
        if (nearest != none && length >= best) continue;
        nearest = end;
        best = length;
    }
    return nearest;
}

std::uint32_t box_in_direction(const Placement& placement, std::uint32_t here, QPointF direction) {
    std::uint32_t nearest = none;
    double best = 0;
    for (std::uint32_t box = 0; box < placement.boxes.size(); ++box) {
        const QPointF way = placement.boxes[box].center() - placement.boxes[here].center();
        const double along = QPointF::dotProduct(way, direction);
        if (along <= 1) continue;
        const double aside = std::abs(way.x() * direction.y()) + std::abs(way.y() * direction.x());
        const double cost = along + 2 * aside;
        if (nearest != none && cost >= best) continue;
        nearest = box;
        best = cost;
    }
    return nearest;
}

QPointF vector_of(Direction direction) {
    switch (direction) {
        case Direction::left:
            return {-1, 0};
        case Direction::right:
            return {1, 0};
        case Direction::up:
            return {0, -1};
        case Direction::down:
            return {0, 1};
    }
    return {};
}

}  // namespace

std::uint32_t next_box(const MeshGraph& graph,
                       const Placement& placement,
                       std::uint32_t here,
                       Direction direction) {
    if (placement.boxes.empty()) return none;
    if (here >= placement.boxes.size()) return 0;
    if (direction == Direction::left || direction == Direction::right) {
        const std::uint32_t box =
            box_along_a_line(graph, placement, here, direction == Direction::right);
        if (box != none) return box;
    }
    return box_in_direction(placement, here, vector_of(direction));
}

std::vector<bool> boxes_near(const MeshGraph& graph, std::uint32_t box) {
    std::vector<bool> near(graph.boxes.size());
    if (box < near.size()) near[box] = true;
    for (const MeshGraph::Link& link : graph.links) {
        if (link.from == box) near[link.to] = true;
        if (link.to == box) near[link.from] = true;
    }
    return near;
}

}  // namespace weft::gui
