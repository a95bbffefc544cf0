#pragma once

#include "reports/explain/request_trace.hpp"
#include "sim/observe/facts.hpp"

#include <span>
#include <vector>

namespace weft::reports {

/// States that began before a request ended and had not ended then: of what it met on its way, of
/// hosts that it could have been sent to, and those that concern all. `changes` are in order of
/// time, as what is returned is.
std::vector<sim::observe::Change> states_held(const RequestTrace& trace,
                                              std::span<const sim::observe::Change> changes);

/// Limits that were reached just when something happened to a request, of what it met.
std::vector<sim::observe::Change> limits_met(const RequestTrace& trace,
                                             std::span<const sim::observe::Change> changes);

}  // namespace weft::reports
