#include "sim/cluster/disruption_budget.hpp"

#include "sim/cluster/count_or_percent.hpp"

#include <algorithm>

namespace weft::sim {

std::uint32_t must_be_ready(const mesh::control::PodDisruptionBudget& budget,
                            std::uint32_t wanted) {
    if (budget.min_available) return rounded_up(*budget.min_available, wanted);
    if (!budget.max_unavailable) return 0;
    return wanted - std::min(wanted, rounded_up(*budget.max_unavailable, wanted));
}

}  // namespace weft::sim
