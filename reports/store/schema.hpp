#pragma once

#include <cstdint>

namespace weft::reports {

/// PRAGMA application_id of every run file: "weft" in ASCII.
inline constexpr std::int32_t run_file_application_id = 0x77656674;

/// PRAGMA user_version. It grows when a table or a view changes its meaning or goes away; tables,
/// columns and views may be added without.
inline constexpr std::int32_t run_file_version = 1;

/// Makes the tables and views of an empty run file. docs/run-file.md explains them.
extern const char* const run_file_schema;

}  // namespace weft::reports
