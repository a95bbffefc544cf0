#include "sim/world/pod_agents.hpp"

#include "sim/cluster/pod_life.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/workload_control.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::sim {
namespace {

using mesh::control::RestartPolicy;
using mesh::control::Workload;
using Change = observe::Change;

}  // namespace

PodCare& PodAgents::care_of(Pod& pod) {
    if (!pod.care) pod.care = std::make_unique<PodCare>();
    return *pod.care;
}

void PodAgents::watch(Pod& pod, bool runs_already) {
    if (runs_already) {
        for (std::uint32_t position = 0; position < pod.made_from.init.size(); ++position)
            begin_runs(pod, position);
    } else {
        const auto gives_up = given_up_at(pod.made_from, pod.app_started, pod.up_at);
        if (gives_up) {
            PodCare& care = care_of(pod);
            care.gives_up_at = std::max(*gives_up, world_.now_);
            world_.events_.at_control(care.gives_up_at, EventKind::start_given_up, pod.id.number());
        }
    }
    if (world_.workloads_->is_of(pod, Workload::Kind::job)) {
        const Instant up = runs_already ? world_.now_ : pod.up_at;
        mesh::Draws draws = world_.life_draws(pod, LifeDraw::app).of(mesh::Purpose::demand);
        care_of(pod).done_at = up + Sampler{pod.program->behaviour.run}(draws);
        world_.events_.at_control(pod.care->done_at, EventKind::job_pod_done, pod.id.number());
    }
    if (pod.program->behaviour.answers_probes) begin_rounds(pod, runs_already);
}

bool PodAgents::is_done(const Pod& pod) const {
    return pod.care && pod.care->done_at == world_.now_;
}

/// The pod is done when they are.
void PodAgents::leave_to_others(Pod& pod, Instant until) {
    forget(pod);
    pod.stage = PodStage::starting;
    pod.running = false;
    pod.is_probed = false;
    world_.lose_everything(pod);
    hold(pod, until);
    if (pod.object.ready) world_.set_ready(pod, false);
}

void PodAgents::hold(Pod& pod, Instant until) {
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::job_pod_held, .pod = pod.name_number});
    pod.care->app_is_over = true;
    if (until == never) return;
    pod.care->done_at = until;
    world_.events_.at_control(until, EventKind::job_pod_done, pod.id.number());
}

void PodAgents::forget(Pod& pod) {
    ++pod.starts;
    pod.runs_at = pod.up_at = pod.probed_at = pod.app_started = pod.tries_at = never;
    pod.waits_for_proxy = false;
    if (!pod.care) return;
    PodCare& care = *pod.care;
    care.ended_at = care.restarts_at = care.gives_up_at = care.killed_until = care.done_at = never;
    care.proxy_starts = never;
    care.app_is_over = false;
    care.init = {};
}

bool PodAgents::runs_app(const Pod& pod) const {
    if (pod.care && pod.care->app_is_over) return true;
    if (has_ended(pod) || world_.environment_.down(pod.id)) return false;
    return pod.stage == PodStage::serving ||
           (pod.stage == PodStage::starting && pod.app_started <= world_.now_);
}

void PodAgents::end_container(Pod& pod) {
    const bool has_container = pod.stage == PodStage::serving ||
                               (pod.stage == PodStage::starting && pod.app_started <= world_.now_);
    if (!has_container || !world_.nodes_->runs(pod) || care_of(pod).ended_at != never) return;
    const bool proxy_waits = pod.care->proxy_starts != never;
    forget(pod);
    if (proxy_waits) begin_proxy(pod);  // Its turn has come.
    pod.care->ended_at = world_.now_;
    pod.running = false;
    pod.is_probed = false;
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::pod_crashed, .pod = pod.name_number});
    world_.lose_everything(pod);
    world_.events_.at_control(world_.now_ + world_.plan_.cluster.crash_noticed_after,
                              EventKind::exit_noticed, pod.id.number());
}

void PodAgents::kill_container(Pod& pod) {
    PodCare& care = care_of(pod);
    if (care.ended_at != never || care.killed_until != never) return;
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::liveness_failed, .pod = pod.name_number});
    const OnTerm on_term = pod.program->behaviour.on_term;
    if (!pod.running || on_term == OnTerm::exit) return end_container(pod);
    if (on_term == OnTerm::finish) pod.running = false;
    care.killed_until = world_.now_ + pod.made_from.grace;
    look_at_killed(pod);
}

/// Its node's agent looks now and then whether it has ended; when the grace is over it has.
void PodAgents::look_at_killed(Pod& pod) {
    const Instant until = pod.care->killed_until;
    const bool is_idle = !pod.running && pod.busy == 0 && pod.queue.empty();
    if (is_idle || world_.now_ >= until) return end_container(pod);
    const Duration look = world_.plan_.cluster.crash_noticed_after;
    const Instant next = look > Duration::zero() ? std::min(world_.now_ + look, until) : until;
    world_.events_.at_control(next, EventKind::killed_looked_at, pod.id.number());
}

void PodAgents::on_pod_event(const Event& event, Pod& pod) {
    if (!pod.care) return;
    PodCare& care = *pod.care;
    switch (event.kind) {
        case EventKind::exit_noticed:
            if (care.ended_at != never) on_exit_noticed(pod);
            return;
        case EventKind::container_restarts:
            if (care.restarts_at == world_.now_) on_restart(pod);
            return;
        case EventKind::start_given_up:
            if (care.gives_up_at == world_.now_) kill_container(pod);
            return;
        case EventKind::init_due:
            if (care.init.due == world_.now_) on_init_due(pod);
            return;
        case EventKind::sidecar_due:
            return on_sidecar_due(pod);
        case EventKind::proxy_starts:
            if (care.proxy_starts != world_.now_) return;
            care.proxy_starts = never;
            return begin_proxy(pod);
        default:
            assert(event.kind == EventKind::killed_looked_at);
            if (care.killed_until != never) look_at_killed(pod);
    }
}

void PodAgents::on_exit_noticed(Pod& pod) {
    PodCare& care = *pod.care;
    if (care.restarts_at != never) return;
    pod.stage = PodStage::starting;
    if (pod.object.ready) world_.set_ready(pod, false);
    if (pod.stage != PodStage::starting) return;  // Its controller had no more use for it.
    if (world_.workloads_->is_of(pod, Workload::Kind::job)) {
        // A pod whose app is not started again fails when all of its containers have ended.
        const Instant others_end = others_end_at(pod);
        const bool is_held =
            pod.made_from.restarts == RestartPolicy::never && others_end > world_.now_;
        if (is_held) return hold(pod, others_end);
        world_.workloads_->on_job_pod_failed(pod);
    }
    const bool starts_again =
        pod.made_from.restarts != RestartPolicy::never && pod.stage == PodStage::starting;
    if (!starts_again) return;
    const Instant at = care.backoff.restart_at(care.ended_at, world_.plan_.cluster.crash_backoff);
    care.restarts_at = std::max(at, world_.now_);
    world_.events_.at_control(care.restarts_at, EventKind::container_restarts, pod.id.number());
}

void PodAgents::on_restart(Pod& pod) {
    pod.care->ended_at = pod.care->restarts_at = never;
    world_.facts_.add(
        Change{.at = world_.now_, .kind = Change::Kind::pod_started, .pod = pod.name_number});
    start_app(pod);
    tell_of_restart(pod);
}

/// A Job has failed when its containers, those that run first included, were started again too
/// often.
void PodAgents::tell_of_restart(Pod& pod) {
    ++pod.care->restarts;
    if (!world_.workloads_->is_of(pod, Workload::Kind::job)) return;
    world_.workloads_->reconcile_owner(pod);
    world_.follow_store();
}

}  // namespace weft::sim
