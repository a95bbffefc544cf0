#pragma once

#include <cstdint>

namespace weft::mesh {

/// A share of requests that keeps its denominator, since a number drawn modulo 100 and the same
/// number modulo 10,000 belong to different shares of one size.
/// Source: the reference proxy's fractional percent, with denominators 100, 10,000 and 1,000,000.
struct Fraction {
    std::uint32_t numerator = 0;
    std::uint32_t denominator = 100;  ///< Above 0.

    /// Whether the request with this drawn number belongs to the share.
    constexpr bool admits(std::uint64_t draw) const { return draw % denominator < numerator; }

    friend constexpr bool operator==(Fraction, Fraction) = default;
};

}  // namespace weft::mesh
