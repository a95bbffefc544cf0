#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

namespace weft::reports {

/// Opens a run file to read it. Throws NotARunFile if the file is something else, StoreError if it
/// cannot be read or has another version of the format. At no time may two threads use it.
SQLite::Database open_run_file(const std::filesystem::path& path);

}  // namespace weft::reports
