#include "sim/world/mishaps.hpp"

#include "sim/world/event_kinds.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/pod_meters.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

namespace weft::sim {

using mesh::Purpose;

namespace {

/// An order made of what does not depend on where records are.
auto by_start(const Work* work) {
    return std::tuple{work->started, work->key.root, work->key.position, work->key.attempt};
}

}  // namespace

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
    has_swallowed_ = true;
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

void Mishaps::end() {
    give_up_swallowed();
    revive_connections();
    release_held();
    forget_marks();
    std::erase_if(slowed_, [&](Pod* pod) {
        world_.meters_->follow_faults(*pod);
        return !world_.environment_.frozen(pod->id) &&
               world_.environment_.cpu_lost(pod->id).is_zero();
    });
}

void Mishaps::on_cpu(Pod& pod) {
    world_.meters_->follow_faults(pod);
    if (std::ranges::find(slowed_, &pod) == slowed_.end()) slowed_.push_back(&pod);
}

void Mishaps::set_keys(Call& call) {
    for (const LoadEffect& effect : world_.environment_.keys(LoadId{call.root.load})) {
        const LoadFault& what = effect.what;
        mesh::Draws draws = call.draws().of(Purpose::payload, 1 + effect.fault.number());
        if (!what.share.admits(draws.next())) continue;
        const auto [known, is_new] =
            keyed_.try_emplace(std::pair{call.shape, effect.fault}, call.shape);
        if (is_new) {
            mesh::RequestHead head = world_.shapes_.head(call.shape);
            std::erase_if(head.headers,
                          [&](const mesh::Header& header) { return header.name == what.header; });
            head.headers.push_back({what.header, what.value});
            known->second = world_.shapes_.intern(head);
        }
        call.shape = known->second;
    }
}

void Mishaps::drop_waiting(FaultId fault, Pod& pod, mesh::Ratio share) {
    std::vector<Work*> works;
    for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
        Work& work = world_.works_[handle];
        if (work.phase != Work::Phase::queued || work.pod != &pod) continue;
        mesh::Draws draws = work.draws().of(Purpose::app_error, 2 + fault.number());
        if (share.admits(draws.next())) works.push_back(&work);
    }
    std::ranges::sort(works, {}, by_start);
    for (Work* const work : works) {
        world_.leave_line(pod, *work);
        if (pod.overload && pod.queue.empty()) pod.overload->on_empty(world_.now_);
        throw_out(*work, mesh::ResetReason::remote_reset);
    }
}

/// Their callers lose the connection where nothing swallows any more.
void Mishaps::give_up_swallowed() {
    if (!std::exchange(has_swallowed_, false)) return;
    std::vector<Work*> works;
    for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
        Work& work = world_.works_[handle];
        if (work.phase != Work::Phase::swallowed) continue;
        if (world_.environment_.swallows(work.pod->id)) {
            has_swallowed_ = true;
        } else {
            works.push_back(&work);
        }
    }
    std::ranges::sort(works, {}, by_start);
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
