#include "reports/store/run_reader.hpp"

#include "reports/store/columns.hpp"
#include "reports/store/first_row.hpp"
#include "reports/store/interval_row.hpp"
#include "reports/store/open_run_file.hpp"
#include "reports/store/read_limits.hpp"
#include "reports/store/read_pods.hpp"
#include "reports/store/store_error.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::NameKind;

namespace {

mesh::Duration duration_of(const SQLite::Column& column) {
    return mesh::Duration{column.getInt64()};
}

mesh::Instant moment_of(const SQLite::Column& column) {
    return mesh::Instant{duration_of(column)};
}

/// Of a row "load, edge, requests, attempts, failed, latency_sum_ns, p50_ns, p90_ns, p99_ns,
/// max_ns, rejected, unanswered" from this column on.
SeriesRow row_of_series(SQLite::Statement& row, int at) {
    return {.load = number_of(row.getColumn(at)),
            .edge = number_of(row.getColumn(at + 1)),
            .requests = count_of(row.getColumn(at + 2)),
            .attempts = count_of(row.getColumn(at + 3)),
            .failed = count_of(row.getColumn(at + 4)),
            .latency_sum = duration_of(row.getColumn(at + 5)),
            .p50 = duration_of(row.getColumn(at + 6)),
            .p90 = duration_of(row.getColumn(at + 7)),
            .p99 = duration_of(row.getColumn(at + 8)),
            .max = duration_of(row.getColumn(at + 9)),
            .rejected = count_of(row.getColumn(at + 10)),
            .unanswered = count_of(row.getColumn(at + 11))};
}

const char* const series_columns =
    "load, edge, requests, attempts, failed, latency_sum_ns, p50_ns, p90_ns, p99_ns, max_ns, "
    "rejected, unanswered";

const char* const change_columns = "at_ns, kind, source, pod, cluster, step, value";

}  // namespace

struct RunReader::Tables {
    explicit Tables(const std::filesystem::path& path) : file(open_run_file(path)) {}

    /// What is selected of the rows of the intervals from one to before another.
    std::vector<SeriesRow> series(const std::string& query, std::size_t from, std::size_t to) {
        std::vector<SeriesRow> rows;
        SQLite::Statement select{file, query};
        select.bind(1, first_row(file, "series", "interval", static_cast<std::int64_t>(from)));
        select.bind(2, first_row(file, "series", "interval", static_cast<std::int64_t>(to)));
        while (select.executeStep())
            rows.push_back(row_of_series(select, 0));
        return rows;
    }

    Change change(SQLite::Statement& row) {
        const std::string_view kind = row.getColumn(1).getText();
        if (kinds.empty()) {
            for (int number = 0; number <= static_cast<int>(Change::last_kind); ++number)
                kinds.emplace(name_of(static_cast<Change::Kind>(number)),
                              static_cast<Change::Kind>(number));
        }
        const auto found = kinds.find(kind);
        if (found == kinds.end())
            throw std::runtime_error(fmt::format("holds an unknown '{}'", kind));
        return {.at = moment_of(row.getColumn(0)),
                .kind = found->second,
                .source = number_of(row.getColumn(2)),
                .pod = number_of(row.getColumn(3)),
                .cluster = number_of(row.getColumn(4)),
                .step = number_of(row.getColumn(5)),
                .value = count_of(row.getColumn(6))};
    }

    std::string meta(const char* key) {
        SQLite::Statement select{file, "select value from meta where key = ?"};
        select.bind(1, key);
        return select.executeStep() ? select.getColumn(0).getString() : std::string{};
    }

    SQLite::Database file;
    std::map<std::string, Change::Kind, std::less<>> kinds;
};

namespace {

/// What SQLite or a foreign value makes of a damaged file becomes a StoreError that names it.
template <class Read>
auto reading(const std::filesystem::path& path, Read read) {
    try {
        return read();
    } catch (const StoreError&) {
        throw;
    } catch (const std::runtime_error& failure) {  // SQLite::Exception is one.
        throw StoreError{path, failure.what()};
    }
}

}  // namespace

RunReader::RunReader(const std::filesystem::path& path)
    : path_(path), tables_(std::make_unique<Tables>(path)) {
    refresh();
}

RunReader::~RunReader() = default;

void RunReader::refresh() {
    reading(path_, [&] {
        // Others write meanwhile: all is of one moment, so that whoever is named is known.
        const SQLite::Transaction one_moment{tables_->file};
        read_label();
        read_intervals();
        read_names();
        read_workloads();
    });
}

void RunReader::read_label() {
    label_ = {.scenario = tables_->meta("scenario"),
              .seed = tables_->meta("seed"),
              .status = tables_->meta("status"),
              .why = tables_->meta("why"),
              .fingerprint = tables_->meta("fingerprint"),
              .version = tables_->meta("version"),
              .build = tables_->meta("build")};
}

void RunReader::read_names() {
    SQLite::Statement name{
        tables_->file,
        "select number, name from name where kind = ? and number >= ? order by number"};
    for (std::size_t kind = 0; kind < name_kinds; ++kind) {
        const std::size_t known = names_.all(static_cast<NameKind>(kind)).size();
        name.bind(1, name_of(static_cast<NameKind>(kind)));
        name.bind(2, static_cast<std::int64_t>(known));
        while (name.executeStep())
            names_.add(static_cast<NameKind>(kind), name.getColumn(0).getUInt(),
                       name.getColumn(1).getString());
        name.reset();
    }
    SQLite::Statement edge{
        tables_->file, "select source, destination, version from edge where id >= ? order by id"};
    edge.bind(1, static_cast<std::int64_t>(edges_.size()));
    const std::size_t services = names_.all(NameKind::service).size();
    while (edge.executeStep()) {
        const Edge read{edge.getColumn(0).getUInt(), edge.getColumn(1).getUInt(),
                        edge.getColumn(2).getUInt()};
        if (std::max(read.source, read.destination) >= services)
            throw std::runtime_error("holds calls of a service that it does not name");
        edges_.push_back(read);
    }
}

void RunReader::read_workloads() {
    SQLite::Statement workload{
        tables_->file,
        "select name, namespace, app, version, canonical_service, canonical_revision, principal, "
        "host from workload where number >= ? order by number"};
    workload.bind(1, static_cast<std::int64_t>(workloads_.size()));
    while (workload.executeStep())
        workloads_.push_back({.name = workload.getColumn(0).getString(),
                              .ns = workload.getColumn(1).getString(),
                              .app = workload.getColumn(2).getString(),
                              .version = workload.getColumn(3).getString(),
                              .service = workload.getColumn(4).getString(),
                              .revision = workload.getColumn(5).getString(),
                              .principal = workload.getColumn(6).getString(),
                              .host = workload.getColumn(7).getString()});
}

void RunReader::read_intervals() {
    SQLite::Statement interval{
        tables_->file,
        "select start_ns, end_ns, hash, events from fingerprint where interval >= ? "
        "order by interval"};
    interval.bind(1, static_cast<std::int64_t>(intervals_.size()));
    while (interval.executeStep())
        intervals_.push_back(interval_of_row(interval));
}

std::vector<SeriesRow> RunReader::series_of_interval(std::size_t interval) {
    return reading(path_, [&] {
        return tables_->series(
            fmt::format("select {} from series where rowid >= ? and rowid < ?", series_columns),
            interval, interval + 1);
    });
}

std::vector<SeriesRow> RunReader::edges_of_intervals(std::size_t from, std::size_t to) {
    return reading(path_, [&] {
        return tables_->series(
            "select null, edge, sum(requests), sum(attempts), sum(failed), sum(latency_sum_ns), "
            "max(p50_ns), max(p90_ns), max(p99_ns), max(max_ns), sum(rejected), sum(unanswered) "
            "from series where rowid >= ? and rowid < ? and edge is not null "
            "group by edge order by edge",
            from, to);
    });
}

std::vector<SeriesPoint> RunReader::series_of_loads(std::size_t from) {
    return reading(path_, [&] {
        std::vector<SeriesPoint> points;
        SQLite::Statement select{
            tables_->file,
            "select interval, null, null, requests, attempts, failed, latency_sum_ns, p50_ns, "
            "p90_ns, p99_ns, max_ns, rejected, unanswered from total_series "
            "where interval >= ? order by interval"};
        select.bind(1, static_cast<std::int64_t>(from));
        while (select.executeStep())
            points.push_back({select.getColumn(0).getUInt(), row_of_series(select, 1)});
        return points;
    });
}

std::vector<SeriesPoint> RunReader::series_of_edge(std::uint32_t edge) {
    return reading(path_, [&] {
        std::vector<SeriesPoint> points;
        SQLite::Statement select{
            tables_->file,
            fmt::format("select interval, {} from series where edge = ? order by interval",
                        series_columns)};
        select.bind(1, edge);
        while (select.executeStep())
            points.push_back({select.getColumn(0).getUInt(), row_of_series(select, 1)});
        return points;
    });
}

std::vector<Change> RunReader::changes(mesh::Instant from, mesh::Instant to, std::size_t most) {
    return reading(path_, [&] {
        std::vector<Change> found;
        SQLite::Statement select{
            tables_->file,
            fmt::format("select {} from change where rowid >= ? and rowid < ? limit ?",
                        change_columns)};
        select.bind(1,
                    first_row(tables_->file, "change", "at_ns", from.time_since_epoch().count()));
        select.bind(2, first_row(tables_->file, "change", "at_ns", to.time_since_epoch().count()));
        select.bind(3, static_cast<std::int64_t>(most));
        while (select.executeStep())
            found.push_back(tables_->change(select));
        return found;
    });
}

/// How many changes belong to the intervals that are known. Of a run that goes on others may have
/// come meanwhile, which are to be counted in the interval that they belong to.
std::int64_t RunReader::rows_of_known_intervals() {
    if (label_.status != "running")
        return tables_->file.execAndGet("select coalesce(max(rowid), 0) from change").getInt64();
    if (intervals_.empty()) return 0;
    const mesh::Instant end = intervals_.back().end;
    return first_row(tables_->file, "change", "at_ns", end.time_since_epoch().count()) - 1;
}

RecordedChanges RunReader::changes_after(std::int64_t rows_read) {
    return reading(path_, [&] {
        RecordedChanges found;
        found.rows_read = rows_of_known_intervals();
        // There may be a million others, which the index leaves out.
        SQLite::Statement state{
            tables_->file,
            fmt::format("select {} from change indexed by change_of_state where "
                        "at_ns >= coalesce((select at_ns from change where rowid = ?1), 0) and "
                        "rowid > ?1 and rowid <= ?2 and kind not in ('limit_reached', "
                        "'ejection_refused') order by at_ns, rowid",
                        change_columns)};
        state.bind(1, rows_read);
        state.bind(2, found.rows_read);
        while (state.executeStep())
            found.of_state.push_back(tables_->change(state));
        return found;
    });
}

RecordedLimits RunReader::limits_after(std::int64_t rows_read, std::int64_t few) {
    return reading(path_,
                   [&] { return read_limits(tables_->file, intervals_.size(), rows_read, few); });
}

std::vector<LimitCount> RunReader::limits_of_interval(std::size_t interval) {
    return reading(path_, [&] { return read_limits_of_interval(tables_->file, interval); });
}

std::vector<SampledRequest> RunReader::requests(mesh::Instant from,
                                                mesh::Instant to,
                                                std::size_t most) {
    return reading(path_, [&] {
        std::vector<SampledRequest> found;
        // Without a join: it would make SQLite go through all requests of a load.
        SQLite::Statement select{
            tables_->file,
            "select load, request, status, flags, started_ns, ended_ns from span "
            "where rowid >= ? and rowid < ? and parent is null and kind = 0 order by rowid limit "
            "?"};
        select.bind(1,
                    first_row(tables_->file, "span", "ended_ns", from.time_since_epoch().count()));
        select.bind(2, first_row(tables_->file, "span", "ended_ns", to.time_since_epoch().count()));
        select.bind(3, static_cast<std::int64_t>(most));
        while (select.executeStep())
            found.push_back({.load = names_.of(NameKind::load, select.getColumn(0).getUInt()),
                             .number = count_of(select.getColumn(1)),
                             .status = static_cast<std::uint16_t>(select.getColumn(2).getUInt()),
                             .flags = mesh::Flags{select.getColumn(3).getUInt()},
                             .sent = moment_of(select.getColumn(4)),
                             .ended = moment_of(select.getColumn(5))});
        return found;
    });
}

std::vector<RecordedSpan> RunReader::spans(const std::string& load, std::uint64_t request) {
    return reading(path_, [&] { return read_spans(tables_->file, load, request); });
}

std::vector<BrokenExpectation> RunReader::broken_expectations() {
    return reading(path_, [&] {
        std::vector<BrokenExpectation> broken;
        SQLite::Statement select{tables_->file,
                                 "select text, first_broken_ns from expectation where held = 0 "
                                 "and first_broken_ns is not null order by first_broken_ns, id"};
        while (select.executeStep())
            broken.push_back({select.getColumn(0).getString(), moment_of(select.getColumn(1))});
        return broken;
    });
}

std::vector<PodPoint> RunReader::pods_of_intervals(std::size_t from,
                                                   std::size_t to,
                                                   std::size_t each) {
    return reading(path_,
                   [&] { return read_pods(tables_->file, intervals_.size(), from, to, each); });
}

std::vector<PodPoint> RunReader::series_of_pod(std::uint32_t pod) {
    return reading(path_, [&] { return read_series_of_pod(tables_->file, pod); });
}

}  // namespace weft::reports
