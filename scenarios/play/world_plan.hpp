#pragma once

#include "scenarios/model/kinds.hpp"
#include "scenarios/model/scenario.hpp"
#include "sim/world/world_plan.hpp"

namespace weft::scenarios {

/// One root request in so many is recorded span by span, unless a scenario is recorded in summary
/// only.
inline constexpr std::uint32_t sampled_requests = 100;

/// What the world is made from to play the scenario. `kinds` are those that it was read with.
sim::WorldPlan world_plan(const Scenario& scenario, const Kinds& kinds, std::uint32_t span_every);

}  // namespace weft::scenarios
