#pragma once

#include "mesh/base/time.hpp"

#include <algorithm>

namespace weft::mesh::control {

/// How long proxies waited for what they had to be told: the longest of each.
/// Source: pilot_proxy_convergence_time, pilot_proxy_queue_time and pilot_xds_push_time of Istio's
/// discovery server, whose convergence ends as the push is sent; here it ends as the proxy acts on
/// it.
struct PushTimes {
    Duration convergence{};  ///< From a change in the store to a proxy acting on it.
    Duration queue{};        ///< From the look that found it to its push.
    Duration work{};         ///< Of the control plane, for one push.

    void note(const PushTimes& other) {
        convergence = std::max(convergence, other.convergence);
        queue = std::max(queue, other.queue);
        work = std::max(work, other.work);
    }
};

}  // namespace weft::mesh::control
