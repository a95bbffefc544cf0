// Jobs: pods that end, and what becomes of those that fail.
#include "sim/cluster/job.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/workload_control.hpp"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

namespace weft::sim {
namespace {

using mesh::control::RestartPolicy;
using mesh::control::Workload;
using Change = observe::Change;

}  // namespace

void WorkloadControl::reconcile_job(const Workload& workload, Replicas& replicas) {
    if (replicas.is_over) return;
    follow_deadline(workload, replicas);
    std::vector<Pod*> active;
    const bool counts_restarts = workload.pod.restarts == RestartPolicy::on_failure;
    std::uint32_t restarts = 0;
    for (Pod* const pod : replicas.pods) {
        if (!pod->is_live()) continue;
        active.push_back(pod);
        if (counts_restarts && pod->care) restarts += pod->care->restarts;
    }
    const JobStep step = next_job_step(workload.job, workload.replicas,
                                       {.active = static_cast<std::uint32_t>(active.size()),
                                        .succeeded = replicas.succeeded,
                                        .failed = replicas.failed,
                                        .restarts = restarts,
                                        .is_late = world_.now_ >= replicas.due});
    if (step.state != JobStep::State::runs) {
        replicas.is_over = true;
        replicas.over_at = world_.now_;
        if (workload.job.kept != Duration::max()) {
            world_.events_.at_control(world_.now_ + workload.job.kept, EventKind::job_goes_on,
                                      replicas.number);
        }
        const bool is_done = step.state == JobStep::State::done;
        record(is_done ? Change::Kind::job_done : Change::Kind::job_failed, replicas);
    }
    stop_some(std::move(active), step.stop);
    if (world_.now_ < replicas.retry_at) return;
    for (std::uint32_t more = 0; more < step.start; ++more)
        create(workload, replicas, static_cast<std::uint32_t>(replicas.pods.size()));
}

/// Those first that are not ready, then the youngest.
void WorkloadControl::stop_some(std::vector<Pod*> pods, std::uint32_t count) {
    std::ranges::reverse(pods);
    std::ranges::stable_partition(pods, [](const Pod* pod) { return !pod->object.ready; });
    assert(count <= pods.size());
    for (std::uint32_t at = 0; at < count; ++at)
        world_.stop_pod(*pods[at]);
}

/// While it is suspended no time passes for it, and when it goes on all of it begins anew.
void WorkloadControl::follow_deadline(const Workload& workload, Replicas& replicas) {
    const mesh::control::JobRules& rules = workload.job;
    if (rules.is_suspended) {
        replicas.began = never;
    } else if (replicas.began == never) {
        replicas.began = world_.now_;
    }
    const bool has_end = replicas.began != never && rules.deadline != Duration::max();
    const Instant due = has_end ? replicas.began + rules.deadline : never;
    if (std::exchange(replicas.due, due) == due || due == never) return;
    world_.events_.at_control(std::max(due, world_.now_), EventKind::job_goes_on, replicas.number);
}

/// It ended well, or as often as its app fails not.
void WorkloadControl::on_job_pod_done(Pod& pod) {
    if (!world_.agents_->is_done(pod)) return;
    if (pod.care->app_is_over) {
        return PodAgents::has_ended(pod) ? on_job_pod_failed(pod) : succeed(pod);
    }
    mesh::Draws draws = world_.life_draws(pod, LifeDraw::creation).of(mesh::Purpose::app_error);
    if (pod.program->behaviour.error_rate.admits(draws.next())) {
        return world_.agents_->end_container(pod);
    }
    const Instant others_end = world_.agents_->others_end_at(pod);
    if (others_end > world_.now_) return world_.agents_->leave_to_others(pod, others_end);
    succeed(pod);
}

void WorkloadControl::succeed(Pod& pod) {
    Replicas& replicas = *pod.owner;
    ++replicas.succeeded;
    replicas.failed_in_row = 0;
    replicas.retry_at = world_.now_;
    finish(pod);
}

/// One pod more has failed; another one takes its place after a while that doubles each time. One
/// whose container starts again has not: its restarts count.
void WorkloadControl::on_job_pod_failed(Pod& pod) {
    if (pod.made_from.restarts == RestartPolicy::on_failure) return;
    count_failure(*pod.owner);
    finish(pod);
}

void WorkloadControl::count_failure(Replicas& replicas) {
    ++replicas.failed;
    replicas.retry_at = world_.now_ + wait_after_failures(++replicas.failed_in_row,
                                                          world_.plan_.cluster.job_backoff);
    world_.events_.at_control(replicas.retry_at, EventKind::job_goes_on, replicas.number);
}

void WorkloadControl::on_pod_taken(const Pod& pod) {
    if (is_of(pod, Workload::Kind::job)) count_failure(*pod.owner);
}

/// A pod that has ended is no endpoint, and takes no room.
void WorkloadControl::finish(Pod& pod) {
    pod.stage = PodStage::ending;
    world_.nodes_->on_ending(pod);
    world_.agents_->forget(pod);
    world_.store_.remove(mesh::control::key_of(pod.object), world_.now_);
    world_.on_gone(pod);
    world_.follow_store();
}

void WorkloadControl::on_job_goes_on(std::uint32_t number) {
    Replicas& replicas = *all_[number];
    const Workload* const workload = workload_of(replicas);
    if (workload == nullptr) return;
    if (replicas.is_over) {
        if (workload->job.kept != Duration::max() &&
            world_.now_ >= replicas.over_at + workload->job.kept)
            forget_job(replicas);
    } else {
        reconcile(*workload);
    }
    world_.follow_store();
}

/// Whoever applies it again has another one.
void WorkloadControl::forget_job(Replicas& replicas) {
    world_.store_.remove(replicas.workload, world_.now_);
    replicas.succeeded = replicas.failed = replicas.failed_in_row = 0;
    replicas.is_over = false;
    replicas.retry_at = {};
    replicas.began = replicas.due = replicas.over_at = never;
}

}  // namespace weft::sim
