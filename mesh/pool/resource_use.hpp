#pragma once

#include "mesh/resilience/resource_limits.hpp"

#include <cstdint>

namespace weft::mesh {

/// What a cluster's limits count.
enum class Resource : std::uint8_t { connections, pending, requests, retries };

/// How important a request is held to be. Each class has limits and connections of its own, so
/// that a flood of one leaves the other alone.
enum class RoutingPriority : std::uint8_t { normal, high };

/// What one proxy has going to one cluster in one routing priority, and how much it may. The
/// cluster owns it, and it stays where it is; the pools to its hosts and the retries count in it
/// together, so that what one host holds is missing at the others.
struct ResourceUse {
    ResourceLimits limits;
    std::uint32_t connections = 0;
    std::uint32_t pending = 0;
    std::uint32_t requests = 0;
    std::uint32_t retries = 0;

    bool may_connect() const { return connections < limits.connections; }
    bool may_wait() const { return pending < limits.pending; }
    bool may_send() const { return requests < limits.requests; }
    bool may_retry() const { return retries < limits.retries; }
};

}  // namespace weft::mesh
