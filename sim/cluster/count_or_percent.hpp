#pragma once

#include "mesh/control/resources/workload_rules.hpp"

#include <cstdint>

namespace weft::sim {

/// How many pods of so many that is; a share of one counts as one, or as none.
inline std::uint32_t rounded_up(const mesh::control::CountOrPercent& value, std::uint32_t of) {
    if (!value.is_percent) return value.amount;
    return static_cast<std::uint32_t>((std::uint64_t{value.amount} * of + 99) / 100);
}

inline std::uint32_t rounded_down(const mesh::control::CountOrPercent& value, std::uint32_t of) {
    if (!value.is_percent) return value.amount;
    return static_cast<std::uint32_t>(std::uint64_t{value.amount} * of / 100);
}

}  // namespace weft::sim
