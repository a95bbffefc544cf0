#pragma once

#include "reports/metrics/measure.hpp"
#include "scenarios/expression/formula.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// One line of `expect`: what must be true of measures once the run is over.
struct Expectation {
    std::string text;  ///< As written.
    Place place;
    Formula formula;
    std::vector<reports::Measure> measures;  ///< By the formula's numbers.
};

}  // namespace weft::scenarios
