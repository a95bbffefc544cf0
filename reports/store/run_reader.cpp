#include "reports/store/run_reader.hpp"

#include "reports/store/open_run_file.hpp"
#include "reports/store/store_error.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <fmt/format.h>
#include <map>
#include <stdexcept>
#include <tuple>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::NameKind;
using sim::observe::nobody;

namespace {

std::uint32_t number_or_nobody(const SQLite::Column& column) {
    return column.isNull() ? nobody : column.getUInt();
}

std::uint64_t unsigned_of(const SQLite::Column& column) {
    return static_cast<std::uint64_t>(column.getInt64());
}

mesh::Duration duration_of(const SQLite::Column& column) {
    return mesh::Duration{column.getInt64()};
}

mesh::Instant moment_of(const SQLite::Column& column) {
    return mesh::Instant{duration_of(column)};
}

/// Of a row "load, edge, requests, attempts, failed, latency_sum_ns, p50_ns, p90_ns, p99_ns,
/// max_ns" from this column on.
SeriesRow row_of_series(SQLite::Statement& row, int at) {
    return {.load = number_or_nobody(row.getColumn(at)),
            .edge = number_or_nobody(row.getColumn(at + 1)),
            .requests = unsigned_of(row.getColumn(at + 2)),
            .attempts = unsigned_of(row.getColumn(at + 3)),
            .failed = unsigned_of(row.getColumn(at + 4)),
            .latency_sum = duration_of(row.getColumn(at + 5)),
            .p50 = duration_of(row.getColumn(at + 6)),
            .p90 = duration_of(row.getColumn(at + 7)),
            .p99 = duration_of(row.getColumn(at + 8)),
            .max = duration_of(row.getColumn(at + 9))};
}

const char* const series_columns =
    "load, edge, requests, attempts, failed, latency_sum_ns, p50_ns, p90_ns, p99_ns, max_ns";

const char* const change_columns = "at_ns, kind, source, pod, cluster, step, value";

}  // namespace

struct RunReader::Tables {
    explicit Tables(const std::filesystem::path& path) : file(open_run_file(path)) {}

    /// The first row of a table in which a column that never falls is at least `value`; past the
    /// last if there is none.
    std::int64_t first_row(const char* table, const char* column, std::int64_t value) {
        SQLite::Statement cell{file,
                               fmt::format("select {} from {} where rowid = ?", column, table)};
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

    Change change(SQLite::Statement& row) {
        const std::string kind = row.getColumn(1).getString();
        if (kinds.empty()) {
            for (int number = 0; number <= static_cast<int>(Change::last_kind); ++number)
                kinds.emplace(name_of(static_cast<Change::Kind>(number)),
                              static_cast<Change::Kind>(number));
        }
        const auto found = kinds.find(kind);
        if (found == kinds.end()) throw std::runtime_error("holds an unknown '" + kind + "'");
        return {.at = moment_of(row.getColumn(0)),
                .kind = found->second,
                .source = number_or_nobody(row.getColumn(2)),
                .pod = number_or_nobody(row.getColumn(3)),
                .cluster = number_or_nobody(row.getColumn(4)),
                .step = number_or_nobody(row.getColumn(5)),
                .value = unsigned_of(row.getColumn(6))};
    }

    std::string meta(const char* key) {
        SQLite::Statement select{file, "select value from meta where key = ?"};
        select.bind(1, key);
        return select.executeStep() ? select.getColumn(0).getString() : std::string{};
    }

    SQLite::Database file;
    std::map<std::string, Change::Kind> kinds;
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
        read_label();
        read_names();
        read_workloads();
        read_intervals();
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
    SQLite::Statement name{tables_->file,
                           "select number, name from name where kind = ? order by number"};
    for (std::size_t kind = 0; kind < name_kinds; ++kind) {
        name.bind(1, name_of(static_cast<NameKind>(kind)));
        while (name.executeStep())
            names_.add(static_cast<NameKind>(kind), name.getColumn(0).getUInt(),
                       name.getColumn(1).getString());
        name.reset();
    }
    edges_.clear();
    SQLite::Statement edge{tables_->file,
                           "select source, destination, version from edge order by id"};
    while (edge.executeStep())
        edges_.push_back({edge.getColumn(0).getUInt(), edge.getColumn(1).getUInt(),
                          edge.getColumn(2).getUInt()});
}

void RunReader::read_workloads() {
    workloads_.clear();
    SQLite::Statement workload{
        tables_->file,
        "select name, namespace, app, version, canonical_service, canonical_revision, principal, "
        "host from workload order by number"};
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
        "select start_ns, end_ns from fingerprint where interval >= ? order by interval"};
    interval.bind(1, static_cast<std::int64_t>(intervals_.size()));
    while (interval.executeStep())
        intervals_.push_back({moment_of(interval.getColumn(0)), moment_of(interval.getColumn(1))});
}

std::vector<SeriesRow> RunReader::series_of_interval(std::size_t interval) {
    return reading(path_, [&] {
        std::vector<SeriesRow> rows;
        const auto number = static_cast<std::int64_t>(interval);
        SQLite::Statement select{
            tables_->file,
            fmt::format("select {} from series where rowid >= ? and rowid < ?", series_columns)};
        select.bind(1, tables_->first_row("series", "interval", number));
        select.bind(2, tables_->first_row("series", "interval", number + 1));
        while (select.executeStep())
            rows.push_back(row_of_series(select, 0));
        return rows;
    });
}

std::vector<SeriesPoint> RunReader::series_of_loads() {
    return reading(path_, [&] {
        std::vector<SeriesPoint> points;
        SQLite::Statement select{
            tables_->file,
            fmt::format("select interval, {} from series where edge is null order by interval",
                        series_columns)};
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
        select.bind(1, tables_->first_row("change", "at_ns", from.time_since_epoch().count()));
        select.bind(2, tables_->first_row("change", "at_ns", to.time_since_epoch().count()));
        select.bind(3, static_cast<std::int64_t>(most));
        while (select.executeStep())
            found.push_back(tables_->change(select));
        return found;
    });
}

std::vector<Change> RunReader::changes_of_state() {
    return reading(path_, [&] {
        std::vector<Change> found;
        SQLite::Statement select{
            tables_->file, fmt::format("select {} from change where kind <> 'limit_reached' and "
                                       "kind <> 'ejection_refused' order by rowid",
                                       change_columns)};
        while (select.executeStep())
            found.push_back(tables_->change(select));
        return found;
    });
}

std::vector<LimitCount> RunReader::limits_reached() {
    return reading(path_, [&] {
        std::vector<LimitCount> found;
        std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>, std::size_t> places;
        SQLite::Statement select{
            tables_->file,
            "select at_ns, cluster, value from change where kind = 'limit_reached' order by rowid"};
        std::uint32_t interval = 0;
        while (select.executeStep()) {
            const mesh::Instant at = moment_of(select.getColumn(0));
            while (interval + 1 < intervals_.size() && intervals_[interval].end <= at)
                ++interval;
            const std::uint32_t cluster = number_or_nobody(select.getColumn(1));
            const std::uint64_t limit = unsigned_of(select.getColumn(2));
            const auto [place, is_new] =
                places.try_emplace({interval, cluster, limit}, found.size());
            if (is_new) found.push_back({interval, cluster, limit, 0});
            ++found[place->second].count;
        }
        return found;
    });
}

std::vector<SampledRequest> RunReader::requests(mesh::Instant from,
                                                mesh::Instant to,
                                                std::size_t most) {
    return reading(path_, [&] {
        std::vector<SampledRequest> found;
        SQLite::Statement select{
            tables_->file,
            "select v_load.name, request, status, flags, started_ns, ended_ns from span join "
            "v_load "
            "using (load) where span.rowid >= ? and span.rowid < ? and parent is null and kind = 0 "
            "order by span.rowid limit ?"};
        select.bind(1, tables_->first_row("span", "ended_ns", from.time_since_epoch().count()));
        select.bind(2, tables_->first_row("span", "ended_ns", to.time_since_epoch().count()));
        select.bind(3, static_cast<std::int64_t>(most));
        while (select.executeStep())
            found.push_back({.load = select.getColumn(0).getString(),
                             .number = unsigned_of(select.getColumn(1)),
                             .status = static_cast<std::uint16_t>(select.getColumn(2).getUInt()),
                             .flags = mesh::Flags{select.getColumn(3).getUInt()},
                             .sent = moment_of(select.getColumn(4)),
                             .ended = moment_of(select.getColumn(5))});
        return found;
    });
}

std::vector<RecordedSpan> RunReader::spans(const std::string& load, std::uint64_t request) {
    return read_spans(path_, load, request);
}

std::vector<PodSample> RunReader::pod_samples() {
    return reading(path_, [&] {
        std::vector<PodSample> samples;
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> places;
        SQLite::Statement select{
            tables_->file,
            "select pod, status, started_ns, served_ns, ended_ns from span where kind = 1 and pod "
            "is not null order by rowid"};
        std::uint32_t interval = 0;
        while (select.executeStep()) {
            const mesh::Instant ended = moment_of(select.getColumn(4));
            while (interval + 1 < intervals_.size() && intervals_[interval].end <= ended)
                ++interval;
            const std::uint32_t pod = select.getColumn(0).getUInt();
            const auto [place, is_new] = places.try_emplace({interval, pod}, samples.size());
            if (is_new) samples.push_back({.interval = interval, .pod = pod});
            PodSample& sample = samples[place->second];
            const int status = select.getColumn(1).getInt();
            const mesh::Instant started = moment_of(select.getColumn(2));
            ++sample.attempts;
            if (status == 0 || status >= 500) ++sample.failed;
            sample.time_sum += ended - started;
            sample.queued_sum += moment_of(select.getColumn(3)) - started;
        }
        return samples;
    });
}

}  // namespace weft::reports
