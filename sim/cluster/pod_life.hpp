#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/resources/resource.hpp"
#include "sim/service/behaviour.hpp"

namespace weft::sim {

/// When a pod is found to be ready whose containers run from `started` and whose app takes requests
/// from `up`: every probe is made once its delay is over and then once a period, and a readiness
/// probe does not count before the container's startup probe has succeeded. A container without a
/// readiness probe is ready as soon as it runs, whether its app is up or not.
/// Source: the probes of Kubernetes' kubelet.
mesh::Instant ready_at(const mesh::control::PodTemplate& pod,
                       mesh::Instant started,
                       mesh::Instant up);

/// How a pod ends that was told to at time zero.
struct PodEnd {
    mesh::Duration takes_nothing;  ///< From then on it takes no new request;
    mesh::Duration is_gone;        ///< then all that it has in hand is lost.
};

/// The containers of a pod are told to end at the same time, each after its own preStop hook; what
/// is left after the grace period is killed.
/// Source: Kubernetes' kubelet; the drain is that of Istio's agent.
PodEnd end_of(const mesh::control::PodTemplate& pod,
              const mesh::control::SidecarEnd& proxy,
              OnTerm app);

}  // namespace weft::sim
