#include "reports/store/write_summary.hpp"

#include "reports/store/insert.hpp"
#include "reports/store/mesh_tables.hpp"

#include <cmath>

namespace weft::reports {

using sim::observe::NameKind;
using sim::observe::nobody;

namespace {

mesh::Duration rounded(double ns) {
    return mesh::Duration{std::llround(ns)};
}

/// Statuses, flags and latencies of one load or one edge.
class TallyDetails {
public:
    explicit TallyDetails(SQLite::Database& file)
        : statuses_(file,
                    "insert into status_count (load, edge, status, count) values (?, ?, ?, ?)"),
          flags_(file, "insert into flag_count (load, edge, bit, count) values (?, ?, ?, ?)"),
          buckets_(file,
                   "insert into histogram (load, edge, lower_ns, upper_ns, count) "
                   "values (?, ?, ?, ?, ?)") {}

    void write(std::uint32_t load, std::uint32_t edge, const Tally& tally) {
        for (const StatusCount& status : tally.statuses()) {
            statuses_.row(load, edge, status.status, status.count);
        }
        for (std::uint32_t bit = 0; bit < tally.flags.size(); ++bit) {
            if (tally.flags[bit] != 0) flags_.row(load, edge, bit, tally.flags[bit]);
        }
        const std::vector<std::uint64_t>& counts = tally.latency.counts();
        for (std::size_t bucket = 0; bucket < counts.size(); ++bucket) {
            if (counts[bucket] == 0) continue;
            buckets_.row(load, edge, Histogram::lower_edge(bucket),
                         Histogram::lower_edge(bucket + 1), counts[bucket]);
        }
    }

private:
    Insert statuses_;
    Insert flags_;
    Insert buckets_;
};

void write_dictionary(SQLite::Database& file, const Names& names) {
    Insert insert{file, "insert or ignore into name (kind, number, name) values (?, ?, ?)"};
    for (std::size_t kind = 0; kind < name_kinds; ++kind) {
        const auto name_kind = static_cast<NameKind>(kind);
        std::uint32_t number = 0;
        for (const std::string& name : names.all(name_kind)) {
            insert.row(name_of(name_kind), number++, name);
        }
    }
}

void write_loads(SQLite::Database& file, const RunSummary& run, TallyDetails& details) {
    Insert insert{file,
                  "insert into load_summary (load, requests, succeeded, failed, latency_sum_ns, "
                  "mean_ns, p50_ns, p90_ns, p99_ns, p999_ns, max_ns) "
                  "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    const std::size_t loads = run.names.all(NameKind::load).size();
    for (std::uint32_t number = 0; number < loads; ++number) {
        const Tally& tally = run.load(number);
        const Histogram& latency = tally.latency;
        insert.row(number, tally.requests(), tally.succeeded(), tally.failed, latency.sum(),
                   rounded(latency.mean()), rounded(latency.quantile(0.5)),
                   rounded(latency.quantile(0.9)), rounded(latency.quantile(0.99)),
                   rounded(latency.quantile(0.999)), latency.max());
        details.write(number, nobody, tally);
    }
}

void write_edges(SQLite::Database& file, const RunSummary& run, TallyDetails& details) {
    Insert edges{file,
                 "insert or ignore into edge (id, source, destination, version) "
                 "values (?, ?, ?, ?)"};
    Insert insert{file,
                  "insert into edge_summary (edge, requests, attempts, failed, latency_sum_ns, "
                  "mean_ns, p50_ns, p90_ns, p99_ns, p999_ns, max_ns) "
                  "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    for (std::uint32_t number = 0; number < run.counted.edges().size(); ++number) {
        const Edge& edge = run.counted.edges()[number];
        const Tally& tally = run.counted.edge_tallies()[number];
        const Histogram& latency = tally.latency;
        edges.row(number, edge.source, edge.destination, edge.version);
        insert.row(number, tally.requests(), tally.attempts, tally.failed, latency.sum(),
                   rounded(latency.mean()), rounded(latency.quantile(0.5)),
                   rounded(latency.quantile(0.9)), rounded(latency.quantile(0.99)),
                   rounded(latency.quantile(0.999)), latency.max());
        details.write(nobody, number, tally);
    }
}

void write_judgements(SQLite::Database& file, const RunSummary& run) {
    Insert changes{file,
                   "insert into change_count (kind, cluster, step, count) values (?, ?, ?, ?)"};
    for (const auto& [group, count] : run.counted.changes()) {
        changes.row(sim::observe::name_of(group.kind), group.cluster, group.step, count);
    }
    Insert expectations{file,
                        "insert into expectation (text, held, value, unit, first_broken_ns, why) "
                        "values (?, ?, ?, ?, ?, ?)"};
    for (const Judgement& judged : run.expectations) {
        expectations.row(judged.text, judged.held, judged.value, name_of(judged.unit),
                         judged.first_broken, judged.why);
    }
    Insert warnings{file, "insert into warning (text) values (?)"};
    for (const std::string& warning : run.warnings) {
        warnings.row(warning);
    }
}

}  // namespace

void write_summary(SQLite::Database& file, const RunSummary& run) {
    write_dictionary(file, run.names);
    TallyDetails details{file};
    write_loads(file, run, details);
    write_edges(file, run, details);
    write_judgements(file, run);
    write_mesh_tables(file, run.mesh);

    Insert meta{file, "insert or replace into meta (key, value) values (?, ?)"};
    meta.row("fingerprint", fingerprint_text(run.fingerprint));
    meta.row("simulated_s", run.simulated_s);
    meta.row("wall_s", run.wall_s);
    meta.row("events", run.events);
    meta.row("requests", run.requests());
}

}  // namespace weft::reports
