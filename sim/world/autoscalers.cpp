#include "sim/world/autoscalers.hpp"

#include "sim/world/event_kinds.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/pod_meters.hpp"
#include "sim/world/pod_use.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace weft::sim {

using mesh::control::HorizontalPodAutoscaler;
using mesh::control::Workload;

namespace {

/// In nanoseconds: so many requests in so long are a thousandth of one a second, each.
constexpr std::uint64_t thousand_seconds = 1'000'000'000'000;

}  // namespace

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
    const bool counts = counts_requests((*known)->target());
    for (Pod* const pod : replicas->second.pods) {
        world_.meters_->meter(*pod);
        if (counts) world_.meters_->count_requests(*pod);
        if (!pod->use->sampled && pod->stage != PodStage::created) sample(*pod);
    }
}

bool Autoscalers::scales(const mesh::control::ResourceKey& workload) const {
    return std::ranges::any_of(
        all_, [&](const auto& autoscaler) { return autoscaler->target() == workload; });
}

bool Autoscalers::counts_requests(const mesh::control::ResourceKey& workload) const {
    return std::ranges::any_of(all_, [&](const auto& autoscaler) {
        return autoscaler->target() == workload &&
               std::ranges::any_of(autoscaler->object.metrics, [](const Metric& metric) {
                   return metric.of != Metric::Of::cpu;
               });
    });
}

/// What the pod used and was asked for since the last sample.
Autoscalers::PodSample Autoscalers::sample(Pod& pod) {
    PodUse& use = *pod.use;
    const Duration used = use.cpu.used(world_.now_);
    PodSample sample{.pod = &pod};
    if (use.sampled && world_.now_ > *use.sampled) {
        const Duration time = world_.now_ - *use.sampled;
        sample.cpu = static_cast<std::uint64_t>((used - use.used_then) * 1000 / time);
        sample.rate = (use.came - use.came_then) * thousand_seconds /
                      static_cast<std::uint64_t>(time.count());
    }
    use.sampled = world_.now_;
    use.used_then = used;
    use.came_then = use.came;
    return sample;
}

std::vector<Autoscalers::PodSample> Autoscalers::samples_of(const Replicas& replicas) {
    std::vector<PodSample> samples;
    for (Pod* const pod : replicas.pods) {
        if (pod->stage == PodStage::ending || pod->stage == PodStage::gone) continue;
        const bool runs = pod->stage != PodStage::created;
        PodSample& taken = samples.emplace_back(runs ? sample(*pod) : PodSample{.pod = pod});
        if (runs) taken.cpu = world_.mishaps_->cpu_of(*pod, taken.cpu);
    }
    return samples;
}

/// A pod that is on its way to a node uses nothing and is not ready; one whose containers have run
/// for less than a period has no measure yet. Of CPU alone a pod's youth matters.
PodMeasure Autoscalers::measure(const PodSample& sample, Metric::Of of) const {
    const Pod& pod = *sample.pod;
    PodMeasure measure{.counts = pod.stage != PodStage::created};
    if (of == Metric::Of::cpu) measure.request = pod.made_from.resources.cpu_request;
    if (of == Metric::Of::memory) measure.request = pod.made_from.resources.memory_request;
    if (!sample.cpu) return measure;
    const PodTimes times{.created = pod.created,
                         .changed = std::max(pod.created, pod.ready_since),
                         .is_ready = pod.object.ready};
    switch (of) {
        case Metric::Of::cpu:
            measure.used = sample.cpu;
            measure.counts = cpu_counts(times, world_.now_, world_.plan_.cluster.autoscaler);
            break;
        case Metric::Of::memory:
            measure.used = world_.meters_->memory_of(pod);
            break;
        case Metric::Of::rate:
            measure.used = sample.rate;
            break;
        case Metric::Of::in_hand:
            measure.used = std::uint64_t{pod.use->in_hand} * 1000;
            break;
    }
    return measure;
}

void Autoscalers::on_due(std::uint32_t number) {
    AutoscaledWorkload& autoscaler = *all_[number];
    const AutoscalerPlan& plan = world_.plan_.cluster.autoscaler;
    world_.events_.at_control(world_.now_ + plan.sync, EventKind::autoscale, number);
    const auto* const resource = world_.store_.find(autoscaler.target());
    if (resource == nullptr || !std::holds_alternative<Workload>(*resource)) return;
    Workload workload = std::get<Workload>(*resource);
    const auto samples = samples_of(world_.replicas_.at(autoscaler.target()));
    std::optional<std::uint32_t> wanted;
    for (const auto& metric : autoscaler.object.metrics) {
        std::vector<PodMeasure> measures;
        for (const PodSample& each : samples)
            measures.push_back(measure(each, metric.of));
        const auto here = wanted_replicas(metric, workload.replicas, measures, plan.tolerance);
        if (here) wanted = std::max(*here, wanted.value_or(0));
    }
    const std::uint32_t decided =
        autoscaler.controller.decide(autoscaler.object, workload.replicas, wanted, world_.now_);
    if (decided == workload.replicas) return;
    const std::string name = world_.service_name(workload.meta.name, workload.meta.ns);
    world_.facts_.add(observe::Change{.at = world_.now_,
                                      .kind = observe::Change::Kind::scaled,
                                      .pod = world_.facts_.number(observe::NameKind::pod, name),
                                      .value = decided});
    workload.replicas = decided;
    world_.store_.put(std::move(workload), world_.now_);
    world_.follow_store();
}

}  // namespace weft::sim
