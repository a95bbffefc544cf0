#include "reports/store/read_details.hpp"

#include "reports/store/open_run_file.hpp"
#include "reports/store/store_error.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <fmt/format.h>

namespace weft::reports {
namespace {

const char* const spans_selected = R"sql(
select v_load.name, request, id, parent, span.kind, coalesce(service.name, ''), coalesce(pod.name, ''),
    coalesce((select cluster.name from decision
              join name as cluster on cluster.kind = 'cluster' and cluster.number = decision.cluster
              where decision.load = span.load and decision.request = span.request
                and decision.span = span.id and decision.kind = 1 and span.kind = 0
              order by decision.at_ns desc, decision.attempt desc limit 1), ''),
    attempt, status, flags, started_ns, served_ns, ended_ns
from span join v_load using (load)
left join name as service on service.kind = 'service' and service.number = span.service
left join name as pod on pod.kind = 'pod' and pod.number = span.pod
)sql";
const char* const of_one_request =
    "where span.load = (select load from v_load where name = ?1) and request = ?2 ";
const char* const spans_in_order = "order by ended_ns, id";

const char* const series_query = R"sql(
select start_ns, end_ns, coalesce(v_load.name, ''), coalesce(source, ''), coalesce(destination, ''),
    coalesce(version, ''), requests, attempts, failed, latency_sum_ns, p50_ns, p90_ns, p99_ns, max_ns,
    rejected, unanswered
from series join fingerprint using (interval)
left join v_load using (load) left join v_edge using (edge)
order by interval, v_load.name is null, v_load.name, source, destination, version
)sql";

/// Reads the columns of a row one after the other.
class Columns {
public:
    explicit Columns(SQLite::Statement& row) : row_(row) {}

    std::string text() { return next().getString(); }
    std::uint64_t count() { return static_cast<std::uint64_t>(next().getInt64()); }
    std::uint32_t number() { return next().getUInt(); }
    mesh::Duration duration() { return mesh::Duration{next().getInt64()}; }
    mesh::Instant instant() { return mesh::Instant{duration()}; }
    std::optional<std::uint32_t> number_or_none() {
        const SQLite::Column column = next();
        if (column.isNull()) return std::nullopt;
        return column.getUInt();
    }

private:
    SQLite::Column next() { return row_.getColumn(place_++); }

    SQLite::Statement& row_;
    int place_ = 0;
};

template <class Row, class Read, class... Bound>
std::vector<Row> rows_of(SQLite::Database& file,
                         const std::string& query,
                         Read read,
                         const Bound&... bound) {
    std::vector<Row> rows;
    SQLite::Statement statement{file, query};
    int place = 0;
    (statement.bind(++place, bound), ...);
    while (statement.executeStep()) {
        Columns columns{statement};
        rows.push_back(read(columns));
    }
    return rows;
}

template <class Row, class Read, class... Bound>
std::vector<Row> read_rows(const std::filesystem::path& path,
                           const std::string& query,
                           Read read,
                           const Bound&... bound) {
    SQLite::Database file = open_run_file(path);
    try {
        return rows_of<Row>(file, query, read, bound...);
    } catch (const SQLite::Exception& failure) {
        throw StoreError{path, failure.what()};
    }
}

RecordedSpan span_of(Columns& columns) {
    RecordedSpan span;
    span.load = columns.text();
    span.request = columns.count();
    span.id = columns.number();
    span.parent = columns.number_or_none();
    span.is_work = columns.number() == 1;
    span.service = columns.text();
    span.pod = columns.text();
    span.cluster = columns.text();
    span.attempt = columns.number();
    span.status = static_cast<std::uint16_t>(columns.number());
    span.flags = mesh::Flags{columns.number()};
    span.started = columns.instant();
    span.served = columns.instant();
    span.ended = columns.instant();
    return span;
}

}  // namespace

std::vector<RecordedSpan> read_spans(const std::filesystem::path& path) {
    return read_rows<RecordedSpan>(path, fmt::format("{}{}", spans_selected, spans_in_order),
                                   span_of);
}

std::vector<RecordedSpan> read_spans(SQLite::Database& file,
                                     const std::string& load,
                                     std::uint64_t request) {
    return rows_of<RecordedSpan>(
        file, fmt::format("{}{}{}", spans_selected, of_one_request, spans_in_order), span_of, load,
        static_cast<std::int64_t>(request));
}

std::vector<RecordedPoint> read_series(const std::filesystem::path& path) {
    return read_rows<RecordedPoint>(path, series_query, [](Columns& columns) {
        RecordedPoint point;
        point.start = columns.instant();
        point.end = columns.instant();
        point.load = columns.text();
        point.source = columns.text();
        point.destination = columns.text();
        point.version = columns.text();
        point.requests = columns.count();
        point.attempts = columns.count();
        point.failed = columns.count();
        point.latency_sum = columns.duration();
        point.p50 = columns.duration();
        point.p90 = columns.duration();
        point.p99 = columns.duration();
        point.max = columns.duration();
        point.rejected = columns.count();
        point.unanswered = columns.count();
        return point;
    });
}

}  // namespace weft::reports
