#pragma once

#include "scenarios/play/play.hpp"
#include "sim/world/inspect.hpp"

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

namespace weft::scenarios {

/// A pod at a moment of a recorded run.
struct Inspection {
    sim::PodView pod;
    std::string config{};                ///< Of its proxy, as text; empty before the first push.
    std::uint64_t compared_version = 0;  ///< What that is compared with; 0: nothing.
    std::string config_difference{};     ///< As line_diff() writes it.
};

/// Plays the run again up to the moment and looks. The configuration is compared with the one that
/// the proxy held at `config_since`, else with the one before it, as far as that was held at a
/// whole second. Or why it cannot be said.
tl::expected<Inspection, std::string> look_inside(const InspectOptions& options);

}  // namespace weft::scenarios
