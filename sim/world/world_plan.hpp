#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/control/control_plane.hpp"
#include "mesh/control/resources/resource.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/network/network_plan.hpp"
#include "sim/service/behaviour.hpp"
#include "sim/signals/signal.hpp"
#include "sim/workload/arrival.hpp"
#include "sim/workload/load_plan.hpp"
#include "sim/world/timeline_plan.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weft::sim {

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
    std::vector<Signal> watched = {};  ///< What the conditions of its steps ask for, by number.

    mesh::BalancerRegistry balancers;
    ArrivalRegistry arrivals;
    std::uint32_t span_every =
        0;  ///< One root request in so many is recorded span by span; 0 none.
};

}  // namespace weft::sim
