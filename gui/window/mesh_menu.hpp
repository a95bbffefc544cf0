#pragma once

#include <QMenu>

namespace weft::gui {

class MeshWidget;

/// What of the mesh is shown, and how: the part of the menu View that is about it alone.
void add_mesh_actions(QMenu& view, MeshWidget& mesh);

/// What the menu of a box has about its place.
void add_pin_entry(QMenu& menu, MeshWidget& mesh);

}  // namespace weft::gui
