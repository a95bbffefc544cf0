#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/control/control_plane.hpp"
#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/failure/fault.hpp"
#include "sim/failure/target.hpp"
#include "sim/network/network_plan.hpp"
#include "sim/service/behaviour.hpp"
#include "sim/workload/arrival.hpp"
#include "sim/workload/load_plan.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace weft::sim {

/// A fault that the timeline injects.
struct PlannedFault {
    std::shared_ptr<Fault> effect;
    FaultTarget target;
    std::optional<mesh::Duration> length;  ///< None: to the end.
    FaultKind::Acts acts = FaultKind::Acts::on_pods;
};

/// Objects that the timeline applies, as an API call would.
struct PlannedApply {
    std::vector<mesh::control::Resource> resources;
};

/// Nodes that take no new pods, and that lose those they have if they are drained.
struct PlannedNodeChange {
    enum class Kind : std::uint8_t { cordon, uncordon, drain };

    Kind kind = Kind::cordon;
    std::vector<std::string> nodes;
};

/// A workload that is changed, as an API call would.
struct PlannedWorkloadChange {
    std::string name;
    std::string ns;
    std::optional<std::uint32_t> replicas;  ///< Absent: all its pods are made anew.
};

struct PlannedStep {
    std::string id;
    mesh::Instant at{};
    std::variant<PlannedFault, PlannedApply, PlannedNodeChange, PlannedWorkloadChange> action;
};

/// All that a world is made from.
struct WorldPlan {
    std::uint64_t seed = 1;
    mesh::Instant horizon{};
    mesh::Duration interval{};  ///< Of fingerprints and series; above 0.

    std::vector<mesh::control::Resource> resources;
    mesh::control::MeshDefaults defaults;
    std::vector<BehaviourOf> behaviours;
    Behaviour default_behaviour;  ///< Of workloads that nobody describes.
    ClusterPlan cluster;
    NetworkPlan network;
    std::vector<LoadPlan> loads;
    std::vector<PlannedStep> timeline;

    mesh::BalancerRegistry balancers;
    ArrivalRegistry arrivals;
    std::uint32_t span_every =
        0;  ///< One root request in so many is recorded span by span; 0 none.
    struct AskedFor {
        std::string load;
        std::uint64_t request = 0;  ///< Its number within the load.

        friend bool operator==(const AskedFor&, const AskedFor&) = default;
    };
    std::vector<AskedFor> asked_for = {};  ///< Recorded so, whatever their numbers.
};

}  // namespace weft::sim
