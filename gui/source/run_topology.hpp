#pragma once

#include "gui/source/run_source.hpp"
#include "reports/metrics/edge_index.hpp"
#include "reports/metrics/names.hpp"
#include "sim/observe/facts.hpp"

#include <vector>

namespace weft::gui {

/// Who is there, by what a run says so far, and which pods and clusters are whose.
Topology topology_of(const reports::Names& names,
                     const std::vector<reports::Edge>& edges,
                     const std::vector<sim::observe::Workload>& workloads);

}  // namespace weft::gui
