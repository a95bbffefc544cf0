#pragma once

#include "reports/metrics/measure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// What an expectation may measure: the word for it, what it takes beside its subject, and what its
/// bound is made of.
struct MeasureRule {
    enum class Subject : std::uint8_t { load_or_calls, service };
    enum class Argument : std::uint8_t { none, flag, status, version };
    enum class Unit : std::uint8_t { share, time, rate, count, number };

    std::string name;
    reports::Measure::Kind kind;
    Subject subject;
    Argument argument;
    Unit unit;
    double quantile = 0;  ///< Of a latency; 0 is the mean, 1 the maximum.
    std::string summary;  ///< One line, for `list metrics`.
    std::string example;  ///< An expectation that is made of it.
};

/// Sorted by name. Quantiles stand as one, "p99"; any other has the same rule.
const std::vector<MeasureRule>& measure_rules();

/// The rule of "success", "p99.9" …; nothing if there is no such measure.
std::optional<MeasureRule> find_measure(std::string_view name);

/// The words that may have been meant.
std::vector<std::string> measure_names();

}  // namespace weft::scenarios
