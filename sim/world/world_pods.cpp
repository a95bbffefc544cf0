#include "sim/cluster/pod_life.hpp"
#include "sim/cluster/pod_object.hpp"
#include "sim/cluster/rollout.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>
#include <utility>

namespace weft::sim {
namespace {

using mesh::Purpose;
using mesh::control::Labels;
using mesh::control::RolloutRules;
using mesh::control::Workload;

/// The service that a pod counts as. Source: Istio's canonical service.
std::string canonical_service(const Labels& labels, const std::string& workload) {
    static constexpr std::array<std::string_view, 3> names{"service.istio.io/canonical-name",
                                                           "app.kubernetes.io/name", "app"};
    for (const std::string_view name : names) {
        const auto label = labels.find(name);
        if (label != labels.end()) return label->second;
    }
    return workload;
}

std::string version_of(const Labels& labels) {
    const auto label = labels.find("version");
    return label == labels.end() ? "" : label->second;
}

/// A StatefulSet replaces its pods one by one.
RolloutRules rules_of(const Workload& workload) {
    if (workload.kind == Workload::Kind::deployment) return workload.rollout;
    return {.max_surge = {0, false},
            .max_unavailable = {1, false},
            .min_ready = workload.rollout.min_ready};
}

}  // namespace

/// Brings the pods of a workload nearer to what it wants.
void World::reconcile(const Workload& workload) {
    const mesh::control::ResourceKey key = mesh::control::key_of(workload);
    Replicas& replicas = replicas_.try_emplace(key, Replicas{key, {}}).first->second;
    const RolloutRules rules = rules_of(workload);
    std::vector<Pod*> new_pods;
    std::vector<Pod*> old_pods;
    WorkloadPods counts;
    for (Pod* const pod : replicas.pods) {
        if (pod->stage == PodStage::gone) continue;
        if (pod->stage == PodStage::ending) {
            ++counts.ending;
            continue;
        }
        const bool is_new = pod->made_from == workload.pod;
        (is_new ? new_pods : old_pods).push_back(pod);
        if (is_available(*pod, rules)) ++(is_new ? counts.new_available : counts.old_available);
    }
    counts.new_pods = static_cast<std::uint32_t>(new_pods.size());
    counts.old_pods = static_cast<std::uint32_t>(old_pods.size());
    const RolloutStep step = next_step(rules, workload.replicas, counts);
    stop_some(std::move(new_pods), step.stop_new, rules);
    stop_some(std::move(old_pods), step.stop_old, rules);
    for (std::uint32_t more = 0; more < step.start_new; ++more)
        create_pod(workload, replicas);
}

void World::reconcile_owner(const Pod& pod) {
    if (pod.owner == nullptr) return;
    const auto* const resource = store_.find(pod.owner->workload);
    if (resource != nullptr) reconcile(std::get<Workload>(*resource));
}

bool World::is_available(const Pod& pod, const RolloutRules& rules) const {
    return pod.object.ready && now_ - pod.ready_since >= rules.min_ready;
}

/// Those first that are not available, then the youngest.
void World::stop_some(std::vector<Pod*> pods, std::uint32_t count, const RolloutRules& rules) {
    std::ranges::reverse(pods);
    std::ranges::stable_partition(pods, [&](const Pod* pod) { return !is_available(*pod, rules); });
    assert(count <= pods.size());
    for (std::uint32_t at = 0; at < count; ++at)
        stop_pod(*pods[at]);
}

/// A cluster that starts has its pods; later ones live through all that comes before being ready.
void World::create_pod(const Workload& workload, Replicas& replicas) {
    const auto ordinal = static_cast<std::uint32_t>(replicas.pods.size());
    mesh::control::Pod object = pod_object(workload, ordinal, next_address_++);
    Pod& pod = add_pod(object.meta.name, workload.meta.ns);
    pod.object = std::move(object);
    place_pod(pod.object, ordinal, plan_.cluster);
    pod.zone = network_.zone(pod.object.zone);
    pod.made_from = workload.pod;
    pod.owner = &replicas;
    replicas.pods.push_back(&pod);
    pod.canonical_service = canonical_service(workload.pod.labels, workload.meta.name);
    pod.service = facts_.number(observe::NameKind::service,
                                service_name(pod.canonical_service, workload.meta.ns));
    pod.version = facts_.number(observe::NameKind::version, version_of(workload.pod.labels));
    pod.program = program_of(workload.meta.name, pod.canonical_service);
    prepare_app(pod);
    facts_.add(observe::Change{
        .at = now_, .kind = observe::Change::Kind::pod_started, .pod = pod.name_number});
    if (!link_->is_settled) {
        store_.put(pod.object, now_);
        return connect_proxy(pod);
    }
    pod.stage = PodStage::created;
    pod.running = false;
    pod.is_probed = false;
    pod.object.ready = false;
    store_.put(pod.object, now_);
    mesh::Draws draws = mesh::Draws{plan_.seed, pod.name}.of(Purpose::pod_life);
    events_.at_control(now_ + Sampler{plan_.cluster.pod_start}(draws), EventKind::containers_run,
                       pod.id.number());
}

void World::on_pod_event(const Event& event, Pod& pod) {
    count(event, pod, {});
    switch (event.kind) {
        case EventKind::containers_run:
            return on_containers_run(pod);
        case EventKind::app_up:
            pod.running = pod.stage == PodStage::starting || pod.stage == PodStage::serving;
            return;
        case EventKind::probes_pass:
            pod.is_probed = true;
            return try_ready(pod);
        case EventKind::status_written:
            return on_status(pod);
        case EventKind::pod_available:
            return reconcile_owner(pod);
        case EventKind::takes_nothing:
            pod.running = false;
            return;
        default:
            assert(event.kind == EventKind::pod_gone);
            return on_gone(pod);
    }
}

/// The proxy asks for its configuration while the app starts.
void World::on_containers_run(Pod& pod) {
    if (pod.stage != PodStage::created) return;
    pod.stage = PodStage::starting;
    mesh::Draws draws = mesh::Draws{plan_.seed, pod.name}.of(Purpose::pod_life, 1);
    const Instant up = now_ + Sampler{pod.program->behaviour.start}(draws);
    events_.at_control(up, EventKind::app_up, pod.id.number());
    events_.at_control(ready_at(pod.made_from, now_, up), EventKind::probes_pass, pod.id.number());
    connect_proxy(pod);
}

/// A pod is ready once its containers are and its proxy has been configured; its node's agent then
/// tells the API server.
void World::try_ready(Pod& pod) {
    if (pod.stage != PodStage::starting || !pod.is_probed || environment_.down(pod.id)) return;
    if (pod.sidecar.config_version() == 0) return;
    pod.stage = PodStage::serving;
    mesh::Draws draws = mesh::Draws{plan_.seed, pod.name}.of(Purpose::pod_life, 2);
    events_.at_control(now_ + link_->pod_status(draws), EventKind::status_written, pod.id.number());
}

/// The API server hears of it from the node's agent.
void World::on_status(Pod& pod) {
    if (pod.stage != PodStage::serving || pod.object.ready || environment_.down(pod.id)) return;
    set_ready(pod, true);
    if (pod.owner == nullptr) return;
    const auto* const resource = store_.find(pod.owner->workload);
    if (resource == nullptr) return;
    const Duration min_ready = std::get<Workload>(*resource).rollout.min_ready;
    if (min_ready > Duration::zero()) {
        events_.at_control(now_ + min_ready, EventKind::pod_available, pod.id.number());
    }
}

/// The API server knows of it, and so do those who watch.
void World::set_ready(Pod& pod, bool ready) {
    using Kind = observe::Change::Kind;
    pod.object.ready = ready;
    pod.ready_since = now_;
    facts_.add(observe::Change{
        .at = now_, .kind = ready ? Kind::pod_ready : Kind::pod_not_ready, .pod = pod.name_number});
    store_.put(pod.object, now_);
    follow_store();
}

/// Its endpoints are taken back and it is told to end at one and the same time: which of the two
/// comes first for a caller is a race.
void World::stop_pod(Pod& pod) {
    pod.stage = PodStage::ending;
    store_.remove(mesh::control::key_of(pod.object), now_);
    facts_.add(observe::Change{
        .at = now_, .kind = observe::Change::Kind::pod_stopped, .pod = pod.name_number});
    const PodEnd end =
        end_of(pod.made_from, plan_.defaults.sidecar_end, pod.program->behaviour.on_term);
    forget_connections(pod, EventKind::connection_draining);
    if (end.takes_nothing == Duration::zero()) {
        pod.running = false;
    } else {
        events_.at_control(now_ + end.takes_nothing, EventKind::takes_nothing, pod.id.number());
    }
    events_.at_control(now_ + end.is_gone, EventKind::pod_gone, pod.id.number());
}

void World::on_gone(Pod& pod) {
    pod.stage = PodStage::gone;
    pod.running = false;
    facts_.add(observe::Change{
        .at = now_, .kind = observe::Change::Kind::pod_gone, .pod = pod.name_number});
    discovery_.disconnect(pod.name);
    lose_everything(pod);
    reconcile_owner(pod);
}

}  // namespace weft::sim
