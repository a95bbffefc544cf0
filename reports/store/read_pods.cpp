#include "reports/store/read_pods.hpp"

#include "reports/store/columns.hpp"
#include "reports/store/first_row.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace weft::reports {
namespace {

/// Of a row of interval, pod, attempts, failed, time_sum_ns.
PodPoint pod_point(SQLite::Statement& row) {
    return {.interval = row.getColumn(0).getUInt(),
            .row = {.pod = row.getColumn(1).getUInt(),
                    .attempts = count_of(row.getColumn(2)),
                    .failed = count_of(row.getColumn(3)),
                    .time_sum = mesh::Duration{row.getColumn(4).getInt64()}}};
}

void add_pods(std::vector<PodPoint>& points,
              SQLite::Database& file,
              const char* table,
              std::size_t from,
              std::size_t to) {
    if (from >= to) return;
    SQLite::Statement row{file, fmt::format("select interval, pod, attempts, failed, time_sum_ns "
                                            "from {} where rowid >= ? and rowid < ?",
                                            table)};
    row.bind(1, first_row(file, table, "interval", static_cast<std::int64_t>(from)));
    row.bind(2, first_row(file, table, "interval", static_cast<std::int64_t>(to)));
    while (row.executeStep())
        points.push_back(pod_point(row));
}

}  // namespace

std::vector<PodPoint> read_pods(
    SQLite::Database& file, std::size_t ended, std::size_t from, std::size_t to, std::size_t each) {
    constexpr std::size_t block = intervals_of_block;
    std::vector<PodPoint> points;
    // The last block may not have ended; of a run that goes on, it may have by now.
    const std::size_t first = (from + block - 1) / block * block;
    const std::size_t last = std::min(to, ended) / block * block;
    if (each % block != 0 || first >= last) {
        add_pods(points, file, "pod_series", from, to);
        return points;
    }
    add_pods(points, file, "pod_series", from, first);
    add_pods(points, file, "pod_series_16", first, last);
    add_pods(points, file, "pod_series", last, to);
    return points;
}

std::vector<PodPoint> read_series_of_pod(SQLite::Database& file, std::uint32_t pod) {
    std::vector<PodPoint> points;
    SQLite::Statement row{file,
                          "select interval, pod, attempts, failed, time_sum_ns from pod_series "
                          "where pod = ? order by interval"};
    row.bind(1, pod);
    while (row.executeStep())
        points.push_back(pod_point(row));
    return points;
}

}  // namespace weft::reports
