#pragma once

#include "reports/metrics/mesh_metrics.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace weft::reports {

/// Writes the tables of a mesh's standard metrics; workloads came while the run went on. The
/// transaction is the caller's.
void write_mesh_tables(SQLite::Database& file, const MeshMetrics& metrics);

/// The same read back; empty for a file that was written before there were any.
MeshMetrics read_mesh_tables(SQLite::Database& file);

}  // namespace weft::reports
