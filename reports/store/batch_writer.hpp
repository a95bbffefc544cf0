#pragma once

#include "reports/store/batch.hpp"
#include "reports/store/insert.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace weft::reports {

/// Writes batches into the tables that grow during a run. Transactions are the caller's.
class BatchWriter {
public:
    explicit BatchWriter(SQLite::Database& file);

    void write(const Batch& batch);

private:
    /// A limit of a cluster in the intervals since the last block ended.
    struct LimitOfBlock {
        std::uint32_t first = 0;  ///< Interval in which it was reached.
        std::uint64_t count = 0;
    };

    void write_limits(const Batch& batch);
    void write_series(const Batch& batch);
    void write_pods(const Batch& batch);
    void end_interval(const sim::observe::IntervalEnd& end);
    void end_block();

    Insert names_;
    Insert workloads_;
    Insert edges_;
    Insert spans_;
    Insert decisions_;
    Insert changes_;
    Insert limits_;
    Insert limit_blocks_;
    Insert series_;
    Insert totals_;
    Insert pods_;
    Insert pod_blocks_;
    Insert fingerprints_;
    std::uint32_t interval_ = 0;
    std::uint32_t next_edge_ = 0;
    SeriesRow total_;            ///< Of all loads in this interval.
    std::vector<PodRow> block_;  ///< By pod, in the intervals since the last block ended.
    std::map<std::pair<std::uint32_t, std::uint64_t>, LimitOfBlock> limits_of_block_;
};

}  // namespace weft::reports
