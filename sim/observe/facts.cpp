#include "sim/observe/facts.hpp"

namespace weft::sim::observe {

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
    }
    return "";
}

}  // namespace weft::sim::observe
