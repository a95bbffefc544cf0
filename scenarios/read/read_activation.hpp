#pragma once

#include "scenarios/read/yaml_map.hpp"
#include "sim/failure/activation.hpp"
#include "sim/failure/fault.hpp"

#include <string>

namespace weft::scenarios {

/// What a fault lets its step do with it: it is made of these kinds.
struct FaultTraits {
    std::string name{};
    bool scales = true;       ///< All of them do.
    bool per_request = true;  ///< The same.
};

/// When the fault of a step acts while the step lasts: `activation`, always if it is absent.
sim::Activation read_activation(YamlMap& step, const FaultTraits& fault);

/// How it grows and fades: `ramp`, a time or `{in: TIME, out: TIME}`. `has_end`: of the step's
/// fault, before which it may fade.
sim::Ramp read_ramp(YamlMap& step, const FaultTraits& fault, bool has_end);

}  // namespace weft::scenarios
