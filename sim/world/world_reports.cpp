#include "sim/world/event_kinds.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/world.hpp"

namespace weft::sim {
namespace {

bool is_in_service(const Work& work) {
    return work.phase == Work::Phase::running || work.phase == Work::Phase::waiting;
}

/// Under which key a probe is counted: its proxy's own, and none of a request.
mesh::RequestKey key_of_probe(const Probe& probe) {
    return {.root = probe.proxy->entity, .position = probe.number};
}

}  // namespace

/// How many requests wait there or are served. All are searched, as after a crash: for those who
/// begin to count.
std::uint32_t World::requests_at(const Pod& pod) {
    std::uint32_t requests = 0;
    for (Handle handle = 0; handle < works_.made(); ++handle) {
        const Work& work = works_[handle];
        const bool is_here = is_in_service(work) || work.phase == Work::Phase::queued ||
                             work.phase == Work::Phase::swallowed;
        if (is_here && work.pod == &pod) ++requests;
    }
    return requests;
}

/// Makes the pod count from now on, if it does not yet.
void World::measure(Pod& pod) {
    if (pod.load) return;
    const Behaviour& behaviour = pod.program->behaviour;
    pod.load.emplace(behaviour.load_report, behaviour.workers, requests_at(pod), pod.busy, now_);
    pod.watched = true;
}

void World::note_arrival(Pod& pod, Work& work) {
    if (!pod.load) return;
    work.is_measured = true;
    work.arrived = now_;
    work.found = pod.load->arrive();
}

/// Called while the work is still marked as one that waited, if it did.
void World::note_taken(Pod& pod, const Work& work) {
    agents_->note_taken(pod, work);
    note_busy(pod);
}

void World::note_busy(Pod& pod) {
    if (pod.load) pod.load->set_busy(pod.busy, now_);
}

/// Called while the work is still where it was. Only what was served well says how long serving
/// takes: to fail fast is not to be quick.
void World::note_answer(Pod& pod, Work& work, std::uint16_t status) {
    if (!pod.load) return;
    const bool failed = mesh::is_failure(status);
    if (work.is_measured && is_in_service(work) && !failed) {
        pod.load->learn(work.found, now_ - work.arrived, now_ - work.served, now_);
    }
    pod.load->answer(failed, now_);
    if (!work.wants_report) return;
    const auto report = mishaps_->report_of(pod);
    if (!report) return;
    SentReport& sent = reports_.take();
    sent.report = *report;
    work.report = sent.self;
    work.has_report = true;
}

/// Lets the work go, and its report before it.
void World::drop_report(Work& work) {
    work.has_report = false;
    reports_.give_back(reports_[work.report]);
    let_go(work);
}

void World::send_probe(Pod& proxy, const mesh::Action& action) {
    Probe& probe = probes_.take();
    probe.number = proxy.probes++;
    probe.proxy = &proxy;
    probe.pod = &pod_of(action.host);
    probe.host = action.host;
    probe.cluster = action.cluster;
    carry_probe(probe, EventKind::probe_arrives);
}

/// Its numbers are its proxy's, so that no request's are shifted. A lost probe is not sent again.
void World::carry_probe(Probe& probe, EventKind arrival) {
    const bool to_pod = arrival == EventKind::probe_arrives;
    const Pod& from = to_pod ? *probe.proxy : *probe.pod;
    const Pod& to = to_pod ? *probe.pod : *probe.proxy;
    if (network_.is_lossless() && environment_.quiet()) {
        const auto lane = network_.lane(from.zone, to.zone);
        if (lane) return events_.after(*lane, arrival, probe.self);
    }
    const mesh::Draws draws = mesh::Draws{plan_.seed, probe.proxy->name}
                                  .of(mesh::Purpose::probe, probe.number)
                                  .of(mesh::Purpose::network, static_cast<std::uint32_t>(arrival));
    if (!put_on_way(from, to, draws, arrival, probe.self)) probes_.give_back(probe);
}

void World::on_probe(const Event& event) {
    Probe& probe = probes_[event.subject];
    if (event.kind == EventKind::probe_arrives) return answer_probe(event, probe);
    hear_probe(event, probe);
}

/// The pod answers at once, whatever its workers do.
void World::answer_probe(const Event& event, Probe& probe) {
    Pod& pod = *probe.pod;
    count(event, pod, key_of_probe(probe));
    const bool stands_still = pod.metered && pod.use->is_frozen;
    if (!takes_requests(pod) || stands_still) return probes_.give_back(probe);
    measure(pod);
    const auto report = mishaps_->report_of(pod);
    if (!report) return probes_.give_back(probe);
    probe.report = *report;
    carry_probe(probe, EventKind::probe_answered);
}

void World::hear_probe(const Event& event, Probe& probe) {
    Pod& proxy = *probe.proxy;
    count(event, proxy, key_of_probe(probe));
    const mesh::LoadReport report = probe.report;
    const mesh::input::ProbeAnswered input{probe.cluster, probe.host, report};
    probes_.give_back(probe);
    tell_sidecar(proxy, input, mesh::Draws{proxy.entity});
}

}  // namespace weft::sim
