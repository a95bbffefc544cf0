#include "mesh/balance/locality_rotation.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {

double effective_weight(const LocalityHealth& locality, std::uint32_t overprovisioning_percent) {
    assert(locality.excluded <= locality.hosts);
    const std::uint32_t judged = locality.hosts - locality.excluded;
    if (judged == 0) return 0;
    const double available = double{1} * locality.eligible / judged;
    return locality.weight * std::min(1.0, overprovisioning_percent / 100.0 * available);
}

LocalityRotation::LocalityRotation(std::span<const LocalityHealth> localities,
                                   std::uint32_t overprovisioning_percent,
                                   std::uint64_t picks) {
    for (std::size_t position = 0; position < localities.size(); ++position) {
        const double weight = effective_weight(localities[position], overprovisioning_percent);
        if (weight <= 0) continue;
        localities_.push_back(position);
        weights_.push_back(weight);
    }
    if (!localities_.empty()) scheduler_.emplace(weights_, picks);
}

std::size_t LocalityRotation::pick() {
    assert(!empty());
    return localities_[scheduler_->pick([this](std::size_t item) { return weights_[item]; })];
}

}  // namespace weft::mesh
