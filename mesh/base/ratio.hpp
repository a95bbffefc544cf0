#pragma once

#include "mesh/base/fraction.hpp"

#include <compare>
#include <cstdint>

namespace weft::mesh {

/// A share of requests, counted in parts of a million, so that 0.0001 % is exact.
struct Ratio {
    static constexpr std::uint32_t whole = 1'000'000;

    std::uint32_t parts = 0;  ///< 0 to whole.

    constexpr bool is_zero() const { return parts == 0; }

    /// Whether the request with this drawn number belongs to the share.
    constexpr bool admits(std::uint64_t draw) const { return Fraction{parts, whole}.admits(draw); }

    friend constexpr auto operator<=>(Ratio, Ratio) = default;
};

}  // namespace weft::mesh
