#include "sim/world/authorizers.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/name_service.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <utility>

namespace weft::sim {

using Mark = observe::Mark;

namespace {

/// The events of a stream's timers, by TimerKind.
constexpr std::array<EventKind, mesh::stream_timers> timer_events{
    EventKind::request_timeout, EventKind::try_timeout, EventKind::alarm, EventKind::injected_delay,
    EventKind::hedge_timer};

}  // namespace

Call& World::new_call(Call::Kind kind, Pod& proxy, const mesh::RequestKey& key) {
    Call& call = calls_.take();
    ++books_.calls_begun;
    ++call.generation;
    call.stream.reset();
    call.kind = kind;
    call.proxy = &proxy;
    call.key = key;
    call.seed = mesh::Draws::seed_of(key);
    call.sent = now_;
    call.work = nullptr;
    call.host = nullptr;
    call.parent = nullptr;
    call.tries = 0;
    call.has_patience = false;
    call.is_resolving = false;
    call.parent_span = observe::nobody;
    return call;
}

void World::free_call(Call& call) {
    if (call.has_patience) events_.cancel(call.patience);
    books_.attempts_counted += call.stream.sent();
    call.kind = Call::Kind::free;
    ++call.generation;
    calls_.give_back(call);
    ++books_.calls_ended;
}

void World::begin_call(Call& call) {
    if (call.root.sampled) {
        // Not the span's parent, which is unknown where an app hands no trace context on.
        const std::uint32_t caller = call.parent != nullptr ? call.parent->span : observe::nobody;
        mark(call, Mark::Kind::called, {.other = caller, .name = call.destination});
    }
    if (names_ != nullptr) return names_->prepare(call);
    send_call(call);
}

/// Nobody listens where the proxy will be.
void World::send_call(Call& call, std::optional<mesh::HostId> destination) {
    if (!call.proxy->is_configured) return end_call(call, 0, nullptr);
    tell_sidecar(*call.proxy,
                 mesh::input::RequestStarted{call.stream, mesh::StreamId{call.self}, call.shape,
                                             call.root.sampled, destination},
                 call.draws());
}

void World::set_patience(Call& call, Duration length) {
    call.has_patience = true;
    call.patience = events_.set(events_.timers(length), EventKind::patience, call.self);
}

void World::carry_out(Pod& proxy, const mesh::Action& action) {
    switch (action.kind) {
        case mesh::Action::Kind::send_attempt:
            return send_attempt(proxy, action);
        case mesh::Action::Kind::reply:
            return end_call(calls_[action.stream.number()], action.status, &action);
        case mesh::Action::Kind::reset_attempt:
            return cancel_upstream(calls_[action.stream.number()], action.attempt);
        case mesh::Action::Kind::probe:
            return send_probe(proxy, action);
        case mesh::Action::Kind::attempt_ready:
        case mesh::Action::Kind::attempt_failed:
            return;  // Answered before all others.
        case mesh::Action::Kind::connect:
            return connect(proxy, action);
        case mesh::Action::Kind::close:
            return close_connection(proxy, action.connection());
        case mesh::Action::Kind::mirror:
            return start_mirror(proxy, action);
        case mesh::Action::Kind::set_timer:
            return set_timer(proxy, action);
        case mesh::Action::Kind::cancel_timer:
            return cancel_timer(proxy, action);
        case mesh::Action::Kind::deliver:
            return enqueue(proxy, works_[action.stream.number()]);
        case mesh::Action::Kind::respond:
            return respond(action);
        case mesh::Action::Kind::check:
            return send_check(proxy, action);
        case mesh::Action::Kind::ask_limit:
            return ask_limit(action);
        case mesh::Action::Kind::ask_authorizer:
            return authorizers_->ask(action);
        case mesh::Action::Kind::close_inbound:
            return trust_->turn_away(works_[action.stream.number()],
                                     mesh::ResetReason::connection_termination);
        case mesh::Action::Kind::ack:
            return;
        case mesh::Action::Kind::nack:
            return record_rejection(proxy, action);
        case mesh::Action::Kind::fact:
            return record_fact(proxy, action);
    }
}

void World::record_rejection(const Pod& proxy, const mesh::Action& action) {
    facts_.add(observe::Change{.at = now_,
                               .kind = observe::Change::Kind::config_rejected,
                               .pod = proxy.name_number,
                               .value = action.value});
}

void World::send_attempt(Pod& proxy, const mesh::Action& action) {
    Call& call = calls_[action.stream.number()];
    Work& work = works_.take();
    ++books_.attempts_sent;
    work.events = 0;
    work.phase = Work::Phase::going;
    work.holds_worker = false;
    work.step = 0;
    work.outstanding = 0;
    work.status = 0;
    work.sends = 0;
    work.is_cancelled = false;
    work.has_report = false;
    work.is_measured = false;
    work.rate_limited = false;
    work.degraded = false;
    work.is_spoilt = false;
    work.inbound = {};
    work.call = &call;
    work.call_generation = call.generation;
    work.key = call.key;
    work.key.attempt = call.key.attempt + action.attempt;
    work.seed = action.attempt == 0 ? call.seed : mesh::Draws::seed_of(work.key);
    work.root = call.root;
    work.wants_report = action.wants_report;
    work.attempt = action.attempt;
    work.tls = action.tls;
    work.asks_to_meet = action.tls_by_rule || plays_certificates_;
    work.host = action.host;
    work.pod = &pod_of(action.host);
    work.proxy = &proxy;
    work.expects_another =
        action.tls_by_rule && trust_->expects_another(proxy, action.cluster, *work.pod);
    work.shape = action.shape;
    work.started = now_;
    work.connection = action.connection().number();
    work.before = call.work;
    call.work = &work;
    call.host = work.pod;
    if (work.root.sampled) {
        work.span = next_span_++;
        if (records_marks_) mark_sent(call, work);
    }
    if (work.pod->is_gateway()) work.shape = shape_at_gateway(action.shape, action.host);
    if (keeps_deadlines_) work.deadline = deadline_of(call);
    if (work.wants_report) measure(*work.pod);
    send_message(work, EventKind::request_arrives);
}

/// When the call's app, or one that waits for it, gives up.
mesh::Instant World::deadline_of(const Call& call) const {
    if (call.kind == Call::Kind::root) {
        const auto& timeout = loads_[call.root.load]->plan.timeout;
        return timeout ? call.sent + *timeout : mesh::never;
    }
    if (call.kind == Call::Kind::mirror) return mesh::never;  // Nobody waits for it.
    const Step& step = call.parent->pod->program->steps[call.step];
    if (!step.timeout) return call.parent->deadline;
    return std::min(call.sent + *step.timeout, call.parent->deadline);
}

void World::start_mirror(Pod& proxy, const mesh::Action& action) {
    const Call& original = calls_[action.stream.number()];
    mesh::RequestKey key = original.key;
    key.position = mesh::finalise(key.position ^ action.cluster.number());
    Call& call = new_call(Call::Kind::mirror, proxy, key);
    call.root = original.root;
    call.root.sampled = false;
    call.destination = original.destination;
    call.shape = original.shape;
    tell_sidecar(proxy,
                 mesh::input::MirrorStarted{call.stream, mesh::StreamId{call.self}, original.stream,
                                            action.cluster},
                 call.draws());
}

void World::set_timer(Pod& proxy, const mesh::Action& action) {
    if (action.timer == mesh::TimerKind::connection) return set_connection_timer(proxy, action);
    if (action.timer >= mesh::TimerKind::outlier_sweep) return set_proxy_timer(proxy, action);
    Call& call = calls_[action.stream.number()];
    if (call.root.sampled && action.timer == mesh::TimerKind::injected_delay) {
        mark(call, Mark::Kind::delayed);
    }
    if (action.timer != mesh::TimerKind::backoff) {
        const auto timer = static_cast<std::size_t>(action.timer);
        call.timers[timer] =
            events_.set(events_.timers(action.delay), timer_events[timer], call.self);
        return;
    }
    if (call.root.sampled) mark(call, Mark::Kind::backing_off);
    ++books_.retries_asked;
    Alarm& alarm = alarms_.take();
    alarm.call = call.self;
    alarm.generation = call.generation;
    alarm.serial = ++call.alarm_serial;
    events_.at(now_ + action.delay, EventKind::alarm, alarm.self);
}

void World::cancel_timer(Pod& proxy, const mesh::Action& action) {
    if (action.timer == mesh::TimerKind::connection) {
        if (Connection* const connection = find_connection(proxy, action.connection())) {
            ++connection->timer_serial;
        }
        return;
    }
    Call& call = calls_[action.stream.number()];
    if (action.timer == mesh::TimerKind::backoff) {
        ++call.alarm_serial;
        return;
    }
    events_.cancel(call.timers[static_cast<std::size_t>(action.timer)]);
}

void World::on_call_timer(Call& call, mesh::TimerKind kind) {
    tell_sidecar(*call.proxy,
                 mesh::input::StreamTimer{call.stream, mesh::StreamId{call.self}, kind},
                 call.draws());
}

void World::on_alarm(const Event& event) {
    Alarm& alarm = alarms_[event.subject];
    Call& call = calls_[alarm.call];
    alarms_.give_back(alarm);
    const bool counts = call.generation == alarm.generation && call.alarm_serial == alarm.serial;
    ++(counts ? books_.retries_tried : books_.retries_given_up);
    if (!counts) return;
    count(event, *call.proxy, call.key);
    on_call_timer(call, mesh::TimerKind::backoff);
}

void World::on_patience(Call& call) {
    call.has_patience = false;
    cancel_call(call);
    end_call(call, 0, nullptr);
}

/// The caller does not wait any more: its sidecar gives up what is out.
void World::cancel_call(Call& call) {
    if (std::exchange(call.is_resolving, false)) return;  // Its sidecar has not heard of it.
    tell_sidecar(*call.proxy, mesh::input::RequestCancelled{call.stream, mesh::StreamId{call.self}},
                 call.draws());
}

/// The work of one of the call's attempts that is not over; null if there is none.
Work* World::work_of(const Call& call, std::uint8_t attempt) {
    // Records of attempts that are over are used again, and may lead anywhere.
    const auto is_own = [&](const Work* work) {
        return work != nullptr && work->call == &call && work->call_generation == call.generation;
    };
    Work* work = call.work;
    while (is_own(work) && work->attempt > attempt)
        work = work->before != nullptr && work->before->attempt < work->attempt ? work->before
                                                                                : nullptr;
    return is_own(work) && work->attempt == attempt ? work : nullptr;
}

/// Tells the pod that nobody waits for the attempt, if its app cares.
void World::cancel_upstream(const Call& call, std::uint8_t attempt) {
    if (call.root.sampled) mark(call, Mark::Kind::attempt_given_up, {.attempt = attempt});
    Work* const found = work_of(call, attempt);
    if (found == nullptr) return;
    Work& work = *found;
    if (work.phase == Work::Phase::dead || work.phase == Work::Phase::free) return;
    if (work.pod->program->behaviour.on_cancel != OnCancel::drop_queued) return;
    if (!link_is_open(*work.proxy, *work.pod)) return;
    ++work.events;
    const mesh::Draws draws = work.draws().of(
        mesh::Purpose::network, static_cast<std::uint32_t>(EventKind::cancel_arrives));
    mishaps_->carry(*work.proxy, *work.pod, draws, EventKind::cancel_arrives, work.self);
}

void World::end_call(Call& call, std::uint16_t status, const mesh::Action* reply) {
    if (call.kind == Call::Kind::mirror) return free_call(call);
    const bool is_spoilt = &call == spoilt_ && !mesh::is_failure(status);
    const bool is_forwarded =
        call.kind == Call::Kind::child &&
        call.parent->pod->program->steps[call.step].kind == ScriptStep::Kind::forward;
    // Who forwards does not look.
    const std::uint16_t seen = is_spoilt && !is_forwarded ? unusable_status : status;
    record_call(call, status, seen, reply);
    if (call.kind == Call::Kind::root) {
        end_root(call, seen);
        return free_call(call);
    }
    Work& parent = *call.parent;
    const std::uint32_t number = call.step;
    const std::uint32_t tries = call.tries;
    if (is_spoilt && is_forwarded) parent.is_spoilt = true;
    free_call(call);
    end_child(parent, number, tries, seen);
}

/// `seen`: as what who called takes the answer, whose proxy saw the status.
void World::record_call(const Call& call,
                        std::uint16_t status,
                        std::uint16_t seen,
                        const mesh::Action* reply) {
    std::uint32_t version = 0;
    std::uint32_t destination = call.destination;
    std::uint32_t host = observe::nobody;
    std::uint32_t workload = observe::nobody;
    if (call.stream.cluster_number > 0) destination = service_of(call.stream.cluster, destination);
    if (destination == forwarded) destination = service_named_by(call.shape);
    if (call.host != nullptr) {
        version = call.host->version;
        host = call.host->name_number;
        workload = call.host->workload;
    }
    const mesh::Flags flags = reply != nullptr ? reply->flags : call.stream.flags;
    facts_.add(observe::CallEnd{.sent = call.sent,
                                .ended = now_,
                                .load = loads_[call.root.load]->number,
                                .source = call.proxy->service,
                                .destination = destination,
                                .version = version,
                                .attempts = call.stream.attempts,
                                .status = status,
                                .flags = flags,
                                .source_workload = call.proxy->workload,
                                .workload = workload});
    if (!call.root.sampled) return;
    mark(call, Mark::Kind::ended, {.name = destination, .value = seen});
    facts_.add(observe::Span{.request = call.root.number,
                             .load = loads_[call.root.load]->number,
                             .id = call.span,
                             .parent = call.parent_span,
                             .kind = observe::Span::Kind::call,
                             .service = destination,
                             .pod = host,
                             .status = status,
                             .attempt = call.stream.attempts,
                             .flags = flags,
                             .started = call.sent,
                             .served = call.sent,
                             .ended = now_});
}

}  // namespace weft::sim
