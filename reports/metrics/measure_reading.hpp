#pragma once

#include "reports/metrics/histogram.hpp"
#include "reports/metrics/measure.hpp"
#include "sim/observe/facts.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace weft::reports {

/// What measures ask of a request or a call that ended.
struct MeasuredEnd {
    mesh::Instant sent;
    mesh::Instant ended;
    mesh::Flags flags;
    std::uint32_t version;
    std::uint16_t status;
    std::uint16_t attempts;
};

/// What was seen of one measure, in its window.
class MeasureReading {
public:
    /// `version`: the number of the measure's.
    void add(const Measure& measure, const MeasuredEnd& end, std::uint32_t version);

    /// A change that the measure is about.
    void add(const Measure& measure, const sim::observe::Change& change);

    void add_request_of(std::uint32_t pod);
    void add_open_request() { ++matched_; }

    /// The result equals that of all that both have seen.
    void merge(const MeasureReading& other);

    /// Forgets all and keeps the memory.
    void clear();

    /// In the measure's unit, of a window from `start` to `end` and, for fairness, of these pods.
    /// Nothing where there was nothing to measure; counts and rates are 0 then.
    std::optional<double> value(const Measure& measure,
                                mesh::Instant start,
                                mesh::Instant end,
                                std::span<const std::uint32_t> pods) const;

private:
    /// Of the requests sent in one second.
    struct Second {
        std::uint64_t requests = 0;
        std::uint64_t failed = 0;
    };

    std::optional<double> recovery_time(const Measure& measure, mesh::Instant start) const;
    std::optional<double> fairness(const Measure& measure,
                                   std::span<const std::uint32_t> pods) const;

    std::uint64_t requests_ = 0;
    std::uint64_t matched_ = 0;  ///< Of them, or of changes: those that the measure asks for.
    std::uint64_t attempts_ = 0;
    Histogram latency_;
    std::optional<mesh::Instant> first_;      ///< Of the changes.
    std::optional<std::uint64_t> most_;       ///< Of the changes' values.
    std::map<std::int64_t, Second> seconds_;  ///< Of the run.
    std::vector<std::uint64_t> by_pod_;       ///< Requests, by the pods' numbers.
};

}  // namespace weft::reports
