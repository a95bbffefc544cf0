#pragma once

#include "sim/engine/event.hpp"

namespace weft::sim {

/// What happens in a world, and what the handle of such an event names. The numbers enter
/// fingerprints: new kinds go at the end.
enum class EventKind : std::uint32_t {
    arrival = 1,       ///< load: its next request is meant to be sent
    user_returns,      ///< user: asks again
    request_arrives,   ///< work: at the pod
    answer_arrives,    ///< work: at the caller
    reset_arrives,     ///< work: at the caller
    cancel_arrives,    ///< work: at the pod
    resend,            ///< work: its message was lost
    compute_done,      ///< work
    branch_done,       ///< work: a sleep is over
    request_timeout,   ///< call
    try_timeout,       ///< call
    injected_delay,    ///< call
    alarm,             ///< alarm: a back-off is over
    patience,          ///< call: the app gives up
    cluster_timer,     ///< proxy timer
    config_push,       ///< none: the control plane looks what is to be pushed
    crash_noticed,     ///< pod
    step_start,        ///< step of the timeline
    step_stop,         ///< step of the timeline
    hedge_timer,       ///< call
    handshake_at_pod,  ///< connection; as are the next ones
    handshake_at_caller,
    handshake_resend,     ///< A message of it was lost.
    connection_refused,   ///< The caller hears it,
    connection_closed,    ///< as it does that,
    connection_draining,  ///< and that its peer takes no more requests.
    keep_alive_over,      ///< At the pod: nobody used it for so long.
    connection_timer,     ///< connection alarm
    probe_arrives,        ///< probe: at the pod
    probe_answered,       ///< probe: at the proxy
    check_arrives,        ///< check: at the pod
    check_answered,       ///< check: at the proxy that asks
    check_resent,         ///< check: its message was lost
    limit_answered,       ///< limit question: at the pod
    news_arrives,         ///< stream of news: the next is at the control plane
    push_sent,            ///< configuration on its way: the control plane is done with it
    config_arrives,       ///< the same: its proxy acts on it
    containers_run,       ///< pod; as are the next ones
    app_up,               ///< It takes requests.
    probes_pass,          ///< Its containers are ready.
    status_written,       ///< The API server knows whether it is ready.
    pod_available,        ///< It has been ready for long enough.
    takes_nothing,        ///< It ends, and takes no new request.
    pod_gone,
    proxies_connected,     ///< none: they wait for what they must know
    certificate_answered,  ///< pod; as are the next ones: an authority signed its own, or did not.
    certificate_timer,     ///< It is to be renewed, or asked for again.
    certificate_over,      ///< One that it had.
    control_connection,    ///< pod: its proxy's connection to the control plane begins or ends
    app_starts,            ///< pod: its proxy is there, for which it waited
    name_resolved,         ///< alarm: of the call that waits for it
    start_tried,           ///< pod: what it needs before it is up, again
    cpu_due,               ///< pod: some of its work may be done, or its quota used up or renewed
    autoscale,             ///< autoscaler: looks at its workload
    out_of_memory,         ///< pod
    node_lost,             ///< node: nobody has heard of it for too long
    evictions_due,         ///< none: more lost nodes may lose their pods
    toleration_over,       ///< pod; as are the next ones: it leaves a lost node
    exit_noticed,          ///< Its node's agent knows that a container has ended,
    container_restarts,
    start_given_up,    ///< and that it has not come up in time.
    killed_looked_at,  ///< Whether a container that was told to end has done so.
    job_pod_done,
    probe_due,      ///< container probe
    probe_judged,   ///< container probe
    job_goes_on,    ///< replicas: a pod in place of one that failed, or the job's time is over
    progress_due,   ///< replicas: they should have come nearer to what is wanted
    drain_goes_on,  ///< drain: asks for the rest of a node's pods
    condition_due,  ///< step of the timeline: what it waits for is looked at
    strength_due,   ///< step of the timeline: its fault grows, fades, comes or goes
    request_kills,  ///< pod: its app dies of a request
    authorizer_answered,  ///< question to an authorizer: at the pod
    keys_due,             ///< none: keys of issuers are to be fetched, or run out
    keys_answered,        ///< fetch of keys: at the control plane
    lie_noticed,          ///< pod: its probes have found what a fault makes them find
    memory_due,           ///< pod: what a fault makes its app hold reaches its limit
    init_due,             ///< pod: an init container of it has ended or started, or starts again
    sidecar_due,          ///< pod: a native sidecar of it has ended, or starts again
    proxy_starts,         ///< pod: the postStart hooks of the containers before it are over
};

}  // namespace weft::sim
