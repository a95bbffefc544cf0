#pragma once

#include "sim/observe/facts.hpp"

#include <SQLiteCpp/Statement.h>

namespace weft::reports {

/// Of a row "start_ns, end_ns, hash, events". Throws std::runtime_error if its fingerprint is none.
sim::observe::IntervalEnd interval_of_row(SQLite::Statement& row);

}  // namespace weft::reports
