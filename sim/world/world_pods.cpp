#include "mesh/control/registry.hpp"
#include "sim/cluster/pod_life.hpp"
#include "sim/cluster/pod_object.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/pod_meters.hpp"
#include "sim/world/pod_proxy.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/workload_control.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>
#include <tuple>
#include <utility>

namespace weft::sim {
namespace {

using mesh::Purpose;
using mesh::control::Workload;

/// A pod that takes the place of another of its name draws numbers that this one has not drawn.
void count_on_from(const Pod& before, Pod& pod) {
    pod.starts = before.starts + 1;
    pod.pushes = before.pushes;
    pod.certificates = before.certificates;
    pod.statuses = before.statuses;
    pod.tries = before.tries;
    pod.probes = before.probes;
    pod.control.draws = before.control.draws;
}

}  // namespace

/// A pod of the workload, on no node yet.
Pod& World::make_pod(const Workload& workload, Replicas& replicas, std::uint32_t ordinal) {
    mesh::control::Pod object = pod_object(workload, ordinal, next_address_++);
    const auto earlier = pod_by_name_.find(object.meta.name + "." + workload.meta.ns);
    const Pod* const before = earlier == pod_by_name_.end() ? nullptr : earlier->second;
    Pod& pod = add_pod(object.meta.name, workload.meta.ns);
    if (before != nullptr) count_on_from(*before, pod);
    pod.object = std::move(object);
    pod.ordinal = ordinal;
    pod.made_from = workload.pod;
    pod.owner = &replicas;
    pod.created = now_;
    pod.place = static_cast<std::uint32_t>(replicas.pods.size());
    replicas.pods.push_back(&pod);
    pod.canonical_service =
        mesh::control::canonical_service(workload.pod.labels, workload.meta.name);
    pod.service = facts_.number(observe::NameKind::service,
                                service_name(pod.canonical_service, workload.meta.ns));
    pod.version = facts_.number(observe::NameKind::version,
                                mesh::control::label_of(workload.pod.labels, {"version"}));
    if (workload.pod.is_gateway) pod.kind = mesh::control::ProxyIdentity::Kind::gateway;
    pod.program = program_of(workload.meta.name, pod.canonical_service, workload.meta.ns,
                             workload.pod.is_gateway);
    prepare_app(pod);
    meters_->prepare(pod);
    decide_proxy(pod, store_);
    if (!pod.is_without_proxy()) label_pod(pod);
    ++books_.pods_created;
    return pod;
}

/// A cluster that starts has its pods, if they have a node; later ones live through all that comes
/// before being ready.
void World::begin_life(Pod& pod) {
    tell_controller(pod);
    const bool has_node = pod.node != Pod::no_node;
    if (has_node) {
        const std::string& zone = network_.zone_name(pod.zone);
        facts_.add(observe::Change{.at = now_,
                                   .kind = observe::Change::Kind::pod_started,
                                   .pod = pod.name_number,
                                   .value = 1 + facts_.number(observe::NameKind::zone, zone)});
    }
    if (has_node && !link_->is_settled()) {
        store_.put(pod.object, now_);
        agents_->watch(pod, true);
        return link_->connect(pod);
    }
    pod.stage = PodStage::created;
    pod.running = false;
    pod.is_configured = false;
    pod.is_probed = false;
    pod.object.ready = false;
    if (!has_node) return;  // It has no address yet.
    store_.put(pod.object, now_);
    start_pod(pod);
}

/// Its containers will run, if its node does.
void World::start_pod(Pod& pod) {
    if (!nodes_->runs(pod)) return;  // It waits for its node.
    mesh::Draws draws = life_draws(pod, LifeDraw::creation);
    pod.runs_at = now_ + Sampler{plan_.cluster.pod_start}(draws);
    events_.at_control(pod.runs_at, EventKind::containers_run, pod.id.number());
}

mesh::Draws World::life_draws(const Pod& pod, LifeDraw what) const {
    constexpr std::uint32_t draws_of_a_start = 3;
    return mesh::Draws{plan_.seed, pod.name}.of(
        Purpose::pod_life, pod.starts * draws_of_a_start + static_cast<std::uint32_t>(what));
}

void World::on_pod_event(const Event& event, Pod& pod) {
    count(event, pod, {});
    switch (event.kind) {
        case EventKind::containers_run:
            return on_containers_run(pod);
        case EventKind::app_up:
            if (now_ != pod.up_at) return;
            pod.running = pod.stage == PodStage::starting || pod.stage == PodStage::serving;
            meters_->begin_cold(pod);
            if (pod.running && environment_.exits(pod.id)) agents_->end_container(pod);
            return;
        case EventKind::app_starts:
            if (now_ == pod.app_started) agents_->on_app_starts(pod);
            return;
        case EventKind::start_tried:
            if (now_ == pod.tries_at && !environment_.down(pod.id)) agents_->try_start(pod);
            return;
        case EventKind::probes_pass:
            if (now_ != pod.probed_at) return;
            pod.is_probed = true;
            if (environment_.is(PodMark::says_unready, pod.id)) agents_->follow_lie(pod);
            return try_ready(pod);
        case EventKind::status_written:
            return on_status(pod);
        case EventKind::pod_available:
            workloads_->reconcile_owner(pod);
            return follow_store();
        case EventKind::takes_nothing:
            pod.running = false;
            return;
        case EventKind::pod_gone:
            on_gone(pod);
            return follow_store();
        case EventKind::toleration_over:
            return nodes_->on_toleration_over(pod);
        case EventKind::lie_noticed:
            return agents_->on_lie_noticed(pod);
        case EventKind::job_pod_done:
            return workloads_->on_job_pod_done(pod);
        default:
            return agents_->on_pod_event(event, pod);
    }
}

void World::on_containers_run(Pod& pod) {
    if (pod.stage != PodStage::created || now_ != pod.runs_at) return;
    pod.stage = PodStage::starting;
    agents_->begin_containers(pod);
}

/// A pod is ready once its containers are and its proxy has been configured and has a certificate;
/// its node's agent then tells the API server.
void World::try_ready(Pod& pod) {
    if (pod.stage != PodStage::starting || !pod.containers_ready()) return;
    if (environment_.down(pod.id)) return;
    if (!pod.is_configured || !trust_->has_certificate(pod)) return;
    pod.stage = PodStage::serving;
    send_status(pod);
}

void World::send_status(Pod& pod) {
    mesh::Draws draws = life_draws(pod, LifeDraw::status).of(Purpose::pod_life, pod.statuses++);
    events_.at_control(now_ + link_->pod_status(draws), EventKind::status_written, pod.id.number());
}

/// The API server hears of it from the node's agent.
void World::on_status(Pod& pod) {
    if (pod.stage != PodStage::serving || pod.object.ready == pod.containers_ready()) return;
    if (environment_.down(pod.id)) return;
    set_ready(pod, pod.containers_ready());
    const auto* const workload =
        pod.owner == nullptr ? nullptr : workloads_->workload_of(*pod.owner);
    if (workload == nullptr || !pod.object.ready) return;
    const Duration min_ready = workload->rollout.min_ready;
    if (min_ready > Duration::zero()) {
        events_.at_control(now_ + min_ready, EventKind::pod_available, pod.id.number());
    }
}

/// The API server knows of it, and so do those who watch.
void World::set_ready(Pod& pod, bool ready) {
    using Kind = observe::Change::Kind;
    pod.object.ready = ready;
    pod.ready_since = now_;
    tell_controller(pod);
    facts_.add(observe::Change{
        .at = now_, .kind = ready ? Kind::pod_ready : Kind::pod_not_ready, .pod = pod.name_number});
    store_.put(pod.object, now_);
    follow_store();
}

/// Its object goes at once, unless somebody may fall back on a pod that ends, or be told of it.
void World::take_back_endpoints(Pod& pod) {
    if (!plan_.defaults.falls_back_on_terminating && !workloads_->is_published(pod)) {
        store_.remove(mesh::control::key_of(pod.object), now_);
        return;
    }
    pod.object.is_terminating = true;
    store_.put(pod.object, now_);
}

/// Its endpoints are taken back and it is told to end at one and the same time: which of the two
/// comes first for a caller is a race.
void World::stop_pod(Pod& pod) {
    const bool has_to_finish = agents_->runs_app(pod);
    pod.stage = PodStage::ending;
    tell_controller(pod);
    nodes_->on_ending(pod);
    take_back_endpoints(pod);
    facts_.add(observe::Change{
        .at = now_, .kind = observe::Change::Kind::pod_stopped, .pod = pod.name_number});
    const mesh::control::SidecarEnd last{.outlives_app = true};
    const bool ends_last = pod.is_without_proxy() || agents_->has_native_proxy(pod);
    const auto& proxy = ends_last ? last : plan_.defaults.sidecar_end;
    PodEnd end = end_of(pod.made_from, proxy, pod.program->behaviour.on_term);
    if (!has_to_finish) end = {};
    agents_->forget(pod);
    if (pod.node == Pod::no_node) {
        return events_.at_control(now_, EventKind::pod_gone, pod.id.number());
    }
    if (!nodes_->runs(pod)) return;  // Nobody there hears of it until the node is back.
    forget_connections(pod, EventKind::connection_draining);
    if (end.takes_nothing == Duration::zero()) {
        pod.running = false;
    } else {
        events_.at_control(now_ + end.takes_nothing, EventKind::takes_nothing, pod.id.number());
    }
    events_.at_control(now_ + end.is_gone, EventKind::pod_gone, pod.id.number());
}

/// By force: its object is gone, whether or not its node can say that the pod is.
void World::on_gone(Pod& pod, bool by_force) {
    if (pod.stage == PodStage::gone || (!by_force && !nodes_->runs(pod))) return;
    pod.stage = PodStage::gone;
    tell_controller(pod);
    ++books_.pods_gone;
    pod.running = false;
    facts_.add(observe::Change{
        .at = now_, .kind = observe::Change::Kind::pod_gone, .pod = pod.name_number});
    if (pod.object.is_terminating) {
        store_.remove(mesh::control::key_of(pod.object), now_);
        follow_store();
    }
    link_->disconnect(pod);
    trust_->forget(pod);
    lose_everything(pod);
    nodes_->leave(pod);
    workloads_->reconcile_owner(pod);
}

/// The app of a pod is gone: its callers lose their connections, and what it had asked of others is
/// given up. Pools are searched, not lists kept, since crashes are rare and requests are not; the
/// order is made of what does not depend on slots.
void World::lose_everything(Pod& pod) {
    forget_connections(pod, EventKind::connection_closed);
    trust_->forget_ways(pod);
    if (pod.metered) meters_->drop(pod);
    std::vector<Call*> calls;
    for (Handle handle = 0; handle < calls_.made(); ++handle) {
        Call& call = calls_[handle];
        const bool is_of_app = call.kind == Call::Kind::child || call.kind == Call::Kind::root;
        if (is_of_app && call.proxy == &pod) calls.push_back(&call);
    }
    std::ranges::sort(calls, {}, [](const Call* call) {
        return std::tuple{call->sent, call->key.root, call->key.position, call->key.attempt};
    });
    for (Call* const call : calls) {
        cancel_call(*call);
        record_call(*call, 0, 0, nullptr);
        if (call->kind == Call::Kind::root) end_root(*call, 0);
        free_call(*call);
    }

    std::vector<Work*> works;
    for (Handle handle = 0; handle < works_.made(); ++handle) {
        Work& work = works_[handle];
        const bool is_here =
            work.phase == Work::Phase::asked_about || work.phase == Work::Phase::queued ||
            work.phase == Work::Phase::running || work.phase == Work::Phase::waiting ||
            work.phase == Work::Phase::swallowed;
        if (is_here && work.pod == &pod) works.push_back(&work);
    }
    std::ranges::sort(works, {}, [](const Work* work) {
        return std::tuple{work->started, work->key.root, work->key.position, work->key.attempt};
    });
    pod.busy = 0;
    clear_line(pod);
    if (pod.load) pod.load->lose_all(now_);
    if (pod.overload) pod.overload->on_empty(now_);
    if (pod.overload) record_overload(pod);
    for (Work* const work : works) {
        work->holds_worker = false;
        tell_sidecar(pod, mesh::input::InboundCancelled{work->inbound}, work->draws());
        refuse(*work, mesh::ResetReason::connection_termination);
    }
}

}  // namespace weft::sim
