#include "scenarios/play/judge.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace weft::scenarios {
namespace {

using Values = std::vector<std::optional<double>>;

/// The side of a comparison that is shown: what was measured, rather than what bounds it.
std::uint32_t shown_side(const Formula& formula, const Formula::Node& comparison) {
    const bool has_bound_first =
        formula.nodes()[comparison.left].kind == Formula::Node::Kind::constant;
    return has_bound_first ? comparison.right : comparison.left;
}

/// Of several comparisons, the first that does not hold, if one does not.
std::uint32_t shown_node(const Formula& formula, const Values& values) {
    std::optional<std::uint32_t> shown;
    for (std::uint32_t node = 0; node < values.size(); ++node) {
        const Formula::Node& comparison = formula.nodes()[node];
        if (!is_comparison(comparison.what) || comparison.kind != Formula::Node::Kind::operation)
            continue;
        const bool held = values[node].value_or(0) != 0;
        if (!shown || !held) shown = shown_side(formula, comparison);
        if (!held) break;
    }
    return shown.value_or(0);
}

/// Whether the expectation is about what came up to now, as a count is: that changes with time.
bool adds_up(const Expectation& expectation) {
    return std::ranges::any_of(expectation.measures, [](const reports::Measure& measure) {
        return !reports::is_of_interval(measure.kind);
    });
}

/// The first interval whose own values break it. What adds up breaks when it does so after it held:
/// of what never came to pass there is no such time.
std::optional<mesh::Instant> first_broken(const Expectation& expectation,
                                          std::size_t first_measure,
                                          const reports::Recording& recording) {
    bool may_break = !adds_up(expectation);
    for (std::size_t interval = 0; interval < recording.intervals().size(); ++interval) {
        Values measured;
        for (std::size_t number = 0; number < expectation.measures.size(); ++number)
            measured.push_back(recording.by_interval(first_measure + number)[interval]);
        const auto value = expectation.formula.values(measured).back();
        if (!value) continue;
        if (*value != 0) {
            may_break = true;
        } else if (may_break) {
            return recording.intervals()[interval];
        }
    }
    return std::nullopt;
}

/// Why there is no value, unless there was just nothing to measure.
std::string why_undefined(const Expectation& expectation,
                          const Values& values,
                          std::size_t first_measure,
                          const reports::Recording& recording) {
    for (std::size_t number = 0; number < expectation.measures.size(); ++number) {
        const std::string why = recording.why(first_measure + number);
        if (!why.empty()) return why;
    }
    for (std::size_t number = 0; number < values.size(); ++number) {
        const Formula::Node& node = expectation.formula.nodes()[number];
        if (node.kind != Formula::Node::Kind::operation || node.what != Operator::divide) continue;
        if (values[node.right] && *values[node.right] == 0) return "something is divided by zero";
    }
    return "";
}

reports::Unit unit_of(const Expectation& expectation, std::uint32_t shown) {
    const Formula::Node& node = expectation.formula.nodes()[shown];
    if (node.kind == Formula::Node::Kind::measure) {
        return reports::unit_of(expectation.measures[node.left].kind);
    }
    switch (node.quantity) {
        case Quantity::time:
            return reports::Unit::nanoseconds;
        case Quantity::share:
            return reports::Unit::share;
        case Quantity::rate:
            return reports::Unit::per_second;
        default:
            return reports::Unit::ratio;
    }
}

}  // namespace

std::vector<reports::Measure> measures_of(const Scenario& scenario) {
    std::vector<reports::Measure> measures;
    for (const Expectation& expectation : scenario.expect) {
        measures.insert(measures.end(), expectation.measures.begin(), expectation.measures.end());
    }
    return measures;
}

std::vector<reports::Judgement> judge(const Scenario& scenario,
                                      const reports::Recording& recording) {
    std::vector<reports::Judgement> judgements;
    std::size_t first = 0;
    for (const Expectation& expectation : scenario.expect) {
        Values measured;
        for (std::size_t number = 0; number < expectation.measures.size(); ++number)
            measured.push_back(recording.value(first + number));
        const Values values = expectation.formula.values(measured);
        const std::uint32_t shown = shown_node(expectation.formula, values);
        judgements.push_back({.text = expectation.text,
                              .held = values.back().value_or(0) != 0,
                              .value = values[shown],
                              .unit = unit_of(expectation, shown)});
        reports::Judgement& judgement = judgements.back();
        if (!judgement.held) judgement.first_broken = first_broken(expectation, first, recording);
        if (!values.back()) judgement.why = why_undefined(expectation, values, first, recording);
        first += expectation.measures.size();
    }
    return judgements;
}

}  // namespace weft::scenarios
