#pragma once

#include "mesh/control/resources/workload_rules.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace weft::sim {

/// What a DaemonSet has on a node, pods that are ending left out.
struct DaemonNode {
    bool has_old = false;  ///< Of another template than the one that holds now.
    bool old_is_available = false;
    bool has_new = false;
    bool new_is_available = false;
    bool has_ending = false;  ///< No other one starts before it is gone, but in a surge.
    bool takes_pod = false;   ///< It has room for one, or for another one.
    bool is_lost = false;     ///< Nobody waits for what is there.
};

/// What the controller does now, by the nodes' places. It is asked again whenever a pod becomes
/// available or is gone.
struct DaemonStep {
    std::vector<std::size_t> start{};
    std::vector<std::size_t> stop_old{};

    friend bool operator==(const DaemonStep&, const DaemonStep&) = default;
};

/// Each node that takes a pod has one. In a rolling update old ones end as long as no more than
/// `max_unavailable` pods are away, or, with a surge, once a new one beside them is available; old
/// ones that are not available themselves hold nothing up. Percentages are of the nodes, rounded
/// up; if both come to 0, one may be unavailable.
/// Source: the DaemonSet controller of Kubernetes.
DaemonStep next_daemon_step(const mesh::control::SetUpdateRules& rules,
                            std::span<const DaemonNode> nodes);

}  // namespace weft::sim
