#pragma once

#include <cstdint>

namespace weft::reports {

/// PRAGMA application_id of every run file: "weft" in ASCII.
inline constexpr std::int32_t run_file_application_id = 0x77656674;

/// PRAGMA user_version. It grows when a table or a view changes its meaning or goes away, or when
/// weft cannot do without what earlier files lack: it reads files of this version alone.
inline constexpr std::int32_t run_file_version = 5;

/// Makes the tables and views of an empty run file. docs/run-file.md explains them.
extern const char* const run_file_schema;

}  // namespace weft::reports
