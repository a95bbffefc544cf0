#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/pod_meters.hpp"
#include "sim/world/timeline.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/world.hpp"

#include <cassert>

namespace weft::sim {

using Mark = observe::Mark;

namespace {

/// The sidecar's attempts of one try of the app are numbered within this span.
constexpr std::uint32_t attempts_of_a_try = 256;

/// As a kind of event in the fingerprint, beyond those that there are.
constexpr std::uint32_t spoilt_answer = 1'000'000;

constexpr std::uint16_t ok_status = 200;
constexpr std::uint16_t failed_status = 500;
constexpr std::uint16_t unavailable_status = 503;  ///< Of a gateway whose call nobody answered.

}  // namespace

void World::on_arrival_at_pod(Work& work) {
    if (work.root.sampled) mark(work, Mark::Kind::arrived);
    if (work.connection != 0 && !arrives_on_connection(work)) {
        return refuse(work, mesh::ResetReason::connection_termination);
    }
    // A pod that stops serves the connections that it has.
    const bool takes =
        work.connection != 0 ? !environment_.down(work.pod->id) : takes_requests(*work.pod);
    if (!takes) return refuse(work, mesh::ResetReason::connection_failure);
    if (work.is_cancelled) {
        if (work.connection != 0) leaves_on_connection(work);
        ++books_.attempts_withdrawn;
        return let_go(work);
    }
    if (records_inbound_ || work.root.sampled) work.came = now_;
    if (work.asks_to_meet || work.pod->sidecar.asks_callers()) return trust_->meet_caller(work);
    enter_pod(work, nullptr);
}

/// The caller is told that the attempt failed without an answer.
void World::refuse(Work& work, mesh::ResetReason reason) {
    work.phase = Work::Phase::answering;
    work.reset = reason;
    work.sends = 0;
    if (work.root.sampled) {
        mark(work, Mark::Kind::answered,
             static_cast<std::uint16_t>(observe::first_reset + static_cast<std::uint16_t>(reason)));
    }
    send_message(work, EventKind::reset_arrives);
}

// Pods that are watched leave the way of the others by tail calls alone, so that these pay no more
// than a branch.
void World::enqueue(Pod& pod, Work& work) {
    if (pod.watched && work.step == 0) return admit(pod, work);
    find_worker(pod, work);
}

void World::find_worker(Pod& pod, Work& work) {
    const Behaviour& behaviour = pod.program->behaviour;
    const Step* const next = pod.program->step_at(work.step);
    const bool needs_worker = behaviour.mode == WorkerMode::held ||
                              (next != nullptr && next->kind == ScriptStep::Kind::compute);
    const bool stands_still = pod.metered && pod.use->is_frozen;
    if (!stands_still) {
        if (!needs_worker) {
            work.served = now_;
            return begin_service(work);
        }
        if (pod.busy < behaviour.workers) return take_worker(pod, work);
        // A request that comes back for more computing is past the door already.
        if (work.step == 0 && pod.queue.size() >= behaviour.queue_limit) {
            return shed(work, shed_status);
        }
        if (pod.watched && pod.overload) return wait_or_shed(pod, work);
    }
    work.phase = Work::Phase::queued;
    if (work.root.sampled) mark(work, Mark::Kind::queued);
    line_up(pod, work);
}

void World::take_worker(Pod& pod, Work& work) {
    ++pod.busy;
    work.holds_worker = true;
    if (pod.watched) note_taken(pod, work);
    if (work.step > 0) return run_script(work);
    work.served = now_;
    begin_service(work);
}

void World::begin_service(Work& work) {
    if (work.pod->counted) timeline_->on_request(*work.pod);
    const Failure failure = environment_.failure(work.pod->id);
    if (!failure.share.is_zero()) {
        mesh::Draws draws = work.draws().of(mesh::Purpose::app_error, 1);
        if (failure.share.admits(draws.next())) return answer(work, failure.status);
    }
    if (environment_.picks_requests(work.pod->id)) return mishaps_->begin(work);
    run_script(work);
}

void World::release_worker(Pod& pod, Work& work) {
    if (!work.holds_worker) return;
    work.holds_worker = false;
    --pod.busy;
    if (pod.watched) note_busy(pod);
    serve_queue(pod);
}

/// Gives free workers to those who wait. Whoever is served may end at once and come back here: the
/// outermost call serves them all, so that a long queue needs no deep stack.
void World::serve_queue(Pod& pod) {
    if (pod.serves_queue || (pod.metered && pod.use->is_frozen)) return;
    pod.serves_queue = true;
    if (pod.watched && pod.overload) serve_by_policy(pod);
    while (!pod.queue.empty() && pod.busy < pod.program->behaviour.workers)
        take_worker(pod, take_from_line(pod));
    pod.serves_queue = false;
}

/// Works through the script until a step takes time.
void World::run_script(Work& work) {
    work.phase = Work::Phase::running;
    const Step* const step = work.pod->program->step_at(work.step);
    if (step == nullptr) return end_script(work);
    if (step->kind == ScriptStep::Kind::compute) return compute(work, *step);
    begin_step(work, *step);
}

/// Calls and sleeps: if all of them end at once, the script goes on.
void World::begin_step(Work& work, const Step& step) {
    const bool lets_go = work.pod->program->behaviour.mode == WorkerMode::async;
    if (lets_go) release_worker(*work.pod, work);
    work.phase = Work::Phase::waiting;
    if (work.root.sampled) mark(work, Mark::Kind::waiting);
    // Held open while branches start: one that ends at once must not end the step.
    work.outstanding = 1;
    if (step.kind == ScriptStep::Kind::parallel) {
        for (std::uint32_t branch = 1; branch <= step.branches; ++branch) {
            start_branch(work, work.step + branch);
        }
    } else {
        start_branch(work, work.step);
    }
    branch_ended(work);
}

void World::end_script(Work& work) {
    std::uint16_t status = ok_status;
    const Behaviour& behaviour = work.pod->program->behaviour;
    if (!behaviour.error_rate.is_zero()) {
        mesh::Draws draws = work.draws().of(mesh::Purpose::app_error);
        if (behaviour.error_rate.admits(draws.next())) status = behaviour.error_status;
    }
    answer(work, status);
}

void World::compute(Work& work, const Step& step) {
    Pod& pod = *work.pod;
    if (!work.holds_worker) return enqueue(pod, work);
    mesh::Draws draws = work.draws().of(mesh::Purpose::demand, work.step);
    Duration time = step.time(draws);
    double factor = environment_.factor(pod.id);
    if (environment_.picks_requests(pod.id)) factor *= mishaps_->factor(work);
    if (factor != 1) {
        time = Duration{static_cast<std::int64_t>(static_cast<double>(time.count()) * factor)};
    }
    if (work.root.sampled) mark(work, Mark::Kind::computing);
    if (pod.metered) return meters_->compute(work, time);
    ++work.events;
    events_.at(now_ + time, EventKind::compute_done, work.self);
}

void World::on_compute_done(Work& work) {
    if (work.phase == Work::Phase::dead) return let_go(work);
    if (work.phase != Work::Phase::running) return;  // Its pod crashed meanwhile.
    if (work.pod->metered && meters_->goes_on(work)) return;
    ++work.step;
    run_script(work);
}

void World::start_branch(Work& work, std::uint32_t number) {
    Step& step = work.pod->program->steps[number];
    if (step.probability < mesh::Ratio{mesh::Ratio::whole}) {
        mesh::Draws draws = work.draws().of(mesh::Purpose::script_branch, number);
        if (!step.probability.admits(draws.next())) return;
    }
    ++work.outstanding;
    const bool calls =
        step.kind == ScriptStep::Kind::call || step.kind == ScriptStep::Kind::forward;
    if (calls) return make_child(work, number, 0);
    mesh::Draws draws = work.draws().of(mesh::Purpose::demand, number);
    Duration time = step.time(draws);
    if (const double factor = environment_.sleep_factor(work.pod->id); factor != 1) {
        time = Duration{static_cast<std::int64_t>(static_cast<double>(time.count()) * factor)};
    }
    ++work.events;
    events_.at(now_ + time, EventKind::branch_done, work.self);
}

void World::make_child(Work& work, std::uint32_t number, std::uint32_t tries) {
    Program& program = *work.pod->program;
    Step& step = program.steps[number];
    const mesh::RequestKey key{
        .root = work.key.root,
        .position = mesh::child_position(work.key.position + work.key.attempt, number),
        .attempt = tries * attempts_of_a_try};
    Call& call = new_call(Call::Kind::child, *work.pod, key);
    call.root = work.root;
    call.parent = &work;
    call.step = number;
    call.tries = static_cast<std::uint8_t>(tries);
    const bool is_forwarded = step.kind == ScriptStep::Kind::forward;
    call.destination = is_forwarded ? forwarded : step.destination;
    call.shape = is_forwarded ? work.shape : program.shape_of_call(step, work.shape, shapes_);
    if (call.root.sampled) {
        call.span = next_span_++;
        if (program.hands_on_trace) call.parent_span = work.span;
    }
    if (step.timeout) set_patience(call, *step.timeout);
    begin_call(call);
}

/// A call of the script ended: tried again, or its branch is over.
void World::end_child(Work& work, std::uint32_t number, std::uint32_t tries, std::uint16_t status) {
    const bool waits =
        work.pod->metered && PodMeters::parks(*work.pod, {work.self, true, number, tries, status});
    if (waits) return;
    const Step& step = work.pod->program->steps[number];
    if (step.kind == ScriptStep::Kind::forward) {
        work.status = status != 0 ? status : unavailable_status;
    } else if (mesh::is_failure(status)) {
        if (tries < step.retries) return make_child(work, number, tries + 1);
        if (!step.ignores_failure) work.status = failed_status;
    }
    branch_ended(work);
}

void World::on_branch_done(Work& work) {
    if (work.phase == Work::Phase::dead) return let_go(work);
    if (work.phase != Work::Phase::waiting) return;  // Its pod crashed meanwhile.
    if (work.pod->metered && PodMeters::parks(*work.pod, {.work = work.self})) return;
    branch_ended(work);
}

void World::branch_ended(Work& work) {
    assert(work.outstanding > 0);
    if (--work.outstanding > 0) return;
    if (work.status != 0) return answer(work, work.status);
    work.step += 1 + work.pod->program->steps[work.step].branches;
    run_script(work);
}

/// The app is done with the request.
void World::answer(Work& work, std::uint16_t status) {
    Pod& pod = *work.pod;
    if (pod.watched) {
        note_answer(pod, work, status);
        PodMeters::give_memory(pod);
    }
    work.status = status;
    work.degraded = environment_.degraded(pod.id);
    if (environment_.picks_requests(pod.id)) work.is_spoilt |= mishaps_->spoils(work);
    work.phase = Work::Phase::answering;
    work.sends = 0;
    if (work.root.sampled) record_work(work, {});
    if (pod.sidecar.guards_inbound()) {
        tell_sidecar(pod,
                     mesh::input::InboundEnded{work.inbound, mesh::StreamId{work.self}, status},
                     work.draws());
    } else {
        if (records_inbound_) record_inbound(work, {});
        send_answer(work);
    }
    release_worker(pod, work);
}

void World::send_answer(Work& work) {
    if (work.root.sampled) mark(work, Mark::Kind::answered);
    if (work.connection != 0) leaves_on_connection(work);
    send_message(work, EventKind::answer_arrives);
}

void World::on_answer(Work& work) {
    Call& call = *work.call;
    const bool is_awaited = call.generation == work.call_generation;
    const std::uint16_t status = work.status;
    const std::uint8_t attempt = work.attempt;
    const bool rate_limited = work.rate_limited;
    const bool degraded = work.degraded;
    if (work.is_spoilt && is_awaited) {
        spoilt_ = &call;
        // Beside the answer, which proxies take for good: no entity's own count goes on by it.
        fingerprint_.add(now_, spoilt_answer, call.proxy->entity, work.key.root ^ work.key.position,
                         work.key.attempt);
    }
    const std::uint32_t reset_after = rate_limited ? work.reset_after : 0;
    // Valid while the sidecar hears it: its record is used again by the next answer at the
    // earliest.
    const auto* const report = work.has_report ? &reports_[work.report].report : nullptr;
    ++books_.attempts_answered;
    let_go(work);
    if (!is_awaited) return;
    if (call.root.sampled) {
        mark(call, Mark::Kind::attempt_ended, {.attempt = attempt, .value = status});
    }
    tell_sidecar(*call.proxy,
                 mesh::input::ResponseEnded{.stream = call.stream,
                                            .id = mesh::StreamId{call.self},
                                            .attempt = attempt,
                                            .status = status,
                                            .report = report,
                                            .rate_limited = rate_limited,
                                            .reset_after = reset_after,
                                            .degraded = degraded},
                 call.draws());
    spoilt_ = nullptr;
}

void World::on_reset(Work& work) {
    Call& call = *work.call;
    const bool is_awaited = call.generation == work.call_generation;
    const mesh::input::AttemptReset input{call.stream, mesh::StreamId{call.self}, work.attempt,
                                          work.reset};
    ++books_.attempts_reset;
    let_go(work);
    if (!is_awaited) return;
    if (call.root.sampled) {
        mark(call, Mark::Kind::attempt_ended,
             {.attempt = input.attempt,
              .value = static_cast<std::uint16_t>(observe::first_reset +
                                                  static_cast<std::uint16_t>(input.reason))});
    }
    tell_sidecar(*call.proxy, input, call.draws());
}

/// Nobody waits for the work any more: it leaves the queue, or will not enter it.
void World::on_cancel(Work& work) {
    if (work.phase == Work::Phase::dead) return let_go(work);
    work.is_cancelled = true;
    Pod& pod = *work.pod;
    if (work.phase == Work::Phase::queued) {
        leave_line(pod, work);
        if (pod.load) pod.load->drop();
        PodMeters::give_memory(pod);
        if (pod.overload && pod.queue.empty()) pod.overload->on_empty(now_);
    } else if (work.phase != Work::Phase::asked_about) {
        return;
    }
    if (work.connection != 0) leaves_on_connection(work);
    tell_sidecar(pod, mesh::input::InboundCancelled{work.inbound}, work.draws());
    ++books_.attempts_withdrawn;
    let_go(work);
}

/// The work is over; its record is used again once no event of it is to come.
void World::let_go(Work& work) {
    if (work.has_report) return drop_report(work);
    work.phase = Work::Phase::dead;
    if (work.events > 0) return;
    work.phase = Work::Phase::free;
    works_.give_back(work);
}

}  // namespace weft::sim
