#pragma once

#include "sim/service/behaviour.hpp"

namespace weft::scenarios {

/// What the pods of a workload do that no scenario describes: 16 workers, held from start to
/// answer, each of which computes for an exponential time of 5 ms on average, calls nobody, and
/// answers 200.
sim::Behaviour default_behaviour();

}  // namespace weft::scenarios
