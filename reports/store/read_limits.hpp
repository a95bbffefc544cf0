#pragma once

#include "reports/store/run_reader.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::reports {

/// RunReader::limits_after() of a file of which so many intervals are known to have ended.
RecordedLimits read_limits(SQLite::Database& file,
                           std::size_t ended,
                           std::int64_t rows_read,
                           std::int64_t few);

std::vector<LimitCount> read_limits_of_interval(SQLite::Database& file, std::size_t interval);

}  // namespace weft::reports
