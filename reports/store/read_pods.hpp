#pragma once

#include "reports/store/run_reader.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::reports {

/// RunReader::pods_of_intervals() of a file of which so many intervals are known to have ended.
std::vector<PodPoint> read_pods(
    SQLite::Database& file, std::size_t ended, std::size_t from, std::size_t to, std::size_t each);

std::vector<PodPoint> read_series_of_pod(SQLite::Database& file, std::uint32_t pod);

}  // namespace weft::reports
