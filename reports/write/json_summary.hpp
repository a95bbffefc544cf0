#pragma once

#include "reports/metrics/run_summary.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace weft::reports {

/// The summary of a run for machines, as one JSON object, with a line break at its end.
///
/// Latencies are milliseconds, in the value of an expectation as well; shares are 0 to 1; the
/// fingerprint is a string of 16 hexadecimal digits; a status of "0" stands for an answer that
/// never came. What nothing was measured of (the success rate of no requests, the value of a
/// measure whose window was empty) is null.
std::string json_summary(const RunSummary& run);

/// One of its expectations.
nlohmann::ordered_json expectation_json(const Judgement& judged);

}  // namespace weft::reports
