#pragma once

#include "scenarios/play/world_plan.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace weft::tests {

/// What was noted of a scenario that is played to its horizon; one root request in `span_every`
/// span by span, 0 none.
inline std::unique_ptr<Notes> played(const scenarios::Scenario& scenario,
                                     std::uint32_t span_every = 0) {
    auto notes = std::make_unique<Notes>();
    const sim::WorldPlan plan =
        scenarios::world_plan(scenario, scenarios::built_in_kinds(), span_every);
    sim::World world{plan, notes.get()};
    world.run_until(plan.horizon);
    return notes;
}

/// The same of a file, which must be without errors.
inline std::unique_ptr<Notes> played_file(const std::filesystem::path& file,
                                          std::uint32_t span_every = 0) {
    scenarios::Diagnostics diagnostics;
    const auto scenario = scenarios::read_scenario(file, {}, diagnostics);
    for (const auto& each : diagnostics.sorted())
        MESSAGE(to_text(each));
    REQUIRE(scenario);
    return played(*scenario, span_every);
}

/// How many root requests ended with the status.
inline std::ptrdiff_t answered(const Notes& notes, std::uint16_t status) {
    return std::ranges::count(notes.requests_ended, status, &sim::observe::RequestEnd::status);
}

}  // namespace weft::tests
