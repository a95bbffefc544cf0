#include "sim/cluster/pod_life.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

using mesh::Duration;
using mesh::Instant;
using mesh::control::ContainerLife;
using mesh::control::Probe;

/// When the probe is believed whose target answers from `up`.
Instant believed_at(const Probe& probe, Instant started, Instant up) {
    const Instant first = started + probe.initial_delay;
    Instant good = first;
    if (up > first) {
        const auto periods = (up - first + probe.period - Duration{1}) / probe.period;
        good = first + periods * probe.period;
    }
    return good + (std::int64_t{probe.successes} - 1) * probe.period;
}

Instant ready_at(const ContainerLife& container, Instant started, Instant up) {
    Instant held_until = started;
    if (container.startup) held_until = believed_at(*container.startup, started, up);
    if (!container.readiness) return held_until;
    return believed_at(*container.readiness, started, std::max(up, held_until));
}

}  // namespace

bool is_asked(const mesh::control::PodTemplate& pod) {
    return std::ranges::any_of(pod.containers, [](const ContainerLife& container) {
        return container.startup || container.readiness;
    });
}

Instant ready_at(const mesh::control::PodTemplate& pod, Instant started, Instant up) {
    Instant all_ready = started;
    for (const ContainerLife& container : pod.containers)
        all_ready = std::max(all_ready, ready_at(container, started, up));
    return all_ready;
}

std::optional<Instant> given_up_at(const mesh::control::PodTemplate& pod,
                                   Instant started,
                                   Instant up) {
    std::optional<Instant> first;
    for (const ContainerLife& container : pod.containers) {
        const auto& probe = container.startup ? container.startup : container.liveness;
        if (!probe) continue;
        const Instant last =
            started + probe->initial_delay + (std::int64_t{probe->failures} - 1) * probe->period;
        if (last < up && (!first || last < *first)) first = last;
    }
    return first;
}

PodEnd end_of(const mesh::control::PodTemplate& pod,
              const mesh::control::SidecarEnd& proxy,
              OnTerm app) {
    Duration told{};
    for (const ContainerLife& container : pod.containers)
        told = std::max(told, container.pre_stop);
    told = std::min(told, pod.grace);
    PodEnd end{.takes_nothing = app == OnTerm::serve ? pod.grace : told, .is_gone = pod.grace};
    if (app == OnTerm::exit) end.is_gone = told;
    const bool outlives_app = proxy.outlives_app || pod.proxy_outlives_requests.value_or(false);
    if (!outlives_app) end.is_gone = std::min(end.is_gone, pod.proxy_drain.value_or(proxy.drain));
    end.takes_nothing = std::min(end.takes_nothing, end.is_gone);
    return end;
}

}  // namespace weft::sim
