#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <limits>
#include <string>

/// What is worth recording of a run, as plain values. Names come once, through Recorder::named().
namespace weft::sim::observe {

/// Kinds of names; each has numbers of its own, from 0 in order of appearance.
enum class NameKind : std::uint8_t {
    load,      ///< "web"
    service,   ///< Sources and destinations: "reviews", "ingress"
    version,   ///< "v2"; number 0 is always "": none, or no host was chosen
    pod,       ///< "reviews-v2-0"
    cluster,   ///< "outbound|9080|v1|reviews.default.svc.cluster.local"
    step,      ///< A step of the timeline: "sick"
    rule,      ///< Of routes: "reviews.default/http[0]"
    workload,  ///< Whose pods a mesh measures together: "reviews-v1.default"
    zone,      ///< In which nodes stand: "zone-a"
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
    std::uint32_t source_workload = nobody;
    std::uint32_t workload = nobody;  ///< Of the host that was chosen last, if it has a proxy.
};

/// A request's answer left a pod: as the proxy there saw it, or would have if there is none. Copies
/// are some, too.
struct InboundEnd {
    mesh::Instant came;
    mesh::Instant ended;
    std::uint32_t source_workload;
    std::uint32_t workload;  ///< nobody: the pod has no proxy.
    std::uint16_t status;
    mesh::Flags flags;
    bool mutual_tls = false;  ///< The caller showed who it is.
    std::uint32_t pod = nobody;
};

/// A root request that has not ended when the run is over.
struct OpenRequest {
    mesh::Instant sent;
    std::uint32_t load;
};

/// How a mesh labels what it measures of a workload's pods.
struct Workload {
    std::string name{};  ///< "reviews-v1"
    std::string ns{};
    std::string app{};        ///< Of the label; empty if there is none, as is the next.
    std::string version{};    ///< "v1"
    std::string service{};    ///< Canonical: "reviews",
    std::string revision{};   ///< and its revision, "latest" if nobody says.
    std::string principal{};  ///< "spiffe://cluster.local/ns/default/sa/reviews"; empty: it has
                              ///< no certificate.
    std::string host{};       ///< Of the Service that leads to its pods; empty if none does.
};

/// "reviews-v1.default", "reviews.default v2"
std::string name_of(const Workload& workload);

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
    mesh::Instant started;  ///< call: when it was made; work: when it came to the pod.
    mesh::Instant served;   ///< work: when a worker took it; equal to started for a call.
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

/// A moment on the way of a sampled request. What lies between two marks of a span is told by the
/// first of them, but that a call's attempt is out: what happens then, the marks of its work tell.
struct Mark {
    enum class Kind : std::uint8_t {
        called,            ///< The app asks its sidecar; other: the work that calls. As all to
                           ///< `ended` of a call,
        delayed,           ///< a delay that a rule injects begins
        attempt_sent,      ///< other: the work
        attempt_ended,     ///< value: its status, or first_reset and the mesh::ResetReason
        attempt_given_up,  ///< Nobody waits for it any more.
        backing_off,       ///< before a retry
        ended,             ///< value: the status as who called takes it, 0 if nobody waits
        arrived,           ///< At the pod: of its work, as all that follow.
        asking,            ///< The rate limit service is asked.
        queued,            ///< It waits for a worker,
        computing,
        waiting,      ///< for the calls and sleeps of a step.
        answered,     ///< The answer leaves; or the word that there will be none, and then value:
                      ///< first_reset and the mesh::ResetReason
        authorizing,  ///< At the pod: the authorizer outside is asked.
    };

    mesh::Instant at{};
    std::uint64_t request = 0;  ///< Number of the root request within its load.
    std::uint32_t load = nobody;
    std::uint32_t span = nobody;   ///< Of the call or the work.
    std::uint32_t other = nobody;  ///< The work that calls, or is sent.
    std::uint32_t name = nobody;   ///< called, ended: the service, or nobody while a gateway's call
                                   ///< has no route. attempt_sent, and of a work: the pod.
    std::uint32_t rule = nobody;   ///< attempt_sent: which rule led there.
    Kind kind = Kind::called;
    std::uint8_t attempt = 0;
    std::uint16_t value = 0;
    std::uint32_t source = nobody;   ///< Of a call: the pod whose proxy makes it.
    std::uint32_t cluster = nobody;  ///< attempt_sent, ended: of which the host is, or would be.
};

/// A value that stands for a status, or from here on for a mesh::ResetReason.
inline constexpr std::uint16_t first_reset = 1000;

/// A change of state, rare and all recorded.
struct Change {
    enum class Kind : std::uint8_t {
        fault_started,     ///< step, value: pods struck
        fault_stopped,     ///< step
        manifest_applied,  ///< step
        pod_started,       ///< pod; value: of one that is new, 1 and the number of its zone's name
        pod_ready,         ///< pod
        pod_not_ready,     ///< pod
        pod_crashed,       ///< pod
        pod_stopped,       ///< pod
        config_pushed,     ///< to all proxies that it concerns; value: version
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
        pod_gone,             ///< pod: it was told to end before
        certificate_signed,   ///< pod; value: when it runs out, in nanoseconds
        certificate_expired,  ///< pod: its proxy still shows it
        handshake_refused,  ///< source, pod: a connection from the one to the other; value: Refusal
        config_rejected,    ///< pod: whose proxy; value: version
        config_converged,   ///< Every proxy acts on what it was to be told; value: the longest time
                            ///< from a change in the store to a proxy acting on it, in ns
        config_queued,      ///< with it; value: the longest wait of a proxy for its push, in ns
        config_made,        ///< with it; value: the longest work for one push, in ns
        scaled,             ///< pod: the workload's name, by an autoscaler; value: replicas wanted
                            ///< from now on
        out_of_memory,      ///< pod: its app was killed; value: bytes that it would have needed
        node_lost,          ///< pod: the node's name; nobody has heard of it for too long
        node_back,          ///< pod: the node's name
        node_cordoned,      ///< pod: the node's name; value: 1, or 0 for no longer
        pod_pending,        ///< pod: it fits on no node
        pod_evicted,        ///< pod: from a node that is lost, or that is emptied
        eviction_refused,   ///< pod: a disruption budget keeps it
        liveness_failed,    ///< pod: a container is started again
        rollout_stalled,    ///< pod: the workload's name; no progress within its deadline
        job_done,           ///< pod: the job's name
        job_failed,         ///< pod: the job's name
        step_started,       ///< step: of the timeline, for the first time
        step_ended,         ///< step: nothing of it goes on or is to come
        spilled,            ///< source, cluster: requests leave its first priority; value: 1, or 0
                            ///< for no longer
        fault_struck,  ///< step, pod: one that it acts on; value: 0, or of a fault of links the end
                       ///< that the pod is at, 1 or 2. Before fault_started, for each round anew
        config_applied,  ///< pod: its proxy acts on what it was told; value: version. At the start
                         ///< every proxy acts on the first one, and that is not told of each
        keys_missing,    ///< pod: where an issuer's keys are published; proxies are told that
                         ///< there are none; value: 1, or 0 for no longer
        fault_missed,    ///< step: whom it means is not there, so that it strikes nobody
        init_done,     ///< pod; value: which of its init containers, from 1, has let the next start
        init_failed,   ///< pod; value: which of its init containers has ended badly
        job_pod_held,  ///< pod: of a Job, whose app has ended; a container beside it goes on
        sidecar_ended,  ///< pod; value: which of its init containers, a native sidecar
    };
    static constexpr Kind last_kind = Kind::sidecar_ended;

    /// Why a connection is refused; the first ones are those of mesh::PeerCheck.
    enum class Refusal : std::uint8_t {
        modes,  ///< The one does not send what the other takes.
        not_yet_valid,
        expired,
        unknown_root,
        no_certificate,
        other_identity,  ///< The server is not who the caller's rule says.
    };

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
    std::uint64_t fingerprint = 0;  ///< Sum over this interval alone.
    std::uint64_t events = 0;       ///< In this interval.

    friend bool operator==(const IntervalEnd&, const IntervalEnd&) = default;
};

}  // namespace weft::sim::observe
