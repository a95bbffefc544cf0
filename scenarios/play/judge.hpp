#pragma once

#include "reports/metrics/recording.hpp"
#include "reports/metrics/run_summary.hpp"
#include "scenarios/model/scenario.hpp"

#include <vector>

namespace weft::scenarios {

/// The measures that the expectations need, in their order.
std::vector<reports::Measure> measures_of(const Scenario& scenario);

/// What became of each expectation. One that had nothing to measure does not hold.
std::vector<reports::Judgement> judge(const Scenario& scenario,
                                      const reports::Recording& recording);

}  // namespace weft::scenarios
