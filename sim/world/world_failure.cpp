#include "sim/world/event_kinds.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <tuple>

namespace weft::sim {

using Change = observe::Change;

void World::start_step(std::uint32_t number) {
    const PlannedStep& step = plan_.timeline[number];
    const std::uint32_t name = facts_.number(observe::NameKind::step, step.id);
    if (const auto* const apply = std::get_if<PlannedApply>(&step.action)) {
        for (const auto& resource : apply->resources)
            store_.put(resource, now_);
        facts_.add(Change{.at = now_,
                          .kind = Change::Kind::manifest_applied,
                          .step = name,
                          .value = apply->resources.size()});
        return follow_store();
    }
    const PlannedFault& fault = std::get<PlannedFault>(step.action);
    const mesh::Draws draws =
        mesh::Draws{plan_.seed, "fault/" + step.id}.of(mesh::Purpose::target_pick);
    FaultScope& scope = scopes_[number];
    scope.pods = select_pods(fault.target.pods, draws, 0);
    scope.link = {.a = select_pods(fault.target.from, draws, 1),
                  .b = select_pods(fault.target.to, draws, 2),
                  .one_way = fault.target.one_way};
    facts_.add(Change{
        .at = now_, .kind = Change::Kind::fault_started, .step = name, .value = scope.pods.size()});
    fault.effect->start(FaultId{number}, scope, *this);
    if (fault.length) {
        events_.at_timeline(now_ + *fault.length, EventKind::step_stop, number);
    }
}

void World::stop_step(std::uint32_t number) {
    const PlannedStep& step = plan_.timeline[number];
    facts_.add(Change{.at = now_,
                      .kind = Change::Kind::fault_stopped,
                      .step = facts_.number(observe::NameKind::step, step.id)});
    std::get<PlannedFault>(step.action).effect->stop(FaultId{number}, scopes_[number], *this);
}

/// `end` tells the selections of one fault apart.
std::vector<PodId> World::select_pods(const PodSelector& selector,
                                      const mesh::Draws& draws,
                                      std::uint32_t end) const {
    std::vector<Candidate> candidates;
    for (std::uint32_t position = 0; position < pods_.size(); ++position) {
        const Pod& pod = *pods_[position];
        if (pod.stage == PodStage::created || pod.stage == PodStage::gone) continue;
        if (pod.is_client() && end == 0) continue;  // A client has no app to strike.
        candidates.push_back({.id = PodId{position},
                              .service = pod.canonical_service,
                              .labels = &pod.object.meta.labels,
                              .zone = network_.zone_name(pod.zone)});
    }
    mesh::Draws own = draws.of(mesh::Purpose::target_pick, end);
    return select(selector, candidates, own);
}

void World::crash(FaultId fault, PodId id) {
    const bool was_down = environment_.down(id);
    environment_.crash(fault, id);
    if (was_down) return;
    Pod& pod = *pods_[id.number()];
    facts_.add(Change{.at = now_, .kind = Change::Kind::pod_crashed, .pod = pod.name_number});
    lose_everything(pod);
    events_.at_control(now_ + plan_.cluster.crash_noticed_after, EventKind::crash_noticed,
                       id.number());
}

void World::on_crash_noticed(Pod& pod) {
    if (!environment_.down(pod.id) || !pod.object.ready || pod.stage != PodStage::serving) return;
    set_ready(pod, false);
}

void World::restart(FaultId fault, PodId id) {
    environment_.restart(fault, id);
    if (environment_.down(id)) return;
    Pod& pod = *pods_[id.number()];
    facts_.add(Change{.at = now_, .kind = Change::Kind::pod_started, .pod = pod.name_number});
    if (pod.stage == PodStage::starting) return try_ready(pod);
    if (pod.object.ready || pod.stage != PodStage::serving) return;
    set_ready(pod, true);
}

/// The app of a pod is gone: its callers lose their connections, and what it had asked of others is
/// given up. Pools are searched, not lists kept, since crashes are rare and requests are not; the
/// order is made of what does not depend on slots.
void World::lose_everything(Pod& pod) {
    forget_connections(pod, EventKind::connection_closed);
    std::vector<Call*> calls;
    for (Handle handle = 0; handle < calls_.made(); ++handle) {
        Call& call = calls_[handle];
        if (call.kind == Call::Kind::child && call.proxy == &pod) calls.push_back(&call);
    }
    std::ranges::sort(calls, {}, [](const Call* call) {
        return std::tuple{call->sent, call->key.root, call->key.position, call->key.attempt};
    });
    for (Call* const call : calls) {
        cancel_call(*call);
        record_call(*call, 0, nullptr);
        free_call(*call);
    }

    std::vector<Work*> works;
    for (Handle handle = 0; handle < works_.made(); ++handle) {
        Work& work = works_[handle];
        const bool is_here =
            work.phase == Work::Phase::asked_about || work.phase == Work::Phase::queued ||
            work.phase == Work::Phase::running || work.phase == Work::Phase::waiting;
        if (is_here && work.pod == &pod) works.push_back(&work);
    }
    std::ranges::sort(works, {}, [](const Work* work) {
        return std::tuple{work->started, work->key.root, work->key.position, work->key.attempt};
    });
    pod.busy = 0;
    pod.queue.clear();
    if (pod.load) pod.load->lose_all(now_);
    if (pod.overload) pod.overload->on_empty(now_);
    if (pod.overload) record_overload(pod);
    for (Work* const work : works) {
        work->holds_worker = false;
        tell_sidecar(pod, mesh::input::InboundCancelled{work->inbound}, work->draws());
        refuse(*work, mesh::ResetReason::connection_termination);
    }
}

void World::slow(FaultId fault, PodId pod, double factor) {
    environment_.slow(fault, pod, factor);
}

void World::fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status) {
    environment_.fail(fault, pod, share, status);
}

void World::degrade(FaultId fault, PodId pod) {
    environment_.degrade(fault, pod);
}

void World::delay(FaultId fault, const Link& link, const Distribution& added) {
    environment_.delay(fault, link, added);
}

void World::lose(FaultId fault, const Link& link, mesh::Ratio share) {
    environment_.lose(fault, link, share);
}

void World::cut(FaultId fault, const Link& link) {
    environment_.cut(fault, link);
}

void World::heal(FaultId fault) {
    const bool was_down = environment_.control_down();
    environment_.heal(fault);
    if (was_down && !environment_.control_down()) restart_control();
}

}  // namespace weft::sim
