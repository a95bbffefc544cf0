#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace weft::sim {

/// The value that a standard normal number stays below with probability `share`, in (0, 1).
/// Relative error about 1e-16. Source: Wichura, "Algorithm AS 241: the percentage points of the
/// normal distribution", Applied Statistics 37 (1988).
double normal_quantile(double share);

/// The same from a table of cubics, for the hot path. Absolute error below 1e-8. Each halving of
/// the tail's probability has as many cells, so tails are as exact as the middle.
class NormalTable {
public:
    /// The one table: it is constant, and made when first asked for.
    static const NormalTable& shared();

    /// For `share` in [0, 1). 0 gives the value of 2^-54.
    double quantile(double share) const {
        const double tail = std::max(std::min(share, 1 - share), smallest_tail);
        const auto bits = std::bit_cast<std::uint64_t>(tail);
        const Cell& cell = cells_[(bits >> cell_shift) - first_cell];
        const double t = std::bit_cast<double>(one | (bits << cell_bits & mantissa)) - 1;
        const double size = cell[0] + t * (cell[1] + t * (cell[2] + t * cell[3]));
        return share < 0.5 ? -size : size;
    }

private:
    using Cell = std::array<double, 4>;  ///< Of a cubic in the place within the cell, 0 to 1.

    // A cell is found by the exponent and the first bits of the mantissa of the tail's probability.
    static constexpr int cell_bits = 5;
    static constexpr int cell_shift = 52 - cell_bits;
    static constexpr double smallest_tail = 0x1p-54;
    static constexpr std::uint64_t one = std::bit_cast<std::uint64_t>(1.0);
    static constexpr std::uint64_t mantissa = (std::uint64_t{1} << 52) - 1;
    static constexpr std::uint64_t first_cell =
        std::bit_cast<std::uint64_t>(smallest_tail) >> cell_shift;
    static constexpr std::size_t cell_count =
        (std::bit_cast<std::uint64_t>(0.5) >> cell_shift) - first_cell + 1;

    NormalTable();

    std::array<Cell, cell_count> cells_;
};

}  // namespace weft::sim
