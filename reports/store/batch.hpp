#pragma once

#include "mesh/base/time.hpp"
#include "reports/metrics/edge_index.hpp"
#include "sim/observe/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::reports {

/// A name, on its way to the file.
struct NameRow {
    sim::observe::NameKind kind{};
    std::uint32_t number = 0;
    std::string name;
};

/// A workload's labels, on their way to the file.
struct WorkloadRow {
    std::uint32_t number = 0;
    sim::observe::Workload labels;
};

/// What a load's requests or an edge's calls that ended in one interval came to.
struct SeriesRow {
    std::uint32_t load = sim::observe::nobody;  ///< This,
    std::uint32_t edge = sim::observe::nobody;  ///< or this.
    std::uint64_t requests = 0;
    std::uint64_t attempts = 0;
    std::uint64_t failed = 0;
    mesh::Duration latency_sum{};
    mesh::Duration p50{};
    mesh::Duration p90{};
    mesh::Duration p99{};
    mesh::Duration max{};
    std::uint64_t rejected = 0;    ///< Turned away by a limit.
    std::uint64_t unanswered = 0;  ///< Of those that failed: lost, reset, or not answered in time.
};

/// What a pod answered in one interval, whoever asked.
struct PodRow {
    std::uint32_t pod = sim::observe::nobody;
    std::uint64_t attempts = 0;
    std::uint64_t failed = 0;   ///< 5xx, or without a status.
    mesh::Duration time_sum{};  ///< From arrival to answer.

    friend bool operator==(const PodRow&, const PodRow&) = default;
};

/// So many intervals a file also tells together of each pod and limit, from multiples of it on.
inline constexpr std::uint32_t intervals_of_block = 16;

/// Copied facts on their way to the writer, in the order in which they are written. Edges get their
/// numbers in the order in which they come.
struct Batch {
    std::vector<NameRow> names;
    std::vector<WorkloadRow> workloads;
    std::vector<Edge> edges;
    std::vector<sim::observe::Span> spans;
    std::vector<sim::observe::Decision> decisions;
    std::vector<sim::observe::Change> changes;
    std::vector<SeriesRow> series;
    std::vector<PodRow> pods;
    std::optional<sim::observe::IntervalEnd> interval;  ///< Its end, once all of it has come.

    std::size_t rows() const {
        return names.size() + workloads.size() + edges.size() + spans.size() + decisions.size() +
               changes.size() + series.size() + pods.size();
    }
};

}  // namespace weft::reports
