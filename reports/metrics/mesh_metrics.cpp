#include "reports/metrics/mesh_metrics.hpp"

#include "mesh/base/draws.hpp"

#include <algorithm>
#include <chrono>

namespace weft::reports {

void DurationTally::add(mesh::Duration took) {
    // Rounded up, so that a bound is met or passed as it is in nanoseconds.
    const auto us = std::chrono::ceil<std::chrono::microseconds>(took).count();
    const auto bound = std::ranges::lower_bound(bounds_us, us);
    ++buckets[static_cast<std::size_t>(bound - bounds_us.begin())];
    ++requests;
    sum_ns += static_cast<std::uint64_t>(took.count());
}

std::size_t MeshMetrics::Hash::operator()(const MetricKey& key) const {
    const std::uint64_t ends = (std::uint64_t{key.source} << 32U) | key.workload;
    const std::uint64_t result =
        (std::uint64_t{key.flags} << 18U) | (std::uint64_t{key.status} << 2U) |
        (std::uint64_t{key.mutual_tls} << 1U) | static_cast<std::uint64_t>(key.reporter);
    return mesh::finalise(ends +
                          0x9e3779b97f4a7c15U * (result + (std::uint64_t{key.service} << 33U)));
}

std::vector<MetricKey> MeshMetrics::keys() const {
    std::vector<MetricKey> keys;
    for (const auto& [key, tally] : tallies_)
        keys.push_back(key);
    std::ranges::sort(keys);
    return keys;
}

}  // namespace weft::reports
