#pragma once

#include "mesh/pool/resource_use.hpp"
#include "mesh/request/head.hpp"
#include "mesh/resilience/resource_limits.hpp"

#include <algorithm>
#include <string>

namespace weft::mesh {

/// Which requests to a cluster are of high priority: those with this value in this header. They
/// have limits and connections of their own.
/// Source: the reference proxy's routing priorities, which a route names there.
struct HighPriority {
    std::string header;  ///< In lower case.
    std::string value;
    ResourceLimits limits;

    friend bool operator==(const HighPriority&, const HighPriority&) = default;
};

inline RoutingPriority priority_of(const RequestHead& head, const HighPriority& high) {
    const bool is_high = std::ranges::any_of(head.headers, [&](const Header& header) {
        return header.name == high.header && header.value == high.value;
    });
    return is_high ? RoutingPriority::high : RoutingPriority::normal;
}

}  // namespace weft::mesh
