// What runs in a pod before its app does.
#include "sim/cluster/pod_life.hpp"
#include "sim/world/container_behaviour.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/workload_control.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

using mesh::control::ContainerLife;
using mesh::control::InitContainer;
using mesh::control::RestartPolicy;
using mesh::control::Workload;
using Change = observe::Change;

}  // namespace

const ContainerBehaviour& behaviour_of(const Pod& pod, const std::string& container) {
    static const ContainerBehaviour nothing_said;
    const auto& said = pod.program->behaviour.containers;
    const auto found = std::ranges::find(said, container, &ContainerBehaviour::name);
    return found == said.end() ? nothing_said : *found;
}

bool PodAgents::has_native_proxy(const Pod& pod) const {
    const bool of_mesh = world_.plan_.defaults.sidecar_start.native;
    return pod.has_sidecar() && pod.made_from.native_proxy.value_or(of_mesh);
}

/// A classic proxy does not know that a Job's work is done, unless the control plane tells it.
Instant PodAgents::others_end_at(const Pod& pod) const {
    const auto& proxy = world_.plan_.defaults.sidecar_end;
    const bool proxy_ends = proxy.outlives_app || proxy.ends_with_jobs || has_native_proxy(pod);
    if (pod.has_sidecar() && !proxy_ends) return never;
    Instant last{};
    std::uint32_t number = 0;
    for (const std::string& name : pod.made_from.beside) {
        const ContainerBehaviour& behaviour = behaviour_of(pod, name);
        if (!behaviour.run) return never;
        mesh::Draws draws = mesh::Draws{world_.plan_.seed, pod.name}
                                .of(mesh::Purpose::init_container, pod.ordinal)
                                .of(mesh::Purpose::demand, number++);
        last = std::max(last, pod.containers_ran + Sampler{*behaviour.run}(draws));
    }
    return last;
}

/// A native proxy is the first of its pod's init containers. What stands for it where a pod has
/// none is its node's, and there before any pod.
bool PodAgents::is_proxy_first(const Pod& pod) const {
    return pod.is_without_proxy() || has_native_proxy(pod);
}

void PodAgents::begin_containers(Pod& pod) {
    if (pod.made_from.init.empty()) return start_together(pod);
    PodCare& care = care_of(pod);
    care.init = {.goes_on = true};
    care.sidecars.clear();
    pod.sidecars_down = 0;
    if (!is_proxy_first(pod)) return run_init(pod);
    start_proxy(pod, true);
}

/// The proxy asks for its configuration while the app starts, unless that waits for it.
void PodAgents::start_together(Pod& pod) {
    const bool holds = world_.plan_.defaults.sidecar_start.holds_app;
    start_proxy(pod, has_native_proxy(pod) ||
                         (pod.has_sidecar() && pod.made_from.holds_app.value_or(holds)));
}

void PodAgents::start_proxy(Pod& pod, bool others_wait) {
    pod.containers_ran = world_.now_;
    pod.waits_for_proxy = others_wait;
    if (!others_wait) start_app(pod);
    const bool is_last = !others_wait && pod.has_sidecar();
    const Duration hooks = is_last ? hooks_before_proxy(pod.made_from) : Duration{};
    if (hooks == Duration::zero()) return begin_proxy(pod);
    care_of(pod).proxy_starts = world_.now_ + hooks;
    world_.events_.at_control(pod.care->proxy_starts, EventKind::proxy_starts, pod.id.number());
}

void PodAgents::begin_proxy(Pod& pod) {
    world_.link_->connect(pod);
    world_.trust_->ask_certificate(pod);
}

/// The next of them begins, or the app if there is none.
void PodAgents::run_init(Pod& pod) {
    InitProgress& init = pod.care->init;
    if (init.next == pod.made_from.init.size()) {
        init.goes_on = false;
        if (!is_proxy_first(pod)) return start_together(pod);
        pod.app_started = world_.now_;
        return on_app_starts(pod);
    }
    const InitContainer& container = pod.made_from.init[init.next];
    const ContainerBehaviour& behaviour = behaviour_of(pod, container.name);
    mesh::Draws draws = mesh::Draws{world_.plan_.seed, pod.name}
                            .of(mesh::Purpose::init_container, pod.starts)
                            .of(mesh::Purpose::init_container, init.runs++);
    const Distribution run = behaviour.run.value_or(Distribution{});
    const Duration takes = Sampler{container.stays ? behaviour.start : run}(draws);
    init.is_waiting = false;
    if (container.stays) {
        begin_sidecar(pod, container.life, takes);
    } else {
        init.fails = behaviour.error_rate.admits(draws.next());
        init.ends = world_.now_ + takes;
        init.due = init.ends + world_.plan_.cluster.crash_noticed_after;
    }
    world_.events_.at_control(init.due, EventKind::init_due, pod.id.number());
}

void PodAgents::begin_sidecar(Pod& pod, const ContainerLife& life, Duration start) {
    InitProgress& init = pod.care->init;
    const Instant up = world_.now_ + start;
    const auto given_up =
        life.startup ? container_given_up_at(life, world_.now_, up) : std::nullopt;
    init.fails = given_up.has_value();
    init.ends = init.due = given_up.value_or(sidecar_started_at(life, world_.now_, up));
    if (init.fails) return;
    init.sidecars_ready = std::max(init.sidecars_ready, container_ready_at(life, world_.now_, up));
}

void PodAgents::on_init_due(Pod& pod) {
    InitProgress& init = pod.care->init;
    init.due = never;
    if (init.is_waiting) {
        run_init(pod);
        return tell_of_restart(pod);
    }
    const bool stays = pod.made_from.init[init.next].stays;
    world_.facts_.add(
        Change{.at = world_.now_,
               .kind = init.fails ? Change::Kind::init_failed : Change::Kind::init_done,
               .pod = pod.name_number,
               .value = init.next + 1});
    if (init.fails) return on_init_failed(pod, stays);
    begin_runs(pod, init.next);
    ++init.next;
    init.failures = 0;
    init.backoff = {};
    run_init(pod);
}

/// It starts again as the pod's containers do; one that stays always does.
void PodAgents::on_init_failed(Pod& pod, bool stays) {
    ++pod.care->init.failures;
    const bool counts = !stays && world_.workloads_->is_of(pod, Workload::Kind::job);
    if (counts) world_.workloads_->on_job_pod_failed(pod);
    const bool starts_again = stays || pod.made_from.restarts != RestartPolicy::never;
    if (!starts_again || pod.stage != PodStage::starting) return;
    InitProgress& init = pod.care->init;
    const Instant at = init.backoff.restart_at(init.ends, world_.plan_.cluster.crash_backoff);
    init.is_waiting = true;
    init.due = std::max(at, world_.now_);
    world_.events_.at_control(init.due, EventKind::init_due, pod.id.number());
}

}  // namespace weft::sim
