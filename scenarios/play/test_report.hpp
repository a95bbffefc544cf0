#pragma once

#include "reports/write/junit.hpp"
#include "scenarios/play/tested_run.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace weft::scenarios {

/// What became of several runs, in the order in which they were asked for.
struct TestReport {
    std::vector<TestedRun> runs;
    std::vector<std::string> uncovered =
        {};             ///< Mechanisms that should have been seen, and were not.
    double wall_s = 0;  ///< Of all together.

    std::size_t count(TestedRun::Verdict verdict) const;
    int exit_code() const;
};

/// As a table, with the first expectation that fails of each run, and the mechanisms below it.
std::string text_of(const TestReport& report, bool colour);

/// As one JSON object; units as in the summary of a run.
std::string json_of(const TestReport& report);

/// One suite for each run, one case for each expectation.
std::vector<reports::JunitSuite> junit_of(const TestReport& report);

}  // namespace weft::scenarios
