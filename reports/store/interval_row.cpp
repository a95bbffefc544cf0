#include "reports/store/interval_row.hpp"

#include "reports/store/columns.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <charconv>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>

namespace weft::reports {

sim::observe::IntervalEnd interval_of_row(SQLite::Statement& row) {
    sim::observe::IntervalEnd interval{
        .start = mesh::Instant{mesh::Duration{row.getColumn(0).getInt64()}},
        .end = mesh::Instant{mesh::Duration{row.getColumn(1).getInt64()}},
        .events = count_of(row.getColumn(3))};
    const SQLite::Column column = row.getColumn(2);
    const std::string_view hash = column.getText();
    const char* const end = hash.data() + hash.size();
    const auto read = std::from_chars(hash.data(), end, interval.fingerprint, 16);
    if (read.ec != std::errc{} || read.ptr != end)
        throw std::runtime_error(fmt::format("holds a fingerprint that is none: '{}'", hash));
    return interval;
}

}  // namespace weft::reports
