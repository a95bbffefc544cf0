#pragma once

#include "gui/window/mesh_widget.hpp"

namespace weft::gui {

/// Gives the mesh to screen readers: every visible box is a child of the widget, with its name and
/// state, related to the boxes that it calls and that call it. Changes of state are announced, at
/// most once a second.
void make_accessible(MeshWidget& mesh, Session& session);

}  // namespace weft::gui
