#include "sim/world/mishaps.hpp"

#include "sim/world/event_kinds.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/pod_meters.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace weft::sim {

using mesh::Purpose;

/// A fault draws for each request from a child of its own.
bool Mishaps::strikes(const StruckRequests& struck, const Work& work) const {
    if (!is_about(struck.what, world_.shapes_.head(work.shape))) return false;
    const std::uint32_t fault = struck.fault.number();
    if (!struck.what.by_root) {
        mesh::Draws draws = work.draws().of(Purpose::app_error, 2 + fault);
        return struck.what.share.admits(draws.next());
    }
    const mesh::Draws of_root{mesh::RequestKey{.root = work.key.root}};
    mesh::Draws draws = of_root.of(Purpose::payload, 1 + fault);
    return struck.what.share.admits(draws.next());
}

void Mishaps::begin(Work& work) {
    for (const StruckRequests& struck : world_.environment_.struck_requests(work.pod->id)) {
        const RequestFault::Kind kind = struck.what.kind;
        const bool goes_on =
            kind == RequestFault::Kind::slow || kind == RequestFault::Kind::corrupt;
        if (goes_on || !strikes(struck, work)) continue;
        if (kind == RequestFault::Kind::fail) return fail(work, struck.what);
        if (kind == RequestFault::Kind::kill) {
            world_.events_.at(world_.now_, EventKind::request_kills, work.pod->id.number());
        }
        return swallow(work);
    }
    world_.run_script(work);
}

/// Waits as a step of the script would.
void Mishaps::fail(Work& work, const RequestFault& what) {
    if (what.latency == Duration::zero()) return world_.answer(work, what.status);
    work.status = what.status;
    work.phase = Work::Phase::waiting;
    work.outstanding = 1;
    if (work.root.sampled) world_.mark(work, observe::Mark::Kind::waiting);
    ++work.events;
    world_.events_.at(world_.now_ + what.latency, EventKind::branch_done, work.self);
}

void Mishaps::swallow(Work& work) {
    work.phase = Work::Phase::swallowed;
    if (work.root.sampled) world_.mark(work, observe::Mark::Kind::waiting);
    world_.release_worker(*work.pod, work);
}

double Mishaps::factor(const Work& work) const {
    double factor = 1;
    for (const StruckRequests& struck : world_.environment_.struck_requests(work.pod->id)) {
        const bool slows = struck.what.kind == RequestFault::Kind::slow && strikes(struck, work);
        if (slows) factor *= struck.what.factor;
    }
    return factor;
}

bool Mishaps::spoils(const Work& work) const {
    if (mesh::is_failure(work.status)) return false;
    const auto& all = world_.environment_.struck_requests(work.pod->id);
    return std::ranges::any_of(all, [&](const StruckRequests& struck) {
        return struck.what.kind == RequestFault::Kind::corrupt && strikes(struck, work);
    });
}

void Mishaps::give_up_swallowed() {
    std::vector<Work*> works;
    for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
        Work& work = world_.works_[handle];
        if (work.phase != Work::Phase::swallowed) continue;
        if (!world_.environment_.swallows(work.pod->id)) works.push_back(&work);
    }
    std::ranges::sort(works, {}, [](const Work* work) {
        return std::tuple{work->started, work->key.root, work->key.position, work->key.attempt};
    });
    for (Work* const work : works)
        throw_out(*work, mesh::ResetReason::connection_termination);
}

/// The pod is rid of a request that nobody works on, and its caller hears so.
void Mishaps::throw_out(Work& work, mesh::ResetReason reason) {
    Pod& pod = *work.pod;
    if (pod.load) pod.load->drop();
    PodMeters::give_memory(pod);
    if (work.connection != 0) world_.leaves_on_connection(work);
    world_.tell_sidecar(pod, mesh::input::InboundCancelled{work.inbound}, work.draws());
    world_.refuse(work, reason);
}

void Mishaps::on_killed(Pod& pod) {
    if (pod.stage != PodStage::ending) return world_.agents_->end_container(pod);
    world_.lose_everything(pod);
    pod.running = false;
}

}  // namespace weft::sim
