#include "sim/world/pod_meters.hpp"

#include "sim/world/autoscalers.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/pod_use.hpp"

#include <algorithm>
#include <utility>

namespace weft::sim {
namespace {

/// What the pod may use in a slice; none where no limit is kept.
std::optional<CpuLimit> limit_of(const Pod& pod, const CpuPlan& plan, std::uint64_t seed) {
    const std::uint32_t milli_cores = pod.made_from.resources.cpu_limit;
    if (milli_cores == 0 || plan.slice == Duration::zero()) return std::nullopt;
    const auto slice = static_cast<std::uint64_t>(plan.slice.count());
    // Nothing says when a container's slices begin; those of several pods do not begin together.
    mesh::Draws draws = mesh::Draws{seed, pod.name}.of(mesh::Purpose::cpu_slice);
    const auto phase = static_cast<Duration::rep>(draws.below(slice));
    return CpuLimit{.quota = std::max(plan.slice * milli_cores / 1000, plan.least_quota),
                    .slice = plan.slice,
                    .phase = Duration{phase}};
}

/// What compute times are multiplied by when the app has been up for so long.
double cold_factor(const ColdStart& cold, Duration up) {
    if (up >= cold.length) return 1;
    const double left =
        1 - static_cast<double>(up.count()) / static_cast<double>(cold.length.count());
    return 1 + (cold.factor - 1) * left;
}

}  // namespace

void PodMeters::prepare(Pod& pod) {
    const bool has_limit = limit_of(pod, world_.plan_.cluster.cpu, world_.plan_.seed).has_value();
    const bool starts_cold = pod.program->behaviour.cold_start.length > Duration::zero();
    const auto& workload = pod.owner->workload;
    const bool counts = limits_memory(pod) || world_.autoscalers_->counts_requests(workload);
    if (has_limit || starts_cold || counts || world_.autoscalers_->scales(workload)) meter(pod);
    if (counts) {
        pod.use->counts_requests = true;
        pod.watched = true;
    }
    if (pod.metered && !world_.link_->is_settled()) pod.use->sampled = world_.now_;
}

void PodMeters::meter(Pod& pod) {
    if (pod.metered) return;
    pod.metered = true;
    pod.use = std::make_unique<PodUse>(PodUse{
        .cpu = CpuQuota{limit_of(pod, world_.plan_.cluster.cpu, world_.plan_.seed), world_.now_}});
}

void PodMeters::count_requests(Pod& pod) {
    meter(pod);
    if (std::exchange(pod.use->counts_requests, true)) return;
    pod.use->in_hand = world_.requests_at(pod);
    pod.watched = true;
}

void PodMeters::begin_cold(Pod& pod) {
    if (!pod.metered) return;
    pod.use->up_since = world_.now_;
    pod.use->starts_cold = pod.program->behaviour.cold_start.length > Duration::zero();
    if (world_.environment_.grows_memory(pod.id)) watch_memory(pod);
}

void PodMeters::compute(Work& work, Duration cpu) {
    Pod& pod = *work.pod;
    PodUse& use = *pod.use;
    if (use.starts_cold) {
        const double factor =
            cold_factor(pod.program->behaviour.cold_start, world_.now_ - use.up_since);
        cpu = Duration{static_cast<Duration::rep>(static_cast<double>(cpu.count()) * factor)};
    }
    ++work.events;
    use.cpu.begin(work.self, cpu, world_.now_);
    wake_cpu(pod);
}

/// Sees to it that somebody looks in time. A look that comes too early only looks again.
void PodMeters::wake_cpu(Pod& pod) {
    const Instant next = pod.use->cpu.next_event();
    if (next >= pod.use->wake_at) return;
    pod.use->wake_at = next;
    world_.events_.at(next, EventKind::cpu_due, pod.id.number());
}

void PodMeters::on_cpu_due(Pod& pod) {
    PodUse& use = *pod.use;
    if (world_.now_ != use.wake_at) return;  // An earlier look has made this one needless.
    use.wake_at = never;
    use.cpu.advance(world_.now_);
    while (const auto done = use.cpu.take_done()) {
        Work& work = world_.works_[*done];
        --work.events;
        world_.on_compute_done(work);
    }
    wake_cpu(pod);
}

void PodMeters::drop(Pod& pod) {
    for (const Handle work : pod.use->cpu.stop_all(world_.now_))
        --world_.works_[work].events;
    pod.use->parked.clear();
    pod.use->uncounted.clear();
    pod.use->in_hand = 0;
    pod.use->had = 0;
    pod.use->is_dying = false;
}

void PodMeters::take_memory(Pod& pod) {
    if (!pod.metered || !pod.use->counts_requests) return;
    PodUse& use = *pod.use;
    ++use.in_hand;
    ++use.came;
    if (use.is_dying || !limits_memory(pod) || held_by(pod) <= pod.made_from.resources.memory_limit)
        return;
    use.is_dying = true;
    world_.events_.at(world_.now_, EventKind::out_of_memory, pod.id.number());
}

void PodMeters::give_memory(Pod& pod) {
    if (!pod.metered || pod.use->in_hand == 0) return;
    --pod.use->in_hand;
    ++pod.use->had;
}

/// The kernel kills the app, whose container starts again once its node's agent has noticed.
void PodMeters::on_out_of_memory(Pod& pod) {
    if (!pod.use->is_dying) return;  // It died of something else first.
    world_.facts_.add(observe::Change{.at = world_.now_,
                                      .kind = observe::Change::Kind::out_of_memory,
                                      .pod = pod.name_number,
                                      .value = held_by(pod)});
    if (pod.stage != PodStage::ending) return world_.agents_->end_container(pod);
    world_.lose_everything(pod);
    pod.running = false;
}

}  // namespace weft::sim
