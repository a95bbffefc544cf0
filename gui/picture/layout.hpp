#pragma once

#include "gui/picture/mesh_graph.hpp"

#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace weft::gui {

/// The size of a box, in pixels at full zoom: what it says has room, and no more.
QSizeF size_of(const MeshGraph::Box& box);

/// Where everything is, in pixels at full zoom from the upper left.
struct Placement {
    struct Line {
        QPainterPath path;         ///< From box to box, in the direction of the calls.
        std::vector<QPointF> way;  ///< Points along it at equal distances.
        QPointF label;             ///< The middle of the place that is free for its label.
        double angle = 0;          ///< In degrees, of its last piece: for the arrow.
        friend bool operator==(const Line&, const Line&) = default;
    };
    QSizeF size;
    std::vector<QRectF> boxes;   ///< By number, as in the graph.
    std::vector<Line> lines;     ///< The same; of those to hubs their ports,
    std::vector<Line> whole;     ///< and what these stand for; empty: there are no hubs.
    std::vector<QRectF> frames;  ///< The same.
    QRectF control = {};         ///< The control plane's box, above all others; empty: none.
};

/// A line along a path, from its begin to its end, without a place for a label.
Placement::Line line_along(QPainterPath path);

/// The upper left of all that is below the control plane, of which it moves all down alike.
QPointF origin_of(const Placement& placement);

/// Lays the graph out from left to right in the direction of the calls, by Graphviz's `dot`. Equal
/// graphs are laid out equally. It takes its time (some 10 ms, up to a second), so it is asked on a
/// thread of its own; Graphviz keeps global state, so one is laid out at a time.
Placement lay_out(const MeshGraph& graph);

}  // namespace weft::gui
