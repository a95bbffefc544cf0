#pragma once

#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_graph.hpp"

#include <cstdint>
#include <vector>

namespace weft::gui {

enum class Direction : std::uint8_t { left, right, up, down };

/// The box to which an arrow key leads: to the right and to the left along a line where there is
/// one, to the nearest of those at its other end; else to the nearest box in that direction, if
/// there is one. From none it leads to the first box.
std::uint32_t next_box(const MeshGraph& graph,
                       const Placement& placement,
                       std::uint32_t here,
                       Direction direction);

/// By box: whether a line joins it to this one, or it is this one.
std::vector<bool> boxes_near(const MeshGraph& graph, std::uint32_t box);

}  // namespace weft::gui
