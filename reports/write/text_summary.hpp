#pragma once

#include "reports/metrics/run_summary.hpp"

#include <string>

namespace weft::reports {

/// The summary of a run for people, in lines of at most 100 characters; `colour` adds ANSI colours.
///
/// Loads come in the order of the scenario, edges by their names. Of more than 40 edges it shows
/// those that failed or were asked most often, and says how many it left out.
std::string text_summary(const RunSummary& run, bool colour);

/// What was measured of an expectation, and when it went wrong: "measured 98.20%, broken from 35s".
std::string measured_text(const Judgement& judged);

}  // namespace weft::reports
