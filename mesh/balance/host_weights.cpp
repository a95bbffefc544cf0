#include "mesh/balance/host_weights.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace weft::mesh {

bool equal_weights(std::span<const std::uint32_t> weights) {
    return std::adjacent_find(weights.begin(), weights.end(), std::not_equal_to{}) == weights.end();
}

std::vector<double> normalised_weights(std::span<const std::uint32_t> weights) {
    const auto sum =
        static_cast<double>(std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}));
    std::vector<double> shares;
    shares.reserve(weights.size());
    for (const std::uint32_t weight : weights) {
        shares.push_back(static_cast<double>(weight) / sum);
    }
    return shares;
}

}  // namespace weft::mesh
