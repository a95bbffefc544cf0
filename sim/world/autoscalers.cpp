#include "sim/world/autoscalers.hpp"

#include "sim/world/event_kinds.hpp"
#include "sim/world/pod_meters.hpp"
#include "sim/world/pod_use.hpp"

#include <algorithm>
#include <utility>

namespace weft::sim {

using mesh::control::HorizontalPodAutoscaler;
using mesh::control::Workload;

void Autoscalers::follow(const HorizontalPodAutoscaler& object) {
    const auto key = mesh::control::key_of(object);
    auto known = std::ranges::find_if(all_, [&](const auto& autoscaler) {
        return mesh::control::key_of(autoscaler->object) == key;
    });
    if (known == all_.end()) {
        world_.events_.at_control(world_.now_ + world_.plan_.cluster.autoscaler.sync,
                                  EventKind::autoscale, static_cast<Handle>(all_.size()));
        all_.push_back(std::make_unique<AutoscaledWorkload>(
            AutoscaledWorkload{object, Autoscaler{world_.plan_.cluster.autoscaler}}));
        known = all_.end() - 1;
    }
    (*known)->object = object;
    const auto replicas = world_.replicas_.find((*known)->target());
    if (replicas == world_.replicas_.end()) return;
    for (Pod* const pod : replicas->second.pods) {
        world_.meters_->meter(*pod);
        if (!pod->use->sampled && pod->stage != PodStage::created) sample(*pod);
    }
}

bool Autoscalers::scales(const mesh::control::ResourceKey& workload) const {
    return std::ranges::any_of(
        all_, [&](const auto& autoscaler) { return autoscaler->target() == workload; });
}

/// What the pod used of CPU since the last sample, in thousandths of a core.
std::optional<std::uint64_t> Autoscalers::sample(Pod& pod) {
    PodUse& use = *pod.use;
    const Duration used = use.cpu.used(world_.now_);
    std::optional<std::uint64_t> milli_cores;
    if (use.sampled && world_.now_ > *use.sampled) {
        const Duration thousandfold = (used - use.used_then) * 1000;
        milli_cores = static_cast<std::uint64_t>(thousandfold / (world_.now_ - *use.sampled));
    }
    use.sampled = world_.now_;
    use.used_then = used;
    return milli_cores;
}

/// A pod that is on its way to a node uses nothing and is not ready; one whose containers have run
/// for less than a period has no measure yet.
std::vector<PodMeasure> Autoscalers::measures_of(const Replicas& replicas) {
    std::vector<PodMeasure> measures;
    for (Pod* const pod : replicas.pods) {
        if (pod->stage == PodStage::ending || pod->stage == PodStage::gone) continue;
        PodMeasure measure{.request = pod->made_from.resources.cpu_request};
        if (pod->stage != PodStage::created) measure.cpu = sample(*pod);
        const PodTimes times{.created = pod->created,
                             .changed = std::max(pod->created, pod->ready_since),
                             .is_ready = pod->object.ready};
        measure.counts = measure.cpu
                             ? cpu_counts(times, world_.now_, world_.plan_.cluster.autoscaler)
                             : pod->stage != PodStage::created;
        measures.push_back(measure);
    }
    return measures;
}

void Autoscalers::on_due(std::uint32_t number) {
    AutoscaledWorkload& autoscaler = *all_[number];
    const AutoscalerPlan& plan = world_.plan_.cluster.autoscaler;
    world_.events_.at_control(world_.now_ + plan.sync, EventKind::autoscale, number);
    const auto* const resource = world_.store_.find(autoscaler.target());
    if (resource == nullptr || !std::holds_alternative<Workload>(*resource)) return;
    Workload workload = std::get<Workload>(*resource);
    const auto measures = measures_of(world_.replicas_.at(autoscaler.target()));
    std::optional<std::uint32_t> wanted;
    for (const auto& metric : autoscaler.object.metrics) {
        const auto here = wanted_replicas(metric, workload.replicas, measures, plan.tolerance);
        if (here) wanted = std::max(*here, wanted.value_or(0));
    }
    const std::uint32_t decided =
        autoscaler.controller.decide(autoscaler.object, workload.replicas, wanted, world_.now_);
    if (decided == workload.replicas) return;
    world_.facts_.add(observe::Change{
        .at = world_.now_,
        .kind = observe::Change::Kind::scaled,
        .value = decided,
        .service =
            world_.facts_.number(observe::NameKind::service,
                                 world_.service_name(workload.meta.name, workload.meta.ns))});
    workload.replicas = decided;
    world_.store_.put(std::move(workload), world_.now_);
    world_.follow_store();
}

}  // namespace weft::sim
