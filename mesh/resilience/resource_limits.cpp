#include "mesh/resilience/resource_limits.hpp"

#include <algorithm>

namespace weft::mesh {

std::uint32_t retries_allowed(const RetryBudget& budget,
                              std::uint32_t active,
                              std::uint32_t pending) {
    const double requests = static_cast<double>(active) + static_cast<double>(pending);
    const auto share = static_cast<std::uint64_t>(budget.percent / 100 * requests);
    const std::uint64_t most = ResourceLimits::unlimited;
    return std::max(budget.min_concurrency, static_cast<std::uint32_t>(std::min(share, most)));
}

}  // namespace weft::mesh
