#include "mesh/proxy/own_answers.hpp"
#include "mesh/proxy/sidecar.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh {
namespace {

Action fact(Fact::Kind kind, const ClusterState& state, HostId host) {
    return Action::of({kind, state.config().id, host, 0});
}

Action limit_reached(const ClusterState& state, Limit limit) {
    return Action::of({Fact::Kind::limit_reached, state.config().id, HostId{0},
                       static_cast<std::uint32_t>(limit)});
}

Action timer(TimerKind kind, const ClusterState& state, HostId host, Duration delay) {
    Action action;
    action.kind = Action::Kind::set_timer;
    action.timer = kind;
    action.cluster = state.config().id;
    action.host = host;
    action.delay = delay;
    return action;
}

}  // namespace

/// Whether the request may be sent at all; if not, it is answered. Rejected requests have no flag,
/// as in the reference proxy.
bool Sidecar::pass_gate(Stream& stream, StreamId id, ClusterState& state, const Moment& moment) {
    RequestGate& gate = *state.gate();
    if (!gate.admits(moment.now, moment.draws.of(Purpose::admission).next())) {
        moment.out.push_back(limit_reached(state, Limit::admission));
        reply(stream, id, own_answer::unavailable, moment);
        return false;
    }
    stream.is_judged = gate.judges();
    return true;
}

void Sidecar::tell_gate(Stream& stream, std::uint16_t status, const Moment& moment) {
    stream.is_judged = false;
    ClusterState* const state = state_of(stream);
    if (state != nullptr) state->gate()->ended(status, moment.now);
}

/// There is no host for the request: it waits if the cluster has a queue, or is answered.
void Sidecar::wait_for_host(Stream& stream,
                            StreamId id,
                            ClusterState& state,
                            const Moment& moment) {
    HostQueue* const queue = state.queue();
    if (queue == nullptr || queue->fails) {
        stream.flags.add(Flag::UH);
        return reply(stream, id, own_answer::unavailable, moment);
    }
    if (queue->is_full()) {
        moment.out.push_back(limit_reached(state, Limit::pending));
        stream.flags.add(Flag::UO);
        return reply(stream, id, own_answer::unavailable, moment);
    }
    if (queue->empty()) set_fail_fast(state, moment);
    stream.phase = Stream::Phase::hostless;
    queue->push({&stream, id, moment.draws});
}

void Sidecar::stop_waiting(const Stream& stream) {
    ClusterState* const state = state_of(stream);
    if (state != nullptr) state->queue()->remove(stream);
}

void Sidecar::set_fail_fast(ClusterState& state, const Moment& moment) {
    HostQueue& queue = *state.queue();
    queue.timer_value = ++awaited_;
    Action action = timer(TimerKind::fail_fast, state, HostId{0}, queue.settings().after);
    action.value = queue.timer_value;
    moment.out.push_back(action);
}

void Sidecar::on_fail_fast(ClusterState& state, std::uint64_t value, const Moment& moment) {
    HostQueue* const queue = state.queue();
    if (queue == nullptr || queue->timer_value != value) return;
    queue->fails = true;
    for (const HostQueue::Waiting& each : queue->take_all()) {
        each.stream->flags.add(Flag::UH);
        reply(*each.stream, each.id, own_answer::unavailable, moment);
    }
}

/// The cluster of these requests changed: they look for a host in the new one.
void Sidecar::move_waiting(const std::deque<HostQueue::Waiting>& waiting, const Moment& moment) {
    for (const HostQueue::Waiting& each : waiting) {
        Stream& stream = *each.stream;
        Draws draws = each.draws;
        const Moment its{moment.now, draws, moment.out};
        stream.holds_retry = false;
        stream.is_judged = false;
        const auto slot = slot_of(stream.cluster, its);
        if (!slot) {
            stream.flags.add(Flag::NC);
            reply(stream, each.id, stream.route->unknown_cluster_status, its);
            continue;
        }
        stream.cluster_slot = *slot;
        stream.cluster_number = slots_[*slot].number;
        start_attempt(stream, each.id, *slots_[*slot].state, its);
    }
}

/// Says what became of panic, and sends the requests that can be sent now.
void Sidecar::on_hosts_changed(ClusterState& state, bool panicked, const Moment& moment) {
    note_panic(state, panicked, moment);
    HostQueue* const queue = state.queue();
    if (queue == nullptr || !state.can_choose()) return;
    queue->fails = false;
    queue->timer_value = 0;
    for (HostQueue::Waiting& next : queue->take_all()) {
        if (state.can_choose()) {
            start_attempt(*next.stream, next.id, state, {moment.now, next.draws, moment.out});
        } else {
            queue->push(next);
        }
    }
    if (!queue->empty()) set_fail_fast(state, moment);
}

/// Tells the host's circuit how an attempt ended; nothing if it was given up and tells nothing.
void Sidecar::tell_circuit(const Stream& stream,
                           ClusterState& state,
                           const ChosenHost& to,
                           std::optional<bool> success,
                           const Moment& moment) {
    if (!state.watch()->has_circuits()) return;
    const bool panicked = state.in_panic();
    if (!success) {
        state.abandon_permit(to, moment.now);
        return on_hosts_changed(state, panicked, moment);
    }
    Draws draws = moment.draws.of(Purpose::accrual, stream.attempts);
    const auto change = state.tell_circuit(to, *success, moment.now, draws);
    if (!change) return;
    const HostId host = to.id;
    if (change->state == FailureAccrual::State::open) {
        moment.out.push_back(fact(Fact::Kind::circuit_opened, state, host));
        moment.out.push_back(timer(TimerKind::half_open, state, host, change->penalty));
    } else {
        moment.out.push_back(fact(Fact::Kind::circuit_closed, state, host));
    }
    on_hosts_changed(state, panicked, moment);
}

/// Checks begin as soon as the proxy knows of a host, whether or not anything is sent there.
void Sidecar::start_checks(const ProxyConfig& config, const Moment& moment) {
    for (const auto& [id, entry] : config.clusters) {
        if (!entry.config->health_check) continue;
        const auto slot = slot_of(id, moment);
        ClusterState& state = *slots_[*slot].state;
        HostWatch& hosts = *state.watch();
        for (std::size_t position = 0; position < hosts.size(); ++position) {
            HostWatch::Host& host = hosts[position];
            if (host.waits_for != 0) continue;
            Draws draws = moment.draws.of(Purpose::health_check, host.id.number());
            const Duration wait = host.check->first_wait(draws);
            if (wait > Duration::zero()) {
                await_check(state, host, wait, moment);
            } else {
                send_check(state, host, moment);
            }
        }
    }
}

void Sidecar::await_check(ClusterState& state,
                          HostWatch::Host& host,
                          Duration wait,
                          const Moment& moment) {
    host.waits_for = ++awaited_;
    Action action = timer(TimerKind::health_check, state, host.id, wait);
    action.value = host.waits_for;
    moment.out.push_back(action);
}

void Sidecar::send_check(ClusterState& state, HostWatch::Host& host, const Moment& moment) {
    host.waits_for = ++awaited_;
    Action check;
    check.kind = Action::Kind::check;
    check.cluster = state.config().id;
    check.host = host.id;
    check.value = host.waits_for;
    moment.out.push_back(check);
    Action action =
        timer(TimerKind::check_timeout, state, host.id, state.watch()->checks()->timeout);
    action.value = host.waits_for;
    moment.out.push_back(action);
}

void Sidecar::end_check(ClusterState& state,
                        std::size_t position,
                        CheckResult result,
                        const Moment& moment) {
    HostWatch& hosts = *state.watch();
    HostWatch::Host& host = hosts[position];
    Draws draws = moment.draws.of(Purpose::health_check, static_cast<std::uint32_t>(++awaited_));
    const bool panicked = state.in_panic();
    const auto outcome = state.on_check(position, result, moment.now);
    const bool healthy = host.check->healthy();
    const bool changed = outcome.change == HealthChange::changed;
    const auto turned = healthy ? Fact::Kind::host_healthy : Fact::Kind::host_unhealthy;
    if (changed) moment.out.push_back(fact(turned, state, host.id));
    if (outcome.returned) moment.out.push_back(fact(Fact::Kind::host_returned, state, host.id));
    const Duration wait =
        check_interval(*hosts.checks(), healthy, outcome.change, hosts.had_traffic);
    await_check(state, host, jittered_interval(*hosts.checks(), wait, draws), moment);
    if (changed || outcome.returned) on_hosts_changed(state, panicked, moment);
}

void Sidecar::on(const input::CheckEnded& input, const Moment& moment) {
    ClusterState* const state = state_of(input.cluster);
    const auto position = state == nullptr ? std::nullopt : state->awaits(input.host, input.value);
    if (position) end_check(*state, *position, input.result, moment);
}

void Sidecar::on_host_timer(const input::ClusterTimer& input, const Moment& moment) {
    ClusterState* const state = state_of(input.cluster);
    if (state == nullptr) return;
    if (input.kind == TimerKind::fail_fast) return on_fail_fast(*state, input.value, moment);
    if (input.kind == TimerKind::half_open) {
        const bool panicked = state->in_panic();
        if (!state->half_open(input.host, moment.now)) return;
        moment.out.push_back(fact(Fact::Kind::circuit_half_open, *state, input.host));
        return on_hosts_changed(*state, panicked, moment);
    }
    const auto position = state->awaits(input.host, input.value);
    if (!position) return;
    if (input.kind == TimerKind::health_check) {
        return send_check(*state, (*state->watch())[*position], moment);
    }
    end_check(*state, *position, CheckResult::no_answer, moment);
}

ClusterState* Sidecar::state_of(ClusterId cluster) {
    const auto slot = std::ranges::find(slots_, cluster, &Slot::cluster);
    return slot == slots_.end() ? nullptr : slot->state.get();
}

}  // namespace weft::mesh
