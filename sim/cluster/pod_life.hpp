#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/resources/resource.hpp"
#include "sim/service/behaviour.hpp"

#include <optional>

namespace weft::sim {

/// Whether anybody asks its containers before they count as ready.
bool is_asked(const mesh::control::PodTemplate& pod);

/// How long after a container's begin a probe of it is first made: its delay and the container's
/// postStart hook have to be over.
mesh::Duration before_first_probe(const mesh::control::ContainerLife& container,
                                  const mesh::control::Probe& probe);

/// How long a proxy waits that is the last of a pod's containers: the node's agent starts the next
/// one when the postStart hook of the one before is through.
mesh::Duration hooks_before_proxy(const mesh::control::PodTemplate& pod);

/// When a pod is found to be ready whose containers run from `started` and whose app takes requests
/// from `up`: every probe is made once its delay and the container's postStart hook are over and
/// then once a period, and a readiness probe does not count before the container's startup probe
/// has succeeded. A container without a readiness probe is ready as soon as its hook is over,
/// whether its app is up or not.
/// Source: the probes of Kubernetes' kubelet.
mesh::Instant ready_at(const mesh::control::PodTemplate& pod,
                       mesh::Instant started,
                       mesh::Instant up);

/// The same of one container.
mesh::Instant container_ready_at(const mesh::control::ContainerLife& container,
                                 mesh::Instant started,
                                 mesh::Instant up);

/// When a native sidecar that runs from `started` and is up from `up` has started, so that the next
/// container may: its startup probe has succeeded, or it has none and its postStart hook is over.
mesh::Instant sidecar_started_at(const mesh::control::ContainerLife& sidecar,
                                 mesh::Instant started,
                                 mesh::Instant up);

/// When the node's agent gives up a container that starts too slowly, and starts it again: as often
/// as the probe allows in a row its startup probe has failed, or if there is none its liveness
/// probe. Nothing: the app is up in time. The arguments are those of ready_at().
std::optional<mesh::Instant> given_up_at(const mesh::control::PodTemplate& pod,
                                         mesh::Instant started,
                                         mesh::Instant up);

/// The same of one container.
std::optional<mesh::Instant> container_given_up_at(const mesh::control::ContainerLife& container,
                                                   mesh::Instant started,
                                                   mesh::Instant up);

/// How a pod ends that was told to at time zero.
struct PodEnd {
    mesh::Duration takes_nothing;  ///< From then on it takes no new request;
    mesh::Duration is_gone;        ///< then all that it has in hand is lost.
};

/// The containers of a pod are told to end at the same time, each after its own preStop hook; a
/// native sidecar is not before the others have ended, though its hook begins with theirs. What is
/// left after the grace period is killed.
/// Source: Kubernetes' kubelet, and KEP-753; the drain is that of Istio's agent.
PodEnd end_of(const mesh::control::PodTemplate& pod,
              const mesh::control::SidecarEnd& proxy,
              OnTerm app);

}  // namespace weft::sim
