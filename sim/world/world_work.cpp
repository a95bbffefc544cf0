#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/world.hpp"

#include <cassert>

namespace weft::sim {
namespace {

/// The sidecar's attempts of one try of the app are numbered within this span.
constexpr std::uint32_t attempts_of_a_try = 64;

/// A sender gives a connection up after so many time-outs (Linux: tcp_retries2).
constexpr std::uint32_t most_sends = 15;

constexpr std::uint16_t ok_status = 200;
constexpr std::uint16_t failed_status = 500;
constexpr std::uint16_t overloaded_status = 503;

bool goes_to_pod(EventKind arrival) {
    return arrival == EventKind::request_arrives;
}

}  // namespace

/// Puts the work's message on the way; `arrival` says which and where to.
void World::send_message(Handle handle, EventKind arrival) {
    Work& work = works_[handle];
    ++work.events;
    const bool to_pod = goes_to_pod(arrival);
    const std::uint32_t from = to_pod ? work.proxy : work.pod;
    const std::uint32_t to = to_pod ? work.pod : work.proxy;
    if (network_.is_lossless() && environment_.quiet()) {
        const auto lane = network_.lane(pods_[from]->zone, pods_[to]->zone);
        if (lane) return events_.after(*lane, arrival, handle);
    }
    carry_message(handle, arrival, from, to);
}

/// The way of messages that may be lost, delayed by a fault or of random latency.
void World::carry_message(Handle handle, EventKind arrival, std::uint32_t from, std::uint32_t to) {
    Work& work = works_[handle];
    const std::uint32_t number =
        static_cast<std::uint32_t>(arrival) + (std::uint32_t{work.sends} << 8U);
    const mesh::Draws draws = mesh::Draws{work.key}.of(mesh::Purpose::network, number);
    mesh::Draws fate = draws.of(mesh::Purpose::loss);
    const LinkEffect effect = environment_.link(PodId{from}, PodId{to});
    const bool lost_by_itself = network_.loss().admits(fate.next());
    const bool lost_by_fault = effect.loss.admits(fate.next());
    if (effect.cut || lost_by_itself || lost_by_fault) {
        work.message = arrival;
        events_.at(now_ + network_.retransmit_after(work.sends), EventKind::resend, handle);
        return;
    }
    const Duration added =
        effect.delayed ? environment_.added_delay(PodId{from}, PodId{to}, draws) : Duration{};
    network_.carry(pods_[from]->zone, pods_[to]->zone, arrival, handle, draws, added);
}

bool World::link_is_open(std::uint32_t from, std::uint32_t to) const {
    return environment_.quiet() || !environment_.link(PodId{from}, PodId{to}).cut;
}

void World::on_resend(Handle handle) {
    Work& work = works_[handle];
    --work.events;
    if (work.phase == Work::Phase::dead) return let_go(handle);
    if (++work.sends < most_sends) return send_message(handle, work.message);
    // The sender's side of the connection is gone; the caller hears of it at once or never will.
    work.reset = mesh::ResetReason::connection_termination;
    ++work.events;
    on_reset(handle);
}

void World::on_arrival_at_pod(Handle handle) {
    Work& work = works_[handle];
    --work.events;
    if (!takes_requests(work.pod)) return refuse(handle, mesh::ResetReason::connection_failure);
    mesh::Draws draws{work.key};
    tell_sidecar(work.pod, mesh::input::InboundStarted{mesh::StreamId{handle}}, draws);
}

/// The caller is told that the attempt failed without an answer.
void World::refuse(Handle handle, mesh::ResetReason reason) {
    Work& work = works_[handle];
    work.phase = Work::Phase::answering;
    work.reset = reason;
    work.sends = 0;
    send_message(handle, EventKind::reset_arrives);
}

void World::enqueue(Pod& pod, Handle handle) {
    Work& work = works_[handle];
    const Behaviour& behaviour = pod.program->behaviour;
    const auto& steps = pod.program->steps;
    const bool needs_worker =
        behaviour.mode == WorkerMode::held ||
        (work.step < steps.size() && steps[work.step].kind == ScriptStep::Kind::compute);
    if (!needs_worker) {
        work.served = now_;
        return begin_service(handle);
    }
    if (pod.busy < behaviour.workers) return take_worker(pod, handle);
    // A request that comes back for more computing is past the door already.
    if (work.step == 0 && pod.queued >= behaviour.queue_limit) {
        return answer(handle, overloaded_status);
    }
    work.phase = Work::Phase::queued;
    work.next = no_handle;
    if (pod.queue_tail == no_handle) {
        pod.queue_head = handle;
    } else {
        works_[pod.queue_tail].next = handle;
    }
    pod.queue_tail = handle;
    ++pod.queued;
}

void World::take_worker(Pod& pod, Handle handle) {
    Work& work = works_[handle];
    ++pod.busy;
    work.holds_worker = true;
    if (work.step > 0) return run_script(handle);
    work.served = now_;
    begin_service(handle);
}

void World::begin_service(Handle handle) {
    Work& work = works_[handle];
    const Failure failure = environment_.failure(PodId{work.pod});
    if (!failure.share.is_zero()) {
        mesh::Draws draws = mesh::Draws{work.key}.of(mesh::Purpose::app_error, 1);
        if (failure.share.admits(draws.next())) return answer(handle, failure.status);
    }
    run_script(handle);
}

void World::release_worker(Pod& pod, Work& work) {
    if (!work.holds_worker) return;
    work.holds_worker = false;
    --pod.busy;
    serve_queue(pod);
}

/// Gives free workers to those who wait. Whoever is served may end at once and come back here: the
/// outermost call serves them all, so that a long queue needs no deep stack.
void World::serve_queue(Pod& pod) {
    if (pod.serves_queue) return;
    pod.serves_queue = true;
    while (pod.queue_head != no_handle && pod.busy < pod.program->behaviour.workers) {
        const Handle next = pod.queue_head;
        pod.queue_head = works_[next].next;
        if (pod.queue_head == no_handle) pod.queue_tail = no_handle;
        --pod.queued;
        take_worker(pod, next);
    }
    pod.serves_queue = false;
}

/// Works through the script until a step takes time.
void World::run_script(Handle handle) {
    Work& work = works_[handle];
    Program& program = *pods_[work.pod]->program;
    work.phase = Work::Phase::running;
    while (work.step < program.steps.size()) {
        Step& step = program.steps[work.step];
        if (step.kind == ScriptStep::Kind::compute) return compute(handle, step);
        if (program.behaviour.mode == WorkerMode::async) release_worker(*pods_[work.pod], work);
        work.phase = Work::Phase::waiting;
        // Held open while branches start: one that ends at once must not end the step.
        work.outstanding = 1;
        if (step.kind == ScriptStep::Kind::parallel) {
            for (std::uint32_t branch = 1; branch <= step.branches; ++branch) {
                start_branch(handle, work.step + branch);
            }
        } else {
            start_branch(handle, work.step);
        }
        if (--work.outstanding > 0) return;
        if (work.status != 0) return answer(handle, work.status);
        work.step += 1 + step.branches;
    }
    std::uint16_t status = ok_status;
    const Behaviour& behaviour = program.behaviour;
    if (!behaviour.error_rate.is_zero()) {
        mesh::Draws draws = mesh::Draws{work.key}.of(mesh::Purpose::app_error);
        if (behaviour.error_rate.admits(draws.next())) status = behaviour.error_status;
    }
    answer(handle, status);
}

void World::compute(Handle handle, const Step& step) {
    Work& work = works_[handle];
    Pod& pod = *pods_[work.pod];
    if (!work.holds_worker) return enqueue(pod, handle);
    mesh::Draws draws = mesh::Draws{work.key}.of(mesh::Purpose::demand, work.step);
    Duration time = step.time(draws);
    if (const double factor = environment_.factor(PodId{work.pod}); factor != 1) {
        time = Duration{static_cast<std::int64_t>(static_cast<double>(time.count()) * factor)};
    }
    ++work.events;
    events_.at(now_ + time, EventKind::compute_done, handle);
}

void World::on_compute_done(Handle handle) {
    Work& work = works_[handle];
    --work.events;
    if (work.phase == Work::Phase::dead) return let_go(handle);
    if (work.phase != Work::Phase::running) return;  // Its pod crashed meanwhile.
    ++work.step;
    run_script(handle);
}

void World::start_branch(Handle handle, std::uint32_t number) {
    Work& work = works_[handle];
    Step& step = pods_[work.pod]->program->steps[number];
    if (step.probability < mesh::Ratio{mesh::Ratio::whole}) {
        mesh::Draws draws = mesh::Draws{work.key}.of(mesh::Purpose::script_branch, number);
        if (!step.probability.admits(draws.next())) return;
    }
    ++work.outstanding;
    if (step.kind == ScriptStep::Kind::call) return make_child(handle, number, 0);
    mesh::Draws draws = mesh::Draws{work.key}.of(mesh::Purpose::demand, number);
    ++work.events;
    events_.at(now_ + step.time(draws), EventKind::branch_done, handle);
}

void World::make_child(Handle parent, std::uint32_t number, std::uint32_t tries) {
    const Work& work = works_[parent];
    Program& program = *pods_[work.pod]->program;
    Step& step = program.steps[number];
    const mesh::RequestKey key{
        .root = work.key.root,
        .position = mesh::child_position(work.key.position + work.key.attempt, number),
        .attempt = tries * attempts_of_a_try};
    const Handle handle = new_call(Call::Kind::child, work.pod, key);
    Call& call = calls_[handle];
    call.root = work.root;
    call.parent = parent;
    call.step = number;
    call.tries = static_cast<std::uint8_t>(tries);
    call.destination = step.destination;
    call.shape = program.shape_of_call(step, work.shape, shapes_);
    if (call.root.sampled) {
        call.span = next_span_++;
        call.parent_span = work.span;
    }
    if (step.timeout) set_patience(handle, *step.timeout);
    begin_call(handle);
}

/// A call of the script ended: tried again, or its branch is over.
void World::end_child(Handle parent,
                      std::uint32_t number,
                      std::uint32_t tries,
                      std::uint16_t status) {
    Work& work = works_[parent];
    const Step& step = pods_[work.pod]->program->steps[number];
    if (mesh::is_failure(status)) {
        if (tries < step.retries) return make_child(parent, number, tries + 1);
        if (!step.ignores_failure) work.status = failed_status;
    }
    branch_ended(parent);
}

void World::on_branch_done(Handle handle) {
    Work& work = works_[handle];
    --work.events;
    if (work.phase == Work::Phase::dead) return let_go(handle);
    if (work.phase != Work::Phase::waiting) return;  // Its pod crashed meanwhile.
    branch_ended(handle);
}

void World::branch_ended(Handle handle) {
    Work& work = works_[handle];
    assert(work.outstanding > 0);
    if (--work.outstanding > 0) return;
    if (work.status != 0) return answer(handle, work.status);
    work.step += 1 + pods_[work.pod]->program->steps[work.step].branches;
    run_script(handle);
}

/// The app is done with the request.
void World::answer(Handle handle, std::uint16_t status) {
    Work& work = works_[handle];
    work.status = status;
    work.phase = Work::Phase::answering;
    work.sends = 0;
    const std::uint32_t pod = work.pod;
    if (work.root.sampled) record_work(work);
    mesh::Draws draws{work.key};
    tell_sidecar(pod, mesh::input::InboundEnded{mesh::StreamId{handle}, status}, draws);
    release_worker(*pods_[pod], works_[handle]);
}

void World::send_answer(Handle handle) {
    send_message(handle, EventKind::answer_arrives);
}

void World::on_answer(Handle handle) {
    Work& work = works_[handle];
    --work.events;
    Call& call = calls_[work.call];
    if (call.generation != work.call_generation) return let_go(handle);
    const Handle call_handle = work.call;
    const std::uint16_t status = work.status;
    const std::uint8_t attempt = work.attempt;
    let_go(handle);
    mesh::Draws draws = draws_of(call);
    tell_sidecar(
        call.proxy,
        mesh::input::ResponseEnded{call.stream, mesh::StreamId{call_handle}, attempt, status},
        draws);
}

void World::on_reset(Handle handle) {
    Work& work = works_[handle];
    --work.events;
    Call& call = calls_[work.call];
    if (call.generation != work.call_generation) return let_go(handle);
    const mesh::input::AttemptReset input{call.stream, mesh::StreamId{work.call}, work.attempt,
                                          work.reset};
    let_go(handle);
    mesh::Draws draws = draws_of(call);
    tell_sidecar(call.proxy, input, draws);
}

/// Nobody waits for the work any more: it leaves the queue if it is still there.
void World::on_cancel(Handle handle) {
    Work& work = works_[handle];
    --work.events;
    if (work.phase != Work::Phase::queued) {
        if (work.phase == Work::Phase::dead) let_go(handle);
        return;
    }
    Pod& pod = *pods_[work.pod];
    Handle before = no_handle;
    for (Handle at = pod.queue_head; at != handle; at = works_[at].next)
        before = at;
    if (before == no_handle) {
        pod.queue_head = work.next;
    } else {
        works_[before].next = work.next;
    }
    if (pod.queue_tail == handle) pod.queue_tail = before;
    --pod.queued;
    let_go(handle);
}

void World::record_work(const Work& work) {
    const Pod& pod = *pods_[work.pod];
    const Call& call = calls_[work.call];
    const bool is_current = call.generation == work.call_generation;
    facts_.add(observe::Span{.request = work.root.number,
                             .load = loads_[work.root.load]->number,
                             .id = work.span,
                             .parent = is_current ? call.span : observe::nobody,
                             .kind = observe::Span::Kind::work,
                             .service = pod.service,
                             .pod = pod.name_number,
                             .status = work.status,
                             .attempt = work.attempt,
                             .flags = {},
                             .started = work.started,
                             .served = work.served,
                             .ended = now_});
}

/// The work is over; its record is used again once no event of it is to come.
void World::let_go(Handle handle) {
    Work& work = works_[handle];
    work.phase = Work::Phase::dead;
    if (work.events > 0) return;
    work.phase = Work::Phase::free;
    works_.give_back(handle);
}

}  // namespace weft::sim
