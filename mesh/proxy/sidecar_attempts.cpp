#include "mesh/proxy/own_answers.hpp"
#include "mesh/proxy/sidecar.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {
namespace {

/// Added to a reset reason, so that a fact can tell it from a status.
constexpr std::uint32_t reset_as_cause = 1000;

Action fact(Fact::Kind kind, ClusterId cluster, HostId host, std::uint32_t value) {
    return Action::of({kind, cluster, host, value});
}

}  // namespace

void Sidecar::start_attempt(Stream& stream,
                            StreamId id,
                            ClusterState& state,
                            const Moment& moment) {
    if (state.config().binds_connections) {
        if (!state.can_choose()) return wait_for_host(stream, id, state, moment);
        return seek_connection(stream, id, state, moment);
    }
    if (!choose_host(stream, id, state, moment)) return wait_for_host(stream, id, state, moment);
    if (state.pools() != nullptr) return seek_connection(stream, id, state, moment);
    if (!state.use(stream.priority).may_send()) {
        moment.out.push_back(Action::reached(Limit::requests, stream.cluster));
        return refuse_attempt(stream, id, moment);
    }
    stream.latest = stream.attempts++;
    send_attempt(stream, id, state, ConnectionNumber{0}, moment);
}

/// A limit keeps an attempt from being sent, which is not tried again.
void Sidecar::refuse_attempt(Stream& stream, StreamId id, const Moment& moment) {
    if (fall_back(stream)) return;
    stream.flags.add(Flag::UO);
    reply(stream, id, own_answer::unavailable, moment);
}

/// The attempt leaves for the stream's host.
void Sidecar::send_attempt(Stream& stream,
                           StreamId id,
                           ClusterState& state,
                           ConnectionNumber connection,
                           const Moment& moment) {
    state.sent(stream.host, stream.priority);
    stream.phase = Stream::Phase::in_flight;
    if (state.watch() != nullptr) state.take_permit(stream.host, moment.now);
    Action& action = moment.out.add(Action::about(Action::Kind::send_attempt, id));
    action.attempt = stream.latest;
    action.host = stream.host.id;
    action.has_host = true;
    action.cluster = stream.cluster;
    action.shape = stream.shape;
    action.wants_report = state.reads_reports();
    action.value = connection.number();
    action.tls = state.tls_to(stream.host.id);
    action.tls_by_rule = state.config().tls_by_rule;
    if (stream.route->retry.per_try_timeout || state.config().hedge) {
        set_timers_of_attempt(stream, id, state, moment);
    }
}

void Sidecar::set_timers_of_attempt(Stream& stream,
                                    StreamId id,
                                    const ClusterState& state,
                                    const Moment& moment) {
    // Source: the reference proxy ignores a per-try timeout that is not below the request's own.
    const auto& per_try = stream.route->retry.per_try_timeout;
    const Duration whole = stream.route->timeout;
    if (per_try && (whole == Duration::zero() || *per_try < whole)) {
        set_timer(stream, id, TimerKind::try_timeout, *per_try, moment);
    }
    const auto& hedging = state.config().hedge;
    if (!hedging || stream.is_mirror) return;
    const auto out = static_cast<std::uint32_t>(1 + stream.out_earlier());
    // The request's own timer ends it, whatever else is set.
    const auto next = next_hedge(*hedging, out);
    if (next) set_timer(stream, id, TimerKind::hedge, *next, moment);
}

void Sidecar::on(const input::ResponseEnded& input, const Moment& moment) {
    Stream& stream = input.stream;
    if (ClusterState* const plain = ends_plainly(input)) return end_plainly(input, *plain, moment);
    const AttemptResult result{
        .outcome = {.status = input.status, .rate_limited = input.rate_limited},
        .status = input.status,
        .flags = {},
        .report = input.report,
        .reset_after = input.reset_after,
        .degraded = input.degraded};
    if (stream.phase == Stream::Phase::in_flight && input.attempt == stream.latest) {
        return end_attempt(stream, input.id, result, moment);
    }
    end_earlier(stream, input.id, input.attempt, result, moment);
}

/// What nearly every attempt comes to: an answer that no retry can want, of the only attempt that
/// is out, where nobody but limits, balancer and outlier detector hears of it. Null if this one
/// does not.
ClusterState* Sidecar::ends_plainly(const input::ResponseEnded& input) const {
    const Stream& stream = input.stream;
    const bool is_only = stream.phase == Stream::Phase::in_flight &&
                         input.attempt == stream.latest && stream.out_earlier() == 0;
    if (!is_only) return nullptr;
    const bool is_good = input.status != 0 && input.status < 400 && !input.rate_limited &&
                         !input.degraded && input.report == nullptr &&
                         stream.route->retry.status_codes.empty();
    if (!is_good) return nullptr;
    ClusterState* const state = state_of(stream);
    return state != nullptr && state->is_plain() ? state : nullptr;
}

/// As end_attempt() does, without the questions whose answers are known.
void Sidecar::end_plainly(const input::ResponseEnded& input,
                          ClusterState& state,
                          const Moment& moment) {
    Stream& stream = input.stream;
    if (stream.timers != 0) {
        cancel_timer(stream, input.id, TimerKind::try_timeout, moment);
        cancel_timer(stream, input.id, TimerKind::hedge, moment);
    }
    AttemptEnd end;  // Not as a whole: that would clear the room for a report each time.
    end.result = AttemptEnd::Result::success;
    end.latency = moment.now - stream.host.since;
    end.status = input.status;
    state.ended(stream.host, stream.priority, end, moment.now);
    state.praise(stream.host, moment.now, moment.draws);
    reply(stream, input.id, input.status, moment);
}

void Sidecar::on(const input::AttemptReset& input, const Moment& moment) {
    Stream& stream = input.stream;
    const bool unsent = input.reason == ResetReason::connection_failure ||
                        input.reason == ResetReason::connection_timeout;
    const AttemptResult result{
        .outcome = {.status = 0, .reset = input.reason, .upstream_started = !unsent},
        .status = own_answer::unavailable,
        .flags = flag_of(input.reason),
        .seen = LocalEvent::connect_failed};
    if (stream.phase == Stream::Phase::in_flight && input.attempt == stream.latest) {
        return end_attempt(stream, input.id, result, moment);
    }
    end_earlier(stream, input.id, input.attempt, result, moment);
}

void Sidecar::time_out_attempt(Stream& stream, StreamId id, const Moment& moment) {
    const ClusterState* const state = state_of(stream);
    const bool hedges = state != nullptr && state->config().hedge &&
                        on_try_timeout(*state->config().hedge) == TryTimeout::hedge;
    if (hedges && !stream.is_mirror) return hedge_timed_out(stream, id, moment);
    Action action = Action::about(Action::Kind::reset_attempt, id);
    action.attempt = stream.latest;
    moment.out.push_back(action);
    const AttemptResult result{.outcome = {.status = 0, .reset = ResetReason::local_reset},
                               .status = own_answer::timeout,
                               .flags = Flag::UT,
                               .seen = LocalEvent::timed_out,
                               .leaves = Leaves::gave_up};
    end_attempt(stream, id, result, moment);
}

/// The latest attempt is over, sent or not.
void Sidecar::end_attempt(Stream& stream,
                          StreamId id,
                          const AttemptResult& result,
                          const Moment& moment) {
    cancel_timer(stream, id, TimerKind::try_timeout, moment);
    cancel_timer(stream, id, TimerKind::hedge, moment);
    leave_latest(stream, result, moment);
    if (stream.out_earlier() > 0) return end_hedged(stream, id, result, moment);
    if (schedule_retry(stream, id, result, state_of(stream), moment)) return;
    stream.flags = Flags{stream.flags.bits() | result.flags.bits()};
    reply(stream, id, result.status, moment);
}

/// Tells all who count what became of the latest attempt.
void Sidecar::leave_latest(Stream& stream, const AttemptResult& result, const Moment& moment) {
    if (stream.phase != Stream::Phase::connecting) {
        return leave_host(stream, stream.host, result, moment);
    }
    ++stream.unsent;
    waits_for_connection_.leaves(stream.host.since, moment.now);
    ClusterState* const state = state_of(stream);
    if (state == nullptr) return;
    leave_connection(*state, stream, stream.host, result.leaves, moment);
    judge(stream, *state, stream.host, result, moment);
}

/// The same for an attempt that was sent to the host.
void Sidecar::leave_host(const Stream& stream,
                         const ChosenHost& host,
                         const AttemptResult& result,
                         const Moment& moment) {
    ClusterState* const state = state_of(stream);
    if (state == nullptr) return;
    const bool cancelled = result.leaves == Leaves::gave_up && !result.seen;
    AttemptEnd end{AttemptEnd::Result::success, moment.now - host.since, std::nullopt};
    if (is_failure(result.outcome.status)) end.result = AttemptEnd::Result::failure;
    if (cancelled) end.result = AttemptEnd::Result::cancelled;
    if (result.report != nullptr) end.report = *result.report;
    end.status = result.outcome.status;
    state->ended(host, stream.priority, end, moment.now);
    if (state->pools() != nullptr) leave_connection(*state, stream, host, result.leaves, moment);
    judge(stream, *state, host, result, moment);
}

/// Decides whether there is another attempt, and sets its timer. The order of the questions is the
/// reference proxy's: wanted, any left, allowed by the limit.
bool Sidecar::schedule_retry(Stream& stream,
                             StreamId id,
                             const AttemptResult& result,
                             ClusterState* state,
                             const Moment& moment) {
    const RetryPolicy& policy = stream.route->retry;
    release_retry(stream);
    if (stream.is_mirror || policy.retries == 0 || !wants_retry(policy, result.outcome))
        return false;
    if (stream.retries >= policy.retries) {
        stream.flags.add(Flag::URX);
        return false;
    }
    ++stream.retries;  // Spent even if the limit refuses it.
    if (state == nullptr) return false;
    if (!state->allows_retry(stream.priority, moment.now)) {
        moment.out.push_back(Action::reached(Limit::retries, stream.cluster));
        stream.flags.add(Flag::UO);
        return false;
    }
    ++state->use(stream.priority).retries;
    if (policy.host_selection_attempts > 0) stream.made_earlier().tried.push_back(stream.host.id);
    stream.holds_retry = true;
    stream.phase = Stream::Phase::backing_off;
    const std::uint32_t cause =
        result.outcome.status != 0
            ? result.outcome.status
            : reset_as_cause + static_cast<std::uint32_t>(result.outcome.reset);
    Action told = fact(Fact::Kind::retry, stream.cluster, stream.host.id, cause);
    told.stream = id;
    told.attempt = stream.latest;
    moment.out.push_back(told);
    const Duration wait = wait_before_retry(stream, *state, result, moment);
    set_timer(stream, id, TimerKind::backoff, wait, moment);
    return true;
}

/// Gives up whatever is out, with what our own end saw, or nothing if the host is not to blame.
void Sidecar::abandon_attempts(Stream& stream,
                               StreamId id,
                               std::optional<LocalEvent> seen,
                               const Moment& moment) {
    const bool sent = stream.phase == Stream::Phase::in_flight;
    if (sent) {
        Action action = Action::about(Action::Kind::reset_attempt, id);
        action.attempt = stream.latest;
        moment.out.push_back(action);
    }
    if (sent || stream.phase == Stream::Phase::connecting) {
        AttemptResult result = given_up();
        if (sent) result.seen = seen;
        leave_latest(stream, result, moment);
    }
    if (stream.out_earlier() > 0) abandon_earlier(stream, id, moment);
}

/// What the end of an attempt, or a try timeout while it goes on, says of its host.
void Sidecar::judge(const Stream& stream,
                    ClusterState& state,
                    const ChosenHost& host,
                    const AttemptResult& result,
                    const Moment& moment) {
    const std::uint16_t status = result.outcome.status;
    if (state.watch() != nullptr) {
        std::optional<bool> success;
        if (status != 0 || result.seen) success = status != 0 && !is_failure(status);
        tell_circuit(stream, state, host, success, moment);
    }
    if (status != 0 && !is_failure(status)) {
        state.praise(host, moment.now, moment.draws);
        if (result.degraded) note_degraded(state, host, stream.attempts, moment);
        return;
    }
    if (!state.config().outlier || (status == 0 && !result.seen)) return;
    const bool panicked = state.in_panic();
    Draws draws = moment.draws.of(Purpose::outlier, stream.attempts);
    ClusterState::Seen seen{status};
    if (status == 0) seen = *result.seen;
    const auto verdict = state.judge(host, seen, moment.now, draws);
    const ClusterState::JudgedHost before{host.id, verdict.gateway_before,
                                          DetectionCause::consecutive_gateway_errors};
    note_detection(stream.cluster, before, moment);
    note_detection(stream.cluster, {host.id, verdict.detection, verdict.cause}, moment);
    note_panic(state, panicked, moment);
}

/// Says what became of a detection, if people want to know.
void Sidecar::note_detection(ClusterId cluster,
                             const ClusterState::JudgedHost& judged,
                             const Moment& moment) {
    if (judged.detection != Detection::ejected && judged.detection != Detection::overflow) return;
    const auto kind = judged.detection == Detection::ejected ? Fact::Kind::host_ejected
                                                             : Fact::Kind::ejection_refused;
    moment.out.push_back(
        fact(kind, cluster, judged.host, static_cast<std::uint32_t>(judged.cause)));
}

void Sidecar::note_panic(ClusterState& state, bool before, const Moment& moment) {
    if (const auto spilled = state.take_spill()) {
        const std::uint32_t value = *spilled ? 1 : 0;
        moment.out.push_back(fact(Fact::Kind::spilled, state.config().id, HostId{0}, value));
    }
    if (state.in_panic() == before) return;
    const auto kind = before ? Fact::Kind::panic_left : Fact::Kind::panic_entered;
    moment.out.push_back(fact(kind, state.config().id, HostId{0}, 0));
}

ClusterState* Sidecar::state_of(const Stream& stream) const {
    if (stream.cluster_slot >= slots_.size()) return nullptr;
    const Slot& slot = slots_[stream.cluster_slot];
    return slot.number == stream.cluster_number ? slot.state.get() : nullptr;
}

/// The state of the stream's cluster, anew if a push replaced the one that it began under; null if
/// the cluster is gone.
ClusterState* Sidecar::state_anew(Stream& stream, const Moment& moment) {
    if (ClusterState* const state = state_of(stream)) return state;
    stream.holds_retry = false;  // It was counted there.
    const auto slot = slot_of(stream.cluster, moment);
    if (!slot) return nullptr;
    stream.cluster_slot = *slot;
    stream.cluster_number = slots_[*slot].number;
    stream.priority = priority_in(*slots_[*slot].state, stream.shape);
    return slots_[*slot].state.get();
}

std::optional<std::uint32_t> Sidecar::slot_of(ClusterId cluster, const Moment& moment) {
    auto slot = std::ranges::find(slots_, cluster, &Slot::cluster);
    const auto at = static_cast<std::uint32_t>(slot - slots_.begin());
    if (slot != slots_.end() && slot->state) return at;

    const ClusterEntry* const entry = epochs_.back().config->find(cluster);
    if (entry == nullptr) return std::nullopt;
    if (slot == slots_.end()) {
        slot = slots_.emplace(slots_.end());
        slot->cluster = cluster;
    }
    ++slot->number;
    const std::uint64_t seed =
        Draws{around_.run_seed, "balancer/" + name_ + "/" + entry->config->name}.next();
    slot->state = std::make_unique<ClusterState>(*entry, around_.balancers, seed, moment.now);
    note_panic(*slot->state, false, moment);
    if (!slot->sweeps) set_sweep(*slot, moment);
    return at;
}

/// Sets the timer of the cluster's next outlier sweep, if it has a detector.
void Sidecar::set_sweep(Slot& slot, const Moment& moment) {
    const auto& outlier = slot.state->config().outlier;
    if (!outlier) return;
    slot.sweeps = true;
    Action action;
    action.kind = Action::Kind::set_timer;
    action.timer = TimerKind::outlier_sweep;
    action.cluster = slot.cluster;
    action.delay = outlier->interval;
    moment.out.push_back(action);
}

}  // namespace weft::mesh
