#pragma once

#include "reports/metrics/measure.hpp"
#include "scenarios/expression/formula.hpp"
#include "sim/signals/signal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// What may be measured: the word for it, what it takes beside its subject, and what its value is
/// made of.
struct MeasureRule {
    enum class Subject : std::uint8_t { none, load, load_or_calls, service, service_or_calls };
    enum class Argument : std::uint8_t { none, flag, status, version, step };

    std::string name;
    std::optional<reports::Measure::Kind> kind;  ///< In an expectation; some are for conditions.
    Subject subject;
    Argument argument;
    Quantity quantity;
    double quantile = 0;                        ///< Of a latency; 0 is the mean, 1 the maximum.
    std::string summary;                        ///< One line, for `list metrics`.
    std::string example;                        ///< What is made of it.
    std::optional<sim::Signal::Kind> signal{};  ///< In a condition; some are for expectations.
    std::string state{};  ///< "reached": what it asks for is true or not. Empty: it is a number.
};

/// Sorted by name. Quantiles stand as one, "p99"; any other has the same rule.
const std::vector<MeasureRule>& measure_rules();

/// The rule of "success", "p99.9" …; nothing if there is no such measure.
std::optional<MeasureRule> find_measure(std::string_view name);

/// The words that may have been meant.
std::vector<std::string> measure_names();

}  // namespace weft::scenarios
