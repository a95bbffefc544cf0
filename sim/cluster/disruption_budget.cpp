#include "sim/cluster/disruption_budget.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

std::uint32_t rounded_up(const mesh::control::CountOrPercent& value, std::uint32_t of) {
    if (!value.is_percent) return value.amount;
    return static_cast<std::uint32_t>((std::uint64_t{value.amount} * of + 99) / 100);
}

}  // namespace

std::uint32_t must_be_ready(const mesh::control::PodDisruptionBudget& budget,
                            std::uint32_t wanted) {
    if (budget.min_available) return rounded_up(*budget.min_available, wanted);
    if (!budget.max_unavailable) return 0;
    return wanted - std::min(wanted, rounded_up(*budget.max_unavailable, wanted));
}

}  // namespace weft::sim
