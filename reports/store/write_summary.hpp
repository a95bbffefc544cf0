#pragma once

#include "reports/metrics/run_summary.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace weft::reports {

/// Fills the tables that a run file gets at its end. The transaction is the caller's. Names and
/// edges that the file has already are left as they are, and so is the run's status.
void write_summary(SQLite::Database& file, const RunSummary& run);

}  // namespace weft::reports
