#pragma once

#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/cluster_plan.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

/// A node as the scheduler sees it.
struct NodeState {
    std::string name;
    std::string zone;
    mesh::control::Labels labels;  ///< With those of its place.
    std::uint32_t cpu = 0;         ///< Thousandths of a core; 0: no limit.
    std::uint64_t memory = 0;      ///< Bytes; 0: no limit.
    std::uint32_t cpu_taken = 0;   ///< By the requests of its pods.
    std::uint64_t memory_taken = 0;
    bool takes_pods = true;  ///< Nobody said otherwise: it is ready and not cordoned.
};

/// The nodes of a cluster, zone by zone.
std::vector<NodeState> nodes_of(const ClusterPlan& cluster);

/// In which order a workload's pods prefer the nodes where nothing else speaks: its replicas go
/// from zone to zone and there from node to node; where it begins is its name's affair alone.
class NodeOrder {
public:
    explicit NodeOrder(const ClusterPlan& cluster);

    /// The number of the node whose turn it is.
    std::uint32_t node(std::string_view workload, std::uint32_t turn) const;

    /// After so many turns each node had one.
    std::uint32_t round() const { return round_; }

private:
    struct Zone {
        std::uint32_t first = 0;
        std::uint32_t nodes = 1;
    };
    std::vector<Zone> zones_;
    std::uint32_t round_ = 0;
};

/// Pods of one kind that have one node.
struct PlacedPod {
    std::string_view ns;
    const mesh::control::Labels* labels;
    std::uint32_t node;
    const std::vector<mesh::control::AntiAffinity>* keeps_from = nullptr;  ///< Null: from nobody.
    std::uint32_t count = 1;                                               ///< Of those alike.
};

/// Who looks for a node.
struct PodToPlace {
    const mesh::control::Pod& pod;  ///< Its workload, namespace and labels.
    const mesh::control::PodTemplate& made_from;
    std::uint32_t ordinal = 0;  ///< Its turn.
};

/// Whether the node has room for what the pod asks for, and its labels are those that it wants.
bool admits(const NodeState& node, const mesh::control::PodTemplate& pod);

/// Whether where others are matters to the pod.
bool looks_at_others(const mesh::control::PlacementRules& rules);

/// The node for a pod, of those that take pods: the first in order of its turns that has room and
/// that no rule excludes, its own or another pod's that keeps away from it, among those that
/// preferences weigh the same. Nothing: none fits now. `others` are all that have a node if the pod
/// looks at them, and else those that keep away from any.
/// Source: the filters and scores of Kubernetes' scheduler; what this leaves out is how it weighs
/// nodes that fit where no rule of the pod speaks, since turns decide that.
std::optional<std::uint32_t> choose_node(const PodToPlace& pod,
                                         std::span<const NodeState> nodes,
                                         const NodeOrder& order,
                                         std::span<const PlacedPod> others);

}  // namespace weft::sim
