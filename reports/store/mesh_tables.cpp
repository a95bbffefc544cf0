#include "reports/store/mesh_tables.hpp"

#include "reports/store/columns.hpp"
#include "reports/store/insert.hpp"

#include <map>

namespace weft::reports {
namespace {

using sim::observe::Workload;

void write_mesh_names(SQLite::Database& file, const MeshMetrics& metrics) {
    Insert hosts{file, "insert into service_host (service, host) values (?, ?)"};
    for (const auto& [service, host] : metrics.hosts())
        hosts.row(service, host);
}

void read_mesh_names(SQLite::Database& file, MeshMetrics& metrics) {
    SQLite::Statement workload{file,
                               "select number, name, namespace, app, version, canonical_service, "
                               "canonical_revision, principal, host from workload"};
    while (workload.executeStep()) {
        metrics.name_workload(workload.getColumn(0).getUInt(),
                              Workload{.name = workload.getColumn(1).getString(),
                                       .ns = workload.getColumn(2).getString(),
                                       .app = workload.getColumn(3).getString(),
                                       .version = workload.getColumn(4).getString(),
                                       .service = workload.getColumn(5).getString(),
                                       .revision = workload.getColumn(6).getString(),
                                       .principal = workload.getColumn(7).getString(),
                                       .host = workload.getColumn(8).getString()});
    }
    SQLite::Statement host{file, "select service, host from service_host"};
    while (host.executeStep())
        metrics.name_host(host.getColumn(0).getUInt(), host.getColumn(1).getString());
}

}  // namespace

void write_mesh_tables(SQLite::Database& file, const MeshMetrics& metrics) {
    if (metrics.keys().empty()) return;
    write_mesh_names(file, metrics);
    Insert series{file,
                  "insert into mesh_metric (id, reporter, source, workload, service, status, "
                  "flags, requests, duration_sum_ns, mutual_tls) "
                  "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    Insert buckets{file, "insert into mesh_metric_bucket (metric, bucket, count) values (?, ?, ?)"};
    std::uint32_t id = 0;
    for (const MetricKey& key : metrics.keys()) {
        const DurationTally& tally = metrics.at(key);
        series.row(++id, static_cast<std::uint32_t>(key.reporter), key.source, key.workload,
                   key.service, key.status, key.flags, tally.requests, tally.sum_ns,
                   static_cast<std::uint32_t>(key.mutual_tls));
        for (std::uint32_t bucket = 0; bucket < tally.buckets.size(); ++bucket) {
            if (tally.buckets[bucket] != 0) buckets.row(id, bucket, tally.buckets[bucket]);
        }
    }
}

MeshMetrics read_mesh_tables(SQLite::Database& file) {
    MeshMetrics metrics;
    read_mesh_names(file, metrics);
    std::map<std::uint32_t, MetricKey> keys;
    SQLite::Statement row{file,
                          "select id, reporter, source, workload, service, status, flags, "
                          "requests, duration_sum_ns, mutual_tls from mesh_metric"};
    while (row.executeStep()) {
        const MetricKey key{.reporter = static_cast<Reporter>(row.getColumn(1).getInt()),
                            .source = number_of(row.getColumn(2)),
                            .workload = number_of(row.getColumn(3)),
                            .service = number_of(row.getColumn(4)),
                            .status = static_cast<std::uint16_t>(row.getColumn(5).getUInt()),
                            .flags = row.getColumn(6).getUInt(),
                            .mutual_tls = row.getColumn(9).getInt() != 0};
        keys[row.getColumn(0).getUInt()] = key;
        DurationTally& tally = metrics.tally(key);
        tally.requests = count_of(row.getColumn(7));
        tally.sum_ns = count_of(row.getColumn(8));
    }
    SQLite::Statement bucket{file, "select metric, bucket, count from mesh_metric_bucket"};
    while (bucket.executeStep()) {
        DurationTally& tally = metrics.tally(keys.at(bucket.getColumn(0).getUInt()));
        tally.buckets.at(bucket.getColumn(1).getUInt()) = count_of(bucket.getColumn(2));
    }
    return metrics;
}

}  // namespace weft::reports
