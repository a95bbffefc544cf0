#pragma once

#include "sim/service/behaviour.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// The headers that carry a trace from request to request: what apps copy to their own calls unless
/// a scenario says otherwise. Lower case.
std::vector<std::string> trace_headers();

/// What the pods of a workload do that no scenario describes: 16 workers, held from start to
/// answer, each of which computes for an exponential time of 5 ms on average, calls nobody, and
/// answers 200.
sim::Behaviour default_behaviour();

}  // namespace weft::scenarios
