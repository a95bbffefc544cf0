#pragma once

#include "gui/source/run_source.hpp"
#include "reports/store/run_reader.hpp"

namespace weft::gui {

/// Who is there, by what a run file says so far, and which pods and clusters are whose.
Topology topology_of(const reports::RunReader& reader);

}  // namespace weft::gui
