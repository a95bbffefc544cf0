#include "sim/cluster/pod_life.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

using mesh::Duration;
using mesh::Instant;
using mesh::control::ContainerLife;
using mesh::control::Probe;

/// When a probe of a container is first made.
Instant first_probed_at(const ContainerLife& container, const Probe& probe, Instant started) {
    return started + before_first_probe(container, probe);
}

/// When the probe is believed whose target answers from `up`.
Instant believed_at(const Probe& probe, Instant first, Instant up) {
    Instant good = first;
    if (up > first) {
        const auto periods = (up - first + probe.period - Duration{1}) / probe.period;
        good = first + periods * probe.period;
    }
    return good + (std::int64_t{probe.successes} - 1) * probe.period;
}

/// Of all containers, with those of native sidecars.
Duration last_hook(const mesh::control::PodTemplate& pod, Duration of_others) {
    for (const mesh::control::InitContainer& container : pod.init)
        of_others = std::max(of_others, container.life.pre_stop);
    return of_others;
}

}  // namespace

Duration before_first_probe(const ContainerLife& container, const Probe& probe) {
    return std::max(probe.initial_delay, container.post_start);
}

Instant sidecar_started_at(const ContainerLife& sidecar, Instant started, Instant up) {
    if (!sidecar.startup) return started + sidecar.post_start;
    return believed_at(*sidecar.startup, first_probed_at(sidecar, *sidecar.startup, started), up);
}

Instant container_ready_at(const ContainerLife& container, Instant started, Instant up) {
    const Instant held_until = sidecar_started_at(container, started, up);
    if (!container.readiness) return held_until;
    const Instant first = first_probed_at(container, *container.readiness, started);
    return believed_at(*container.readiness, first, std::max(up, held_until));
}

Duration hooks_before_proxy(const mesh::control::PodTemplate& pod) {
    Duration all{};
    for (const ContainerLife& container : pod.containers)
        all += container.post_start;
    return all;
}

bool is_asked(const mesh::control::PodTemplate& pod) {
    return std::ranges::any_of(pod.containers, [](const ContainerLife& container) {
        return container.startup || container.readiness;
    });
}

Instant ready_at(const mesh::control::PodTemplate& pod, Instant started, Instant up) {
    Instant all_ready = started;
    for (const ContainerLife& container : pod.containers)
        all_ready = std::max(all_ready, container_ready_at(container, started, up));
    return all_ready;
}

std::optional<Instant> container_given_up_at(const ContainerLife& container,
                                             Instant started,
                                             Instant up) {
    const auto& probe = container.startup ? container.startup : container.liveness;
    if (!probe) return std::nullopt;
    const Instant last = first_probed_at(container, *probe, started) +
                         (std::int64_t{probe->failures} - 1) * probe->period;
    if (last >= up) return std::nullopt;
    return last;
}

std::optional<Instant> given_up_at(const mesh::control::PodTemplate& pod,
                                   Instant started,
                                   Instant up) {
    std::optional<Instant> first;
    for (const ContainerLife& container : pod.containers) {
        const auto last = container_given_up_at(container, started, up);
        if (last && (!first || *last < *first)) first = last;
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
    if (app == OnTerm::exit) end.is_gone = std::min(last_hook(pod, told), pod.grace);
    const bool outlives_app = proxy.outlives_app || pod.proxy_outlives_requests.value_or(false);
    if (!outlives_app) end.is_gone = std::min(end.is_gone, pod.proxy_drain.value_or(proxy.drain));
    end.takes_nothing = std::min(end.takes_nothing, end.is_gone);
    return end;
}

}  // namespace weft::sim
