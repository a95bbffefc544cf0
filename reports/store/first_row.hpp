#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>

namespace weft::reports {

/// The first row of a table in which a column that never falls is at least `value`; past the last
/// if there is none. Of tables that grow with the run in order of time: no index is needed.
std::int64_t first_row(SQLite::Database& file,
                       const char* table,
                       const char* column,
                       std::int64_t value);

}  // namespace weft::reports
