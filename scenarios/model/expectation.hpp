#pragma once

#include "mesh/base/time.hpp"
#include "reports/metrics/measure.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <string>

namespace weft::scenarios {

/// One line of `expect`: a measure, a comparison, a bound.
struct Expectation {
    enum class Comparison { less, less_equal, greater, greater_equal, equal };

    std::string text;  ///< As written.
    Place place;
    reports::Measure measure;
    Comparison comparison = Comparison::less;
    double bound = 0;  ///< In the measure's unit: ns for times, 0 to 1 for shares, else a count.
};

}  // namespace weft::scenarios
