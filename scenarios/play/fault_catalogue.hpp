#pragma once

#include "sim/failure/fault.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// What a step may say of a fault, beside when and where it acts.
struct FaultParameter {
    std::string name;
    std::string fallback;    ///< As a scenario writes it; "" if there is none.
    std::string about;       ///< Of a preset; "" of a primitive, whose summary says it.
    bool is_needed = false;  ///< Without it the fault cannot be, or would do nothing.
};

/// A fault that a step can name.
struct KnownFault {
    std::string name;
    std::string summary;                     ///< One line.
    std::filesystem::path file;              ///< Of a preset; empty for a primitive.
    std::vector<sim::FaultKind::Acts> acts;  ///< Each once: a preset may act on several.
    std::vector<std::string> places;  ///< Keys that say where it acts: "target", "from", "to".
    std::vector<FaultParameter> parameters;

    bool acts_on(sim::FaultKind::Acts what) const;
};

/// The primitives of the registry, and behind them the presets that are made of these. A preset
/// that does not read is left out: whoever names it is told why.
std::vector<KnownFault> known_faults(const sim::FaultRegistry& registry);

/// "pods", "control plane"
std::string_view name_of(sim::FaultKind::Acts acts);

}  // namespace weft::scenarios
