#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace weft::mesh {

/// The weight that a host has if it was given this one: no host weighs nothing.
constexpr std::uint32_t host_weight(std::uint32_t given) {
    return std::max(given, 1U);
}

/// Whether no host is to get more than another. True of no host and of one.
bool equal_weights(std::span<const std::uint32_t> weights);

/// Each weight as a share of their sum. Requires that they are not all zero.
std::vector<double> normalised_weights(std::span<const std::uint32_t> weights);

}  // namespace weft::mesh
