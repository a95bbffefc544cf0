#pragma once

#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_graph.hpp"
#include "gui/picture/mesh_paint.hpp"
#include "gui/source/run_source.hpp"
#include "gui/source/stepper.hpp"

#include <vector>

namespace weft::gui {

/// A dot for each message that is on its way between two boxes, where it is: requests go along a
/// line, answers back. What failed, was lost or is sent again looks so. In the middle where nobody
/// knows how far it has come.
std::vector<Dot> dots_on_the_way(const MeshGraph& graph,
                                 const Placement& placement,
                                 const Topology& topology,
                                 const std::vector<OnTheWay>& messages);

}  // namespace weft::gui
