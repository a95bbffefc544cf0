#pragma once

#include "reports/explain/reasons.hpp"
#include "reports/explain/request_trace.hpp"
#include "reports/metrics/names.hpp"
#include "sim/observe/facts.hpp"

#include <span>
#include <string>

namespace weft::reports {

/// What was the matter in the mesh when a request ended, one line each: states of the cluster as a
/// whole or of a pod on its way, and limits that were reached just when something happened to it;
/// each with what led to it where `reasons`, which may be null, know. `changes` are in order of
/// time.
std::string what_held(const RequestTrace& trace,
                      const Names& names,
                      std::span<const sim::observe::Change> changes,
                      const Reasons* reasons);

}  // namespace weft::reports
