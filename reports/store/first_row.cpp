#include "reports/store/first_row.hpp"

#include <fmt/format.h>

namespace weft::reports {

std::int64_t first_row(SQLite::Database& file,
                       const char* table,
                       const char* column,
                       std::int64_t value) {
    SQLite::Statement cell{file, fmt::format("select {} from {} where rowid = ?", column, table)};
    std::int64_t low = 1;
    std::int64_t end =
        file.execAndGet(fmt::format("select coalesce(max(rowid), 0) + 1 from {}", table))
            .getInt64();
    while (low < end) {
        const std::int64_t middle = low + (end - low) / 2;
        cell.bind(1, middle);
        const bool is_before = cell.executeStep() && cell.getColumn(0).getInt64() < value;
        cell.reset();
        if (is_before) {
            low = middle + 1;
        } else {
            end = middle;
        }
    }
    return low;
}

}  // namespace weft::reports
