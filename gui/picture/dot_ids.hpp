#pragma once

#include <graphviz/cgraph.h>

namespace weft::gui {

/// Numbers Graphviz's objects in the order in which they are made. Left alone it takes the
/// addresses of their names, by which it then goes through subgraphs: frames would be laid out in
/// another order whenever memory lies otherwise.
Agdisc_t* ids_in_order();

}  // namespace weft::gui
