#include "sim/observe/facts.hpp"

namespace weft::sim::observe {

std::string name_of(const Workload& workload) {
    std::string name = workload.name + "." + workload.ns;
    // One that rolls out has several versions; those that are named after theirs say it once.
    const bool says_it = workload.version.empty() || workload.name.ends_with(workload.version);
    if (!says_it) name += " " + workload.version;
    return name;
}

const char* name_of(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::fault_started:
            return "fault_started";
        case Change::Kind::fault_stopped:
            return "fault_stopped";
        case Change::Kind::manifest_applied:
            return "manifest_applied";
        case Change::Kind::pod_started:
            return "pod_started";
        case Change::Kind::pod_ready:
            return "pod_ready";
        case Change::Kind::pod_not_ready:
            return "pod_not_ready";
        case Change::Kind::pod_crashed:
            return "pod_crashed";
        case Change::Kind::pod_stopped:
            return "pod_stopped";
        case Change::Kind::config_pushed:
            return "config_pushed";
        case Change::Kind::host_ejected:
            return "host_ejected";
        case Change::Kind::host_returned:
            return "host_returned";
        case Change::Kind::ejection_refused:
            return "ejection_refused";
        case Change::Kind::limit_reached:
            return "limit_reached";
        case Change::Kind::panic_entered:
            return "panic_entered";
        case Change::Kind::panic_left:
            return "panic_left";
        case Change::Kind::overload_entered:
            return "overload_entered";
        case Change::Kind::overload_left:
            return "overload_left";
        case Change::Kind::circuit_opened:
            return "circuit_opened";
        case Change::Kind::circuit_half_open:
            return "circuit_half_open";
        case Change::Kind::circuit_closed:
            return "circuit_closed";
        case Change::Kind::host_unhealthy:
            return "host_unhealthy";
        case Change::Kind::host_healthy:
            return "host_healthy";
        case Change::Kind::host_degraded:
            return "host_degraded";
        case Change::Kind::host_recovered:
            return "host_recovered";
        case Change::Kind::pod_gone:
            return "pod_gone";
        case Change::Kind::certificate_signed:
            return "certificate_signed";
        case Change::Kind::certificate_expired:
            return "certificate_expired";
        case Change::Kind::handshake_refused:
            return "handshake_refused";
        case Change::Kind::config_rejected:
            return "config_rejected";
        case Change::Kind::config_converged:
            return "config_converged";
        case Change::Kind::config_queued:
            return "config_queued";
        case Change::Kind::config_made:
            return "config_made";
        case Change::Kind::scaled:
            return "scaled";
        case Change::Kind::out_of_memory:
            return "out_of_memory";
        case Change::Kind::node_lost:
            return "node_lost";
        case Change::Kind::node_back:
            return "node_back";
        case Change::Kind::node_cordoned:
            return "node_cordoned";
        case Change::Kind::pod_pending:
            return "pod_pending";
        case Change::Kind::pod_evicted:
            return "pod_evicted";
        case Change::Kind::eviction_refused:
            return "eviction_refused";
        case Change::Kind::liveness_failed:
            return "liveness_failed";
        case Change::Kind::rollout_stalled:
            return "rollout_stalled";
        case Change::Kind::job_done:
            return "job_done";
        case Change::Kind::job_failed:
            return "job_failed";
        case Change::Kind::step_started:
            return "step_started";
        case Change::Kind::step_ended:
            return "step_ended";
        case Change::Kind::spilled:
            return "spilled";
        case Change::Kind::fault_struck:
            return "fault_struck";
        case Change::Kind::config_applied:
            return "config_applied";
        case Change::Kind::keys_missing:
            return "keys_missing";
        case Change::Kind::fault_missed:
            return "fault_missed";
        case Change::Kind::init_done:
            return "init_done";
        case Change::Kind::init_failed:
            return "init_failed";
        case Change::Kind::job_pod_held:
            return "job_pod_held";
        case Change::Kind::sidecar_ended:
            return "sidecar_ended";
    }
    return "";
}

}  // namespace weft::sim::observe
