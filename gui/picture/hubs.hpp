#pragma once

#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_graph.hpp"
#include "gui/picture/mesh_paint.hpp"

#include <QRectF>

#include <cstdint>
#include <vector>

/// Whom very many call (a cache, a configuration): its lines would hide all others. A hub stands on
/// a rail at the right side, and is a port below each of its callers.
namespace weft::gui {

/// Marks those that are called by at least eight boxes and more than 15 % of all, and that call
/// nobody; never the one in focus. They leave their frames.
void raise_hubs(MeshGraph& graph, std::uint32_t focus);

bool is_port(const MeshGraph& graph, const MeshGraph::Link& link);

/// So much room each box needs below it for its ports, in pixels at full zoom; 0 for most.
std::vector<double> room_for_ports(const MeshGraph& graph);

/// Puts the hubs to the right of everything, one below the other.
void add_rail(const MeshGraph& graph, Placement& placement);

/// Of each line to a hub: its port, and the whole of it for when an end is pointed at.
void add_ports(const MeshGraph& graph, Placement& placement);

/// What is painted of a line just now.
const Placement::Line& line_to_paint(const MeshGraph& graph,
                                     const Placement& placement,
                                     const MeshMarks& marks,
                                     std::uint32_t link);

/// Where a port says to whom it leads.
QRectF place_of_port_name(const Placement& placement, std::uint32_t link);

}  // namespace weft::gui
