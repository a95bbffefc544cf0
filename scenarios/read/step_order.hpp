#pragma once

#include "scenarios/model/scenario.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace weft::scenarios {

/// A step that another one names, to be found when all are read.
struct StepReference {
    enum class Kind : std::uint8_t { follows, heals };

    Kind kind = Kind::follows;
    std::string by{};    ///< The id of the one that names it.
    std::string name{};  ///< As written.
    Place place{};
};

/// Gives steps the places of those that they follow or heal. A step that is not there, waits for
/// itself, also by way of others, or waits for an end that will not come, is reported where it is
/// named. `written` are the ids of all steps, also of those that could not be read.
void order_steps(std::vector<TimelineStep>& steps,
                 const std::vector<StepReference>& references,
                 const std::set<std::string>& written,
                 Diagnostics& diagnostics);

/// Whether another step may end it before its time.
bool is_healed(const std::vector<TimelineStep>& steps, std::size_t number);

/// Whether a step, once it has begun, ends before the run does.
bool has_end(const std::vector<TimelineStep>& steps, std::size_t number);

}  // namespace weft::scenarios
