#pragma once

#include "scenarios/model/condition.hpp"
#include "scenarios/model/scenario.hpp"
#include "scenarios/read/read_measure.hpp"

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace weft::scenarios {

/// Reads one condition. What it asks for is added to `watched`. Nothing if there was a mistake.
std::optional<Condition> read_condition(const std::string& text,
                                        const ExpressionContext& context,
                                        std::vector<sim::Signal>& watched);

/// Reads one that somebody has for a run of this scenario. What is wrong is told in a line for each
/// mistake: "14: unknown load 'wbe'; did you mean 'web'?", with the column, from 1.
tl::expected<Condition, std::string> read_condition(const std::string& text,
                                                    const Scenario& scenario,
                                                    std::vector<sim::Signal>& watched);

/// Gives meaning to what the steps wrote as `when` and `until`, and says what has to be watched.
std::vector<sim::Signal> read_conditions(std::vector<TimelineStep>& timeline,
                                         const std::vector<sim::LoadPlan>& loads,
                                         References& references,
                                         Diagnostics& diagnostics);

}  // namespace weft::scenarios
