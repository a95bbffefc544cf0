#pragma once

#include "sim/observe/facts.hpp"

#include <SQLiteCpp/Column.h>

#include <cstdint>

namespace weft::reports {

/// A number of something that has a name; a null stands for nobody.
inline std::uint32_t number_of(const SQLite::Column& column) {
    return column.isNull() ? sim::observe::nobody : column.getUInt();
}

/// A count of events, bytes or nanoseconds.
inline std::uint64_t count_of(const SQLite::Column& column) {
    return static_cast<std::uint64_t>(column.getInt64());
}

}  // namespace weft::reports
