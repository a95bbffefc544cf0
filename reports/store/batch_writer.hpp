#pragma once

#include "reports/store/batch.hpp"
#include "reports/store/insert.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>

namespace weft::reports {

/// Writes batches into the tables that grow during a run. Transactions are the caller's.
class BatchWriter {
public:
    explicit BatchWriter(SQLite::Database& file);

    void write(const Batch& batch);

private:
    void write_limits(const Batch& batch);

    Insert names_;
    Insert workloads_;
    Insert edges_;
    Insert spans_;
    Insert decisions_;
    Insert changes_;
    Insert limits_;
    Insert series_;
    Insert pods_;
    Insert fingerprints_;
    std::uint32_t interval_ = 0;
    std::uint32_t next_edge_ = 0;
};

}  // namespace weft::reports
