#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <limits>

/// What is worth recording of a run, as plain values. Names come once, through Recorder::named().
namespace weft::sim::observe {

/// Kinds of names; each has numbers of its own, from 0 in order of appearance.
enum class NameKind : std::uint8_t {
    load,     ///< "web"
    service,  ///< Sources and destinations: "reviews", "ingress"
    version,  ///< "v2"; number 0 is always "": none, or no host was chosen
    pod,      ///< "reviews-v2-0"
    cluster,  ///< "outbound|9080|v1|reviews.default.svc.cluster.local"
    step,     ///< A step of the timeline: "sick"
};

inline constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

/// A root request ended: as the load's client saw it.
struct RequestEnd {
    mesh::Instant sent;  ///< When it was meant to be sent (no coordinated omission).
    mesh::Instant ended;
    std::uint64_t number;  ///< Of the load's requests, from 0.
    std::uint32_t load;
    std::uint16_t status;  ///< 0: none came.
    mesh::Flags flags;
};

/// A call ended: as the caller's sidecar saw it. The call of a root request is one, too.
struct CallEnd {
    mesh::Instant sent;
    mesh::Instant ended;
    std::uint32_t load;         ///< Of its root request.
    std::uint32_t source;       ///< service
    std::uint32_t destination;  ///< service
    std::uint32_t version;      ///< Of the host that was chosen last.
    std::uint16_t attempts;     ///< 0: none was sent.
    std::uint16_t status;
    mesh::Flags flags;
};

/// One span of a sampled request: a call as the caller saw it, or the work of the pod that took an
/// attempt.
struct Span {
    enum class Kind : std::uint8_t { call, work };

    std::uint64_t request;  ///< Number of the root request within its load.
    std::uint32_t load;
    std::uint32_t id;      ///< Unique within the run.
    std::uint32_t parent;  ///< Or nobody.
    Kind kind;
    std::uint32_t service;  ///< The destination, or whose pod works.
    std::uint32_t pod;      ///< Or nobody.
    std::uint16_t status;
    std::uint16_t attempt;
    mesh::Flags flags;
    mesh::Instant started;
    mesh::Instant served;  ///< work: when a worker took it; equal to started for a call.
    mesh::Instant ended;
};

/// Why a call of a sampled request went where it went: what its caller's sidecar compared, chose
/// and tried again.
struct Decision {
    enum class Kind : std::uint8_t { considered, chosen, retried };

    mesh::Instant at;
    std::uint64_t request;  ///< Number of the root request within its load.
    std::uint32_t load;
    std::uint32_t span;  ///< Of the call.
    std::uint32_t cluster;
    std::uint32_t pod;     ///< The host.
    std::uint8_t attempt;  ///< Which the choice is for; retried: which failed.
    Kind kind;
    double value;  ///< considered: the balancer's measure; retried: the status, or 1000 and the
                   ///< mesh::ResetReason.
};

/// A change of state, rare and all recorded.
struct Change {
    enum class Kind : std::uint8_t {
        fault_started,     ///< step, value: pods struck
        fault_stopped,     ///< step
        manifest_applied,  ///< step
        pod_started,       ///< pod
        pod_ready,         ///< pod
        pod_not_ready,     ///< pod
        pod_crashed,       ///< pod
        pod_stopped,       ///< pod
        config_pushed,     ///< pod: whose proxy; value: version
        host_ejected,      ///< source: whose proxy, cluster, pod: the host; value: DetectionCause
        host_returned,     ///< source, cluster, pod
        ejection_refused,  ///< source, cluster, pod
        limit_reached,  ///< source, cluster (of requests to the pod: none, but its service); value:
                        ///< mesh::Limit
        panic_entered,  ///< source, cluster
        panic_left,     ///< source, cluster
        overload_entered,  ///< pod: the queue has not been empty for its patience
        overload_left,     ///< pod
        circuit_opened,    ///< source, cluster, pod: the host; as all that follow
        circuit_half_open,
        circuit_closed,
        host_unhealthy,
        host_healthy,
        host_degraded,
        host_recovered,
        pod_gone,  ///< pod: it was told to end before
    };
    static constexpr Kind last_kind = Kind::pod_gone;

    mesh::Instant at;
    Kind kind;
    std::uint32_t source = nobody;  ///< pod whose proxy it is; nobody for a load's client
    std::uint32_t pod = nobody;
    std::uint32_t cluster = nobody;
    std::uint32_t step = nobody;
    std::uint64_t value = 0;
    std::uint32_t service = nobody;
};

/// "host_ejected"
const char* name_of(Change::Kind kind);

/// An interval of simulated time is over.
struct IntervalEnd {
    mesh::Instant start;
    mesh::Instant end;
    std::uint64_t fingerprint;  ///< Sum over this interval alone.
    std::uint64_t events;       ///< In this interval.
};

}  // namespace weft::sim::observe
