#include "sim/world/workload_control.hpp"

#include "mesh/control/registry.hpp"
#include "sim/cluster/ordered_pods.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace weft::sim {
namespace {

using mesh::control::Workload;
using Change = observe::Change;

/// As `kubectl rollout restart` writes it, so that the template is another one.
constexpr std::string_view restarted_at = "kubectl.kubernetes.io/restartedAt";

}  // namespace

Replicas& WorkloadControl::replicas_of(const Workload& workload) {
    const mesh::control::ResourceKey key = mesh::control::key_of(workload);
    const auto [entry, is_new] = world_.replicas_.try_emplace(key);
    Replicas& replicas = entry->second;
    if (is_new) {
        replicas.workload = key;
        replicas.number = static_cast<std::uint32_t>(all_.size());
        all_.push_back(&replicas);
    }
    return replicas;
}

void WorkloadControl::reconcile(const Workload& workload) {
    Replicas& replicas = replicas_of(workload);
    switch (workload.kind) {
        case Workload::Kind::deployment:
            return reconcile_deployment(workload, replicas);
        case Workload::Kind::stateful_set:
            return reconcile_stateful_set(workload, replicas);
        case Workload::Kind::daemon_set:
            return reconcile_daemon_set(workload, replicas);
        case Workload::Kind::job:
            return reconcile_job(workload, replicas);
    }
}

const Workload* WorkloadControl::workload_of(const Replicas& replicas) const {
    const auto* const resource = world_.store_.find(replicas.workload);
    return resource == nullptr ? nullptr : &std::get<Workload>(*resource);
}

bool WorkloadControl::is_of(const Pod& pod, Workload::Kind kind) const {
    const Workload* const workload = pod.owner == nullptr ? nullptr : workload_of(*pod.owner);
    return workload != nullptr && workload->kind == kind;
}

bool WorkloadControl::is_published(const Pod& pod) {
    const std::uint64_t changed = world_.store_.changed("Service");
    if (std::exchange(services_seen_, changed) != changed) {
        publishing_.clear();
        for (const auto* const resource : world_.store_.list("Service")) {
            const auto& service = std::get<mesh::control::Service>(*resource);
            const bool publishes = service.publishes_not_ready && !service.selector.empty();
            if (publishes) publishing_.push_back(&service);
        }
    }
    const mesh::control::Metadata& meta = pod.object.meta;
    return std::ranges::any_of(publishing_, [&](const mesh::control::Service* service) {
        return service->meta.ns == meta.ns &&
               mesh::control::has_labels(meta.labels, service->selector);
    });
}

void WorkloadControl::reconcile_owner(const Pod& pod) {
    const Workload* const workload = pod.owner == nullptr ? nullptr : workload_of(*pod.owner);
    if (workload != nullptr) reconcile(*workload);
}

void WorkloadControl::create(const Workload& workload,
                             Replicas& replicas,
                             std::uint32_t ordinal,
                             std::uint32_t set) {
    Pod& pod = world_.make_pod(workload, replicas, ordinal);
    pod.set = set;
    world_.nodes_->place(pod);
    world_.begin_life(pod);
}

void WorkloadControl::reconcile_stateful_set(const Workload& workload, Replicas& replicas) {
    using Standing = PodStandings::Standing;
    PodStandings& standings = replicas.standings;
    standings.look(workload, replicas.pods, world_.now_);
    std::vector<OrderedPod> pods;
    std::vector<Pod*> live;  // By ordinal.
    for (Pod* const pod : replicas.pods) {
        const Standing standing = standings.standing(pod->place);
        if (standing == Standing::gone) continue;
        pods.push_back({.ordinal = pod->ordinal,
                        .is_new = standings.is_new(pod->place),
                        .is_available = standing == Standing::available,
                        .is_ending = standing == Standing::ending});
        if (standing != Standing::ending) live.push_back(pod);
    }
    std::ranges::sort(pods, {}, &OrderedPod::ordinal);
    std::ranges::sort(live, {}, &Pod::ordinal);
    const bool at_once = workload.is_parallel || !world_.link_->is_settled();
    const OrderedStep step = next_ordered_step(workload.replicas, at_once, pods, workload.update);
    for (const std::uint32_t ordinal : step.stop) {
        const auto pod = std::ranges::lower_bound(live, ordinal, {}, &Pod::ordinal);
        world_.stop_pod(**pod);
    }
    const bool is_complete =
        pods.size() == workload.replicas && std::ranges::all_of(pods, [](const OrderedPod& pod) {
            return pod.is_new && pod.is_available && !pod.is_ending;
        });
    if (is_complete || replicas.templates.empty()) replicas.templates = {workload.pod};
    for (const std::uint32_t ordinal : step.start) {
        const bool keeps = !workload.update.on_delete && ordinal < workload.update.partition;
        Workload as_it_is = workload;
        if (keeps) as_it_is.pod = replicas.templates.front();
        create(as_it_is, replicas, ordinal);
    }
}

void WorkloadControl::on_nodes_changed() {
    for (const Replicas* const replicas : all_) {
        const Workload* const workload = workload_of(*replicas);
        if (workload != nullptr && workload->kind == Workload::Kind::daemon_set) {
            reconcile(*workload);
        }
    }
    world_.follow_store();
}

/// A workload is named as pods are.
void WorkloadControl::record(Change::Kind kind, const Replicas& replicas) {
    world_.facts_.add(
        Change{.at = world_.now_,
               .kind = kind,
               .pod = world_.facts_.number(observe::NameKind::pod, replicas.workload.name)});
}

void WorkloadControl::change(const PlannedWorkloadChange& change) {
    static constexpr std::array<const char*, 3> kinds{"Deployment", "StatefulSet", "DaemonSet"};
    for (const char* const kind : kinds) {
        const auto* const resource = world_.store_.find({kind, change.ns, change.name});
        if (resource == nullptr) continue;
        Workload workload = std::get<Workload>(*resource);
        if (change.replicas) {
            workload.replicas = *change.replicas;
        } else {
            workload.pod.annotations.insert_or_assign(
                std::string{restarted_at}, std::to_string(world_.now_.time_since_epoch().count()));
        }
        world_.store_.put(std::move(workload), world_.now_);
        return world_.follow_store();
    }
}

}  // namespace weft::sim
