#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// What a run file holds beside its summary, by name. Each throws as read_run() does.
namespace SQLite {
class Database;
}

namespace weft::reports {

/// A span of a sampled request.
struct RecordedSpan {
    std::string load;
    std::uint64_t request = 0;
    std::uint32_t id = 0;
    std::optional<std::uint32_t> parent;
    bool is_work = false;       ///< Of a pod on an attempt; if not, a call as its caller saw it.
    std::string service;        ///< The destination, or whose pod works.
    std::string pod;            ///< "" if none was chosen.
    std::string cluster;        ///< That a call's last attempt was sent to; "" if there was none.
    std::uint32_t attempt = 0;  ///< work: which one; call: how many.
    std::uint16_t status = 0;
    mesh::Flags flags;
    mesh::Instant started;
    mesh::Instant served;  ///< work: when a worker took it.
    mesh::Instant ended;
};

/// In the order in which they ended.
std::vector<RecordedSpan> read_spans(const std::filesystem::path& path);

/// Those of one request, by its load's name and its number. Throws SQLite::Exception.
std::vector<RecordedSpan> read_spans(SQLite::Database& file,
                                     const std::string& load,
                                     std::uint64_t request);

/// What ended in one interval of a load (its requests) or of an edge (its calls).
struct RecordedPoint {
    mesh::Instant start;
    mesh::Instant end;
    std::string load;  ///< This, or the next three.
    std::string source;
    std::string destination;
    std::string version;
    std::uint64_t requests = 0;
    std::uint64_t attempts = 0;
    std::uint64_t failed = 0;
    mesh::Duration latency_sum{};
    mesh::Duration p50{};
    mesh::Duration p90{};
    mesh::Duration p99{};
    mesh::Duration max{};
    std::uint64_t rejected = 0;    ///< Turned away by a limit.
    std::uint64_t unanswered = 0;  ///< Of those that failed: lost, reset, or not in time.
};

/// In order of time.
std::vector<RecordedPoint> read_series(const std::filesystem::path& path);

}  // namespace weft::reports
