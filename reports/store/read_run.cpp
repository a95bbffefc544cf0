#include "reports/store/read_run.hpp"

#include "reports/store/columns.hpp"
#include "reports/store/interval_row.hpp"
#include "reports/store/mesh_tables.hpp"
#include "reports/store/open_run_file.hpp"
#include "reports/store/store_error.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <stdexcept>
#include <utility>
#include <vector>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::NameKind;
using sim::observe::nobody;

namespace {

/// The value with this name. Values are numbered from 0 to `last`.
template <class Kind>
Kind named(const std::string& name, Kind last) {
    for (int number = 0; number <= static_cast<int>(last); ++number) {
        if (name == name_of(static_cast<Kind>(number))) return static_cast<Kind>(number);
    }
    throw std::runtime_error("holds an unknown '" + name + "'");
}

/// The value of `key`, or "".
std::string meta(SQLite::Database& file, const char* key) {
    SQLite::Statement select{file, "select value from meta where key = ?"};
    select.bind(1, key);
    return select.executeStep() ? select.getColumn(0).getString() : std::string{};
}

RunHead read_head(SQLite::Database& file) {
    RunHead head;
    head.scenario = meta(file, "scenario");
    head.seed = std::stoull(meta(file, "seed"));
    head.canonical_scenario = file.execAndGet("select text from scenario").getString();
    head.version = meta(file, "version");
    head.build = meta(file, "build");
    head.level = named(meta(file, "record"), RecordLevel::automatic);
    SQLite::Statement given{file, "select option, value from given order by id"};
    while (given.executeStep())
        head.given.emplace_back(given.getColumn(0).getString(), given.getColumn(1).getString());
    SQLite::Statement source{file, "select path, text from source"};
    while (source.executeStep())
        head.sources.emplace(source.getColumn(0).getString(), source.getColumn(1).getString());
    return head;
}

void read_names(SQLite::Database& file, Names& names) {
    SQLite::Statement select{file, "select kind, number, name from name"};
    while (select.executeStep()) {
        names.add(named(select.getColumn(0).getString(), NameKind::zone),
                  select.getColumn(1).getUInt(), select.getColumn(2).getString());
    }
}

/// The intervals that were committed: what is known of a run that did not end.
void read_intervals(SQLite::Database& file, RecordedRun& run) {
    SQLite::Statement select{
        file, "select start_ns, end_ns, hash, events from fingerprint order by interval"};
    while (select.executeStep()) {
        const sim::observe::IntervalEnd interval = interval_of_row(select);
        run.intervals.push_back(interval);
        run.summary.simulated_s =
            static_cast<double>(interval.end.time_since_epoch().count()) / 1e9;
        run.summary.fingerprint += interval.fingerprint;
        run.summary.events += interval.events;
    }
}

/// Fills the tallies of loads and edges. An edge's number is its place in the table.
class TallyReader {
public:
    TallyReader(SQLite::Database& file, Summary& counted) : file_(file), counted_(counted) {
        SQLite::Statement select{file, "select source, destination, version from edge order by id"};
        while (select.executeStep()) {
            const Edge edge{select.getColumn(0).getUInt(), select.getColumn(1).getUInt(),
                            select.getColumn(2).getUInt()};
            counted_.edge(edge);
        }
    }

    void read() {
        read_details();
        read_latencies("select load, null, 0, latency_sum_ns, max_ns from load_summary");
        read_latencies("select null, edge, attempts, latency_sum_ns, max_ns from edge_summary");
    }

private:
    /// Of a row that begins with a load and an edge, one of which is NULL.
    Tally& tally_of(SQLite::Statement& row) {
        const std::uint32_t load = number_of(row.getColumn(0));
        if (load != nobody) return counted_.load(load);
        return counted_.edge(counted_.edges().at(number_of(row.getColumn(1))));
    }

    std::vector<std::uint64_t>& buckets_of(SQLite::Statement& row) {
        const std::uint32_t load = number_of(row.getColumn(0));
        auto& all = load != nobody ? load_buckets_ : edge_buckets_;
        const std::size_t number = load != nobody ? load : number_of(row.getColumn(1));
        if (number >= all.size()) all.resize(number + 1);
        return all[number];
    }

    void read_details() {
        SQLite::Statement status{file_, "select load, edge, status, count from status_count"};
        while (status.executeStep()) {
            const auto code = static_cast<std::uint16_t>(status.getColumn(2).getUInt());
            if (code != 200) tally_of(status).add_status(code, count_of(status.getColumn(3)));
        }
        SQLite::Statement flag{file_, "select load, edge, bit, count from flag_count"};
        while (flag.executeStep()) {
            tally_of(flag).flags.at(flag.getColumn(2).getUInt()) = count_of(flag.getColumn(3));
        }
        SQLite::Statement bucket{file_, "select load, edge, lower_ns, count from histogram"};
        while (bucket.executeStep()) {
            const std::size_t place = Histogram::bucket_of(count_of(bucket.getColumn(2)));
            std::vector<std::uint64_t>& buckets = buckets_of(bucket);
            if (place >= buckets.size()) buckets.resize(place + 1);
            buckets[place] = count_of(bucket.getColumn(3));
        }
    }

    void read_latencies(const char* select) {
        SQLite::Statement row{file_, select};
        while (row.executeStep()) {
            Tally& tally = tally_of(row);
            tally.attempts = count_of(row.getColumn(2));
            tally.latency = Histogram::of(std::move(buckets_of(row)), count_of(row.getColumn(3)),
                                          count_of(row.getColumn(4)));
        }
    }

    SQLite::Database& file_;
    Summary& counted_;
    std::vector<std::vector<std::uint64_t>> load_buckets_;
    std::vector<std::vector<std::uint64_t>> edge_buckets_;
};

void read_judgements(SQLite::Database& file, RunSummary& run) {
    SQLite::Statement change{file, "select kind, cluster, step, count from change_count"};
    while (change.executeStep()) {
        const ChangeGroup group{named(change.getColumn(0).getString(), Change::last_kind),
                                number_of(change.getColumn(1)), number_of(change.getColumn(2))};
        run.counted.changes_of(group) = count_of(change.getColumn(3));
    }
    SQLite::Statement judged{
        file, "select text, held, value, unit, first_broken_ns, why from expectation order by id"};
    while (judged.executeStep()) {
        Judgement judgement;
        judgement.text = judged.getColumn(0).getString();
        judgement.held = judged.getColumn(1).getInt() != 0;
        if (!judged.getColumn(2).isNull()) judgement.value = judged.getColumn(2).getDouble();
        judgement.unit = named(judged.getColumn(3).getString(), Unit::ratio);
        if (!judged.getColumn(4).isNull())
            judgement.first_broken = mesh::Instant{mesh::Duration{judged.getColumn(4).getInt64()}};
        judgement.why = judged.getColumn(5).getString();
        run.expectations.push_back(std::move(judgement));
    }
    SQLite::Statement warning{file, "select text from warning order by id"};
    while (warning.executeStep()) {
        run.warnings.push_back(warning.getColumn(0).getString());
    }
}

RecordedRun read(SQLite::Database& file) {
    RecordedRun run;
    run.head = read_head(file);
    run.started = meta(file, "started");

    RunSummary& summary = run.summary;
    summary.scenario = run.head.scenario;
    summary.seed = run.head.seed;
    summary.status = named(meta(file, "status"), RunStatus::failed);
    summary.why = meta(file, "why");
    read_names(file, summary.names);
    read_intervals(file, run);
    TallyReader{file, summary.counted}.read();
    read_judgements(file, summary);
    summary.mesh = read_mesh_tables(file);

    const std::string wall_s = meta(file, "wall_s");
    if (!wall_s.empty()) summary.wall_s = std::stod(wall_s);
    return run;
}

}  // namespace

RecordedRun read_run(const std::filesystem::path& path) {
    SQLite::Database file = open_run_file(path);
    try {
        return read(file);
    } catch (const std::exception& failure) {
        throw StoreError{path, failure.what()};
    }
}

}  // namespace weft::reports
