#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace weft::sim {

using Labels = std::map<std::string, std::string, std::less<>>;

/// Which pods a fault strikes, or, for faults of the network, the pods at one end.
struct PodSelector {
    enum class Pick : std::uint8_t { all, one, count, percent };

    std::string service;  ///< Canonical name; empty: any.
    Labels labels;        ///< All must be there.
    std::string zone;     ///< Empty: any.
    Pick pick = Pick::all;
    std::uint32_t amount = 0;  ///< For count and percent (rounded up). Which ones the seed decides.
};

/// Where a fault acts. Network faults act between `from` and `to`; all others on `pods`.
struct FaultTarget {
    PodSelector pods;
    PodSelector from;
    PodSelector to;
    bool one_way = false;  ///< Only what goes from `from` to `to`.
};

}  // namespace weft::sim
