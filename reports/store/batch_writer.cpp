#include "reports/store/batch_writer.hpp"

#include "reports/metrics/names.hpp"
#include "reports/metrics/run_summary.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace weft::reports {

namespace {

/// Of several loads only the greatest quantile of any can be told.
void add_load(SeriesRow& total, const SeriesRow& row) {
    total.requests += row.requests;
    total.attempts += row.attempts;
    total.failed += row.failed;
    total.latency_sum += row.latency_sum;
    total.p50 = std::max(total.p50, row.p50);
    total.p90 = std::max(total.p90, row.p90);
    total.p99 = std::max(total.p99, row.p99);
    total.max = std::max(total.max, row.max);
    total.rejected += row.rejected;
    total.unanswered += row.unanswered;
}

}  // namespace

BatchWriter::BatchWriter(SQLite::Database& file)
    : names_(file, "insert into name (kind, number, name) values (?, ?, ?)"),
      workloads_(file,
                 "insert into workload (number, name, namespace, app, version, canonical_service, "
                 "canonical_revision, principal, host) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      edges_(file, "insert into edge (id, source, destination, version) values (?, ?, ?, ?)"),
      spans_(file,
             "insert into span (load, request, id, parent, kind, service, pod, attempt, status, "
             "flags, "
             "started_ns, served_ns, ended_ns) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      decisions_(file,
                 "insert into decision (at_ns, load, request, span, attempt, kind, cluster, pod, "
                 "value) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      changes_(file,
               "insert into change (at_ns, kind, source, cluster, pod, step, value) "
               "values (?, ?, ?, ?, ?, ?, ?)"),
      limits_(file,
              "insert into limit_series (interval, cluster, value, count) values (?, ?, ?, ?)"),
      limit_blocks_(
          file,
          "insert into limit_series_16 (interval, cluster, value, count) values (?, ?, ?, ?)"),
      series_(
          file,
          "insert into series (interval, load, edge, requests, attempts, failed, latency_sum_ns, "
          "p50_ns, p90_ns, p99_ns, max_ns, rejected, unanswered) "
          "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      totals_(file,
              "insert into total_series (interval, requests, attempts, failed, latency_sum_ns, "
              "p50_ns, p90_ns, p99_ns, max_ns, rejected, unanswered) "
              "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      pods_(file,
            "insert into pod_series (interval, pod, attempts, failed, time_sum_ns) "
            "values (?, ?, ?, ?, ?)"),
      pod_blocks_(file,
                  "insert into pod_series_16 (interval, pod, attempts, failed, time_sum_ns) "
                  "values (?, ?, ?, ?, ?)"),
      fingerprints_(file,
                    "insert into fingerprint (interval, start_ns, end_ns, hash, events) "
                    "values (?, ?, ?, ?, ?)") {}

void BatchWriter::write(const Batch& batch) {
    for (const NameRow& name : batch.names) {
        names_.row(name_of(name.kind), name.number, name.name);
    }
    for (const auto& [number, labels] : batch.workloads) {
        workloads_.row(number, labels.name, labels.ns, labels.app, labels.version, labels.service,
                       labels.revision, labels.principal, labels.host);
    }
    for (const Edge& edge : batch.edges) {
        edges_.row(next_edge_++, edge.source, edge.destination, edge.version);
    }
    for (const sim::observe::Span& span : batch.spans) {
        spans_.row(span.load, span.request, span.id, span.parent,
                   static_cast<std::uint32_t>(span.kind), span.service, span.pod, span.attempt,
                   span.status, span.flags.bits(), span.started, span.served, span.ended);
    }
    for (const sim::observe::Decision& decision : batch.decisions) {
        decisions_.row(decision.at, decision.load, decision.request, decision.span,
                       std::uint16_t{decision.attempt}, static_cast<std::uint32_t>(decision.kind),
                       decision.cluster, decision.pod, decision.value);
    }
    for (const sim::observe::Change& change : batch.changes) {
        changes_.row(change.at, sim::observe::name_of(change.kind), change.source, change.cluster,
                     change.pod, change.step, change.value);
    }
    write_limits(batch);
    write_series(batch);
    write_pods(batch);
    if (batch.interval) end_interval(*batch.interval);
}

void BatchWriter::write_series(const Batch& batch) {
    for (const SeriesRow& row : batch.series) {
        series_.row(interval_, row.load, row.edge, row.requests, row.attempts, row.failed,
                    row.latency_sum, row.p50, row.p90, row.p99, row.max, row.rejected,
                    row.unanswered);
        if (row.edge == sim::observe::nobody) add_load(total_, row);
    }
}

void BatchWriter::write_pods(const Batch& batch) {
    for (const PodRow& row : batch.pods) {
        pods_.row(interval_, row.pod, row.attempts, row.failed, row.time_sum);
        if (row.pod >= block_.size()) block_.resize(std::size_t{row.pod} + 1);
        PodRow& sum = block_[row.pod];
        sum.attempts += row.attempts;
        sum.failed += row.failed;
        sum.time_sum += row.time_sum;
    }
}

void BatchWriter::end_interval(const sim::observe::IntervalEnd& end) {
    const SeriesRow total = std::exchange(total_, {});
    if (total.requests > 0) {
        totals_.row(interval_, total.requests, total.attempts, total.failed, total.latency_sum,
                    total.p50, total.p90, total.p99, total.max, total.rejected, total.unanswered);
    }
    fingerprints_.row(interval_++, end.start, end.end, fingerprint_text(end.fingerprint),
                      end.events);
    if (interval_ % intervals_of_block == 0) end_block();
}

void BatchWriter::end_block() {
    const std::uint32_t first = interval_ - intervals_of_block;
    for (std::uint32_t pod = 0; pod < block_.size(); ++pod) {
        const PodRow sum = std::exchange(block_[pod], {});
        if (sum.attempts > 0) pod_blocks_.row(first, pod, sum.attempts, sum.failed, sum.time_sum);
    }
    for (const auto& [limit, of_block] : limits_of_block_)
        limit_blocks_.row(of_block.first, limit.first, limit.second, of_block.count);
    limits_of_block_.clear();
}

/// An interval that comes in several batches has several rows for a limit.
void BatchWriter::write_limits(const Batch& batch) {
    std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint64_t> counts;
    for (const sim::observe::Change& change : batch.changes)
        if (change.kind == sim::observe::Change::Kind::limit_reached)
            ++counts[{change.cluster, change.value}];
    for (const auto& [limit, count] : counts) {
        limits_.row(interval_, limit.first, limit.second, count);
        limits_of_block_.try_emplace(limit, LimitOfBlock{interval_, 0}).first->second.count +=
            count;
    }
}

}  // namespace weft::reports
