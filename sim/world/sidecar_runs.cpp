// Native sidecars that end while the app runs, and are started again.
#include "sim/cluster/pod_life.hpp"
#include "sim/world/container_behaviour.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_agents.hpp"

#include <algorithm>

namespace weft::sim {
namespace {

using mesh::control::InitContainer;
using Change = observe::Change;

}  // namespace

/// One of the pod's init containers has started, or ended well.
void PodAgents::begin_runs(Pod& pod, std::uint32_t position) {
    const InitContainer& container = pod.made_from.init[position];
    if (!container.stays || !behaviour_of(pod, container.name).run) return;
    SidecarRun& run = care_of(pod).sidecars.emplace_back();
    run.position = position;
    run_sidecar(pod, run);
}

mesh::Draws PodAgents::sidecar_draws(Pod& pod) const {
    return mesh::Draws{world_.plan_.seed, pod.name}
        .of(mesh::Purpose::init_container, pod.starts)
        .of(mesh::Purpose::pod_life, pod.care->sidecar_runs++);
}

void PodAgents::run_sidecar(Pod& pod, SidecarRun& run) {
    const std::string& name = pod.made_from.init[run.position].name;
    mesh::Draws draws = sidecar_draws(pod);
    run.state = SidecarRun::State::runs;
    run.ends = world_.now_ + Sampler{*behaviour_of(pod, name).run}(draws);
    run.due = run.ends + world_.plan_.cluster.crash_noticed_after;
    world_.events_.at_control(run.due, EventKind::sidecar_due, pod.id.number());
}

void PodAgents::on_sidecar_due(Pod& pod) {
    if (!pod.is_live() || !world_.nodes_->runs(pod)) return;
    bool has_restarted = false;
    for (SidecarRun& run : pod.care->sidecars) {
        if (run.due != world_.now_) continue;
        has_restarted = has_restarted || run.state == SidecarRun::State::waits;
        step_sidecar(pod, run);
    }
    if (has_restarted) tell_of_restart(pod);
}

/// A pod is not ready while one of its sidecars is not.
void PodAgents::step_sidecar(Pod& pod, SidecarRun& run) {
    if (run.state == SidecarRun::State::waits) return start_sidecar(pod, run);
    if (run.state == SidecarRun::State::starts) {
        --pod.sidecars_down;
        run_sidecar(pod, run);
    } else {
        ++pod.sidecars_down;
        await_sidecar(pod, run);
    }
    if (pod.stage == PodStage::serving) return world_.send_status(pod);
    world_.try_ready(pod);
}

/// It has ended, and is started again later each time.
void PodAgents::await_sidecar(Pod& pod, SidecarRun& run) {
    world_.facts_.add(Change{.at = world_.now_,
                             .kind = Change::Kind::sidecar_ended,
                             .pod = pod.name_number,
                             .value = run.position + 1});
    run.state = SidecarRun::State::waits;
    const Instant at = run.backoff.restart_at(run.ends, world_.plan_.cluster.crash_backoff);
    run.due = std::max(at, world_.now_);
    world_.events_.at_control(run.due, EventKind::sidecar_due, pod.id.number());
}

void PodAgents::start_sidecar(Pod& pod, SidecarRun& run) {
    const InitContainer& container = pod.made_from.init[run.position];
    mesh::Draws draws = sidecar_draws(pod);
    const Duration start = Sampler{behaviour_of(pod, container.name).start}(draws);
    run.state = SidecarRun::State::starts;
    run.due = container_ready_at(container.life, world_.now_, world_.now_ + start);
    world_.events_.at_control(run.due, EventKind::sidecar_due, pod.id.number());
}

}  // namespace weft::sim
