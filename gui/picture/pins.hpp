#pragma once

#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_graph.hpp"

#include <QPainterPath>
#include <QPointF>
#include <QRectF>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weft::gui {

/// Where boxes are pinned, by their names: their middles, in pixels at full zoom from the upper
/// left of what is below the control plane.
using Pins = std::map<std::string, QPointF>;

/// What a box is called among them: the same at each level and however frames are drawn. "" for
/// those that were folded into one: they are others every time.
std::string pin_name(const MeshGraph::Box& box, const Topology& topology);

/// Where a box is, as a pin says it.
QPointF pin_of(const Placement& placement, std::uint32_t box);

/// The place that is nearest to the one wished for where the box, and a frame around it, are still
/// in the picture, or where the box is already.
QPointF place_for_pin(const Placement& placement, std::uint32_t box, QPointF wish);

/// By box: where it is pinned.
std::vector<std::optional<QPointF>> pinned_boxes(const MeshGraph& graph,
                                                 const Topology& topology,
                                                 const Pins& pins);

/// From border to border, in one curve. There and back are beside each other.
QPainterPath way_between(const QRectF& from, const QRectF& to);

/// The same picture with the pinned boxes in their places. What one of them would lie on is moved
/// aside as little as possible: of a frame with a pinned box the other boxes, else the frame as a
/// whole. Frames grow around their boxes, and may lie on each other only where both have a pinned
/// box; boxes do so only where both are pinned. Lines are drawn anew where a box at their end has
/// moved. Equal pictures and places give equal pictures.
Placement hold_pinned(const MeshGraph& graph,
                      Placement placement,
                      const std::vector<std::optional<QPointF>>& pinned);

}  // namespace weft::gui
