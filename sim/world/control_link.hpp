#pragma once

#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/push/debounce.hpp"
#include "mesh/control/push/push_queue.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/cluster/object_store.hpp"
#include "sim/world/pool.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

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
        StoreEvent event;
    };

    ControlLink(const PropagationPlan& plan, const mesh::control::PushDefaults& push)
        : pod_status(plan.pod_status),
          endpoint_slices(plan.endpoint_slices),
          watch(plan.watch),
          push_work(plan.push),
          apply(plan.apply),
          debounce(push.debounce),
          queue(push.concurrency) {}

    Sampler pod_status;
    Sampler endpoint_slices;
    Sampler watch;
    Sampler push_work;
    Sampler apply;

    std::array<std::deque<News>, 2> streams;
    std::vector<StoreEvent> gathered;  ///< Seen by the control plane, and not pushed.
    mesh::control::Debounce debounce;
    mesh::control::PushQueue queue;
    Pool<SentConfig> sent;
    bool is_settled = false;    ///< The cluster has started: from now on news take their time.
    std::uint32_t starts = 0;   ///< Of the control plane.
    std::uint64_t changes = 0;  ///< Told so far, so that each draws numbers of its own.
};

}  // namespace weft::sim
