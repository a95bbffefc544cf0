#pragma once

#include "mesh/control/push/discovery.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/world/pool.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>

namespace weft::sim {

struct Pod;

/// A configuration on its way to a proxy.
struct SentConfig {
    Handle self = 0;
    Pod* pod = nullptr;
    std::shared_ptr<const mesh::ProxyConfig> config;
    std::uint32_t start = 0;  ///< Of the control plane: one that has stopped since sends nothing.
};

/// The way of news from the store through the control plane to the proxies.
struct ControlLink {
    /// Each stream of news is first in, first out.
    enum class Stream : std::uint8_t { rules, endpoints };

    struct News {
        Instant at;  ///< The control plane.
        mesh::control::ObjectChange change;
    };

    explicit ControlLink(const PropagationPlan& plan)
        : pod_status(plan.pod_status),
          endpoint_slices(plan.endpoint_slices),
          watch(plan.watch),
          push_work(plan.push),
          apply(plan.apply) {}

    Sampler pod_status;
    Sampler endpoint_slices;
    Sampler watch;
    Sampler push_work;
    Sampler apply;

    std::array<std::deque<News>, 2> streams;
    Pool<SentConfig> sent;
    bool is_settled = false;   ///< The cluster has started: from now on news take their time.
    bool has_callers = false;  ///< Proxies have connected at this instant.
    std::uint32_t starts = 0;  ///< Of the control plane.
    std::map<mesh::control::ResourceKey, std::uint32_t>
        changes;  ///< Of each object so far, so that each change draws numbers of its own.
};

}  // namespace weft::sim
