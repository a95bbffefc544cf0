#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>

namespace weft::sim {

/// How much of a fault there is, as a ramp has it: 0 is none, 1 all that its parameters say.
using Strength = double;

/// A factor goes from 1 to what it is. Exact at both ends.
constexpr double scaled_factor(double factor, Strength strength) {
    return strength * factor + (1 - strength);
}

/// A share goes from nothing to what it is, to the nearest part.
constexpr mesh::Ratio scaled(mesh::Ratio share, Strength strength) {
    return {static_cast<std::uint32_t>(strength * share.parts + 0.5)};
}

/// So does a duration, to the nanosecond below.
constexpr mesh::Duration scaled(mesh::Duration length, Strength strength) {
    return mesh::Duration{
        static_cast<std::int64_t>(strength * static_cast<double>(length.count()))};
}

}  // namespace weft::sim
