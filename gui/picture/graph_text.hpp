#pragma once

#include "gui/picture/mesh_graph.hpp"
#include "gui/picture/mesh_look.hpp"
#include "gui/source/run_source.hpp"

#include <string>
#include <vector>

/// What is seen, as texts for other tools. `origin` says in each of them what it is of.
namespace weft::gui {

/// The mesh for Graphviz.
std::string as_dot(const MeshGraph& graph, const MeshLook& look, const std::string& origin);

/// The mesh for Gephi, Cytoscape, yEd and the like.
std::string as_graphml(const MeshGraph& graph, const MeshLook& look, const std::string& origin);

/// What a chart shows, a line for each interval; before the names of the columns stands the origin
/// behind a '#'.
std::string curve_as_csv(const std::vector<reports::Interval>& intervals,
                         const std::vector<Flow>& flows,
                         const std::string& origin);

}  // namespace weft::gui
