#pragma once

#include "gui/picture/mesh_graph.hpp"

#include <vector>

namespace weft::gui {

/// The boxes, of which those that call one box alone and that nobody calls, or the other way round,
/// are one for each such neighbour: "+97 more". As many of them stay as can be read, and all of
/// those whose neighbour is in `view.unfolded`.
std::vector<MeshGraph::Box> fold(const std::vector<MeshGraph::Box>& boxes,
                                 const Topology& topology,
                                 const MeshView& view);

}  // namespace weft::gui
