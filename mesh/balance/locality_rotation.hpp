#pragma once

#include "mesh/balance/edf.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace weft::mesh {

/// The hosts of one locality of a priority.
struct LocalityHealth {
    std::uint32_t weight = 0;    ///< 0: gets nothing.
    std::uint32_t eligible = 0;  ///< Hosts that may be chosen: the healthy, or the degraded ones.
    std::uint32_t hosts = 0;
    std::uint32_t excluded = 0;  ///< Not yet judged, not more than `hosts`.
};

/// The locality's weight, less what it cannot carry: all of it while its eligible hosts times the
/// overprovisioning factor are as many as its judged ones.
double effective_weight(const LocalityHealth& locality, std::uint32_t overprovisioning_percent);

/// Locality-weighted balancing: localities take turns by their effective weights.
/// Source: the reference proxy.
class LocalityRotation {
public:
    /// Starts as if `picks` picks were done.
    LocalityRotation(std::span<const LocalityHealth> localities,
                     std::uint32_t overprovisioning_percent,
                     std::uint64_t picks);

    /// Whether no locality has any weight: hosts are then chosen from the flat list.
    bool empty() const { return localities_.empty(); }

    /// Position of the next locality. Requires !empty().
    std::size_t pick();

private:
    std::vector<std::size_t> localities_;  ///< Those with any weight.
    std::vector<double> weights_;          ///< Of these.
    std::optional<EdfScheduler> scheduler_;
};

}  // namespace weft::mesh
