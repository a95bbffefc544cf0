#include "reports/store/read_limits.hpp"

#include "reports/store/columns.hpp"
#include "reports/store/first_row.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace weft::reports {
namespace {

/// Adds those after a row, of intervals from one to before another.
void add_limits(RecordedLimits& found,
                SQLite::Database& file,
                const char* table,
                std::size_t from,
                std::size_t to) {
    SQLite::Statement row{
        file, fmt::format("select interval, cluster, value, count, rowid from {} "
                          "where rowid > ? and interval >= ? and interval < ? order by rowid",
                          table)};
    row.bind(1, found.rows_read);
    row.bind(2, static_cast<std::int64_t>(from));
    row.bind(3, static_cast<std::int64_t>(to));
    while (row.executeStep()) {
        found.counts.push_back({.interval = row.getColumn(0).getUInt(),
                                .cluster = number_of(row.getColumn(1)),
                                .limit = count_of(row.getColumn(2)),
                                .count = count_of(row.getColumn(3))});
        found.rows_read = row.getColumn(4).getInt64();
    }
}

/// Puts them into the order of interval, cluster and limit, and those of the same into one. Of
/// rows that come nearly in order this takes a sixth of the time that SQLite takes for it.
void sum_up(std::vector<LimitCount>& counts) {
    const auto place = [](const LimitCount& count) {
        return std::tuple{count.interval, count.cluster + 1, count.limit};  // Nobody is first.
    };
    std::ranges::sort(counts, {}, place);
    std::size_t kept = 0;
    for (const LimitCount& count : counts) {
        if (kept > 0 && place(counts[kept - 1]) == place(count)) {
            counts[kept - 1].count += count.count;
        } else {
            counts[kept++] = count;
        }
    }
    counts.resize(kept);
}

}  // namespace

RecordedLimits read_limits(SQLite::Database& file,
                           std::size_t ended,
                           std::int64_t rows_read,
                           std::int64_t few) {
    RecordedLimits found{.counts = {}, .rows_read = rows_read, .blocks_end = 0};
    const std::int64_t rows =
        file.execAndGet("select coalesce(max(rowid), 0) from limit_series").getInt64();
    if (rows_read == 0 && rows > few) {
        const std::size_t end = ended / intervals_of_block * intervals_of_block;
        add_limits(found, file, "limit_series_16", 0, end);
        found.blocks_end = end;
        found.rows_read =
            first_row(file, "limit_series", "interval", static_cast<std::int64_t>(end)) - 1;
    }
    add_limits(found, file, "limit_series", 0, ended);
    sum_up(found.counts);
    return found;
}

std::vector<LimitCount> read_limits_of_interval(SQLite::Database& file, std::size_t interval) {
    const auto number = static_cast<std::int64_t>(interval);
    const std::int64_t first = first_row(file, "limit_series", "interval", number);
    SQLite::Statement row{file,
                          "select interval, cluster, value, count from limit_series "
                          "where rowid >= ? and rowid < ?"};
    row.bind(1, first);
    row.bind(2, first_row(file, "limit_series", "interval", number + 1));
    std::vector<LimitCount> counts;
    while (row.executeStep())
        counts.push_back({.interval = row.getColumn(0).getUInt(),
                          .cluster = number_of(row.getColumn(1)),
                          .limit = count_of(row.getColumn(2)),
                          .count = count_of(row.getColumn(3))});
    sum_up(counts);
    return counts;
}

}  // namespace weft::reports
