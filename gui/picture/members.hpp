#pragma once

#include "gui/picture/mesh_graph.hpp"

namespace weft::gui {

/// Adds what the level asks for behind the services of a graph: their versions, pods or sidecars,
/// each with a link from its service. What there is no more room for is one box ("5 pods"), or
/// none.
void add_members(MeshGraph& graph, const Topology& topology, const MeshView& view);

}  // namespace weft::gui
