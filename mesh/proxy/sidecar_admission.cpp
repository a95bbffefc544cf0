#include "mesh/proxy/own_answers.hpp"
#include "mesh/proxy/sidecar.hpp"

namespace weft::mesh {
/// Of a request of this shape, as the cluster's limits see it.
RoutingPriority Sidecar::priority_in(const ClusterState& state, ShapeId shape) const {
    const HighPriority* const high = state.config().high_priority.get();
    if (high == nullptr) return RoutingPriority::normal;
    return priority_of(around_.shapes.head(shape), *high);
}

/// Whether the request may be sent at all; if not, it is answered. Rejected requests have no flag,
/// as in the reference proxy.
bool Sidecar::pass_gate(Stream& stream, StreamId id, ClusterState& state, const Moment& moment) {
    RequestGate& gate = *state.gate();
    if (!gate.admits(moment.now, moment.draws.of(Purpose::admission).next())) {
        moment.out.push_back(Action::reached(Limit::admission, state.config().id));
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
    if (fall_back(stream)) return;
    HostQueue* const queue = state.queue();
    if (queue == nullptr || queue->fails) {
        stream.flags.add(Flag::UH);
        return reply(stream, id, own_answer::unavailable, moment);
    }
    if (queue->is_full()) {
        moment.out.push_back(Action::reached(Limit::pending, state.config().id));
        stream.flags.add(Flag::UO);
        return reply(stream, id, own_answer::unavailable, moment);
    }
    if (queue->empty()) set_fail_fast(state, moment);
    stream.phase = Stream::Phase::hostless;
    stream.host.since = moment.now;
    waits_for_host_.comes(moment.now);
    queue->push({&stream, id, moment.draws});
}

void Sidecar::stop_waiting(const Stream& stream, const Moment& moment) {
    waits_for_host_.leaves(stream.host.since, moment.now);
    ClusterState* const state = state_of(stream);
    if (state != nullptr) state->queue()->remove(stream);
}

void Sidecar::set_fail_fast(ClusterState& state, const Moment& moment) {
    HostQueue& queue = *state.queue();
    queue.timer_value = ++awaited_;
    Action action;
    action.kind = Action::Kind::set_timer;
    action.timer = TimerKind::fail_fast;
    action.cluster = state.config().id;
    action.delay = queue.settings().after;
    action.value = queue.timer_value;
    moment.out.push_back(action);
}

void Sidecar::on_fail_fast(ClusterState& state, std::uint64_t value, const Moment& moment) {
    HostQueue* const queue = state.queue();
    if (queue == nullptr || queue->timer_value != value) return;
    queue->fails = true;
    for (const HostQueue::Waiting& each : queue->take_all()) {
        waits_for_host_.leaves(each.stream->host.since, moment.now);
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
        stream.is_judged = false;
        waits_for_host_.leaves(stream.host.since, moment.now);
        ClusterState* const state = state_anew(stream, its);
        if (state == nullptr) {
            reply_unknown_cluster(stream, each.id, its);
        } else {
            start_attempt(stream, each.id, *state, its);
        }
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
            waits_for_host_.leaves(next.stream->host.since, moment.now);
            start_attempt(*next.stream, next.id, state, {moment.now, next.draws, moment.out});
        } else {
            queue->push(next);
        }
    }
    if (!queue->empty()) set_fail_fast(state, moment);
}

}  // namespace weft::mesh
