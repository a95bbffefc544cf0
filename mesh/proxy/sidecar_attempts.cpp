#include "mesh/proxy/sidecar.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {
namespace {

constexpr std::uint16_t unavailable_status = 503;

/// Added to a reset reason, so that a fact can tell it from a status.
constexpr std::uint32_t reset_as_cause = 1000;

/// Of a reset that is not retried. Source: the reference proxy's response flags.
Flag flag_of(ResetReason reason) {
    switch (reason) {
        case ResetReason::connection_failure:
        case ResetReason::connection_timeout:
            return Flag::UF;
        case ResetReason::connection_termination:
            return Flag::UC;
        case ResetReason::remote_reset:
        case ResetReason::remote_refused_stream:
            return Flag::UR;
        case ResetReason::local_reset:
            return Flag::LR;
        case ResetReason::overflow:
            return Flag::UO;
    }
    return Flag::UR;
}

Action fact(Fact::Kind kind, ClusterId cluster, HostId host, std::uint32_t value) {
    return Action::of({kind, cluster, host, value});
}

Action limit_reached(ClusterId cluster, Limit limit) {
    return fact(Fact::Kind::limit_reached, cluster, HostId{0}, static_cast<std::uint32_t>(limit));
}

}  // namespace

void Sidecar::start_attempt(Stream& stream,
                            StreamId id,
                            ClusterState& state,
                            const Moment& moment) {
    const auto host = choose_host(stream, state, moment);
    if (!host) return wait_for_host(stream, id, state, moment);
    if (state.requests >= state.config().limits.requests) {
        moment.out.push_back(limit_reached(stream.cluster, Limit::requests));
        stream.flags.add(Flag::UO);
        return reply(stream, id, unavailable_status, moment);
    }
    state.sent(*host);
    stream.host = *host;
    stream.phase = Stream::Phase::in_flight;
    if (state.watch() != nullptr) state.take_permit(stream.host, moment.now);
    Action action = Action::about(Action::Kind::send_attempt, id);
    action.attempt = stream.attempts++;
    action.host = host->id;
    action.has_host = true;
    action.cluster = stream.cluster;
    action.shape = stream.shape;
    action.wants_report = state.reads_reports();
    moment.out.push_back(action);

    // Source: the reference proxy ignores a per-try timeout that is not below the request's own.
    const RetryPolicy& retry = stream.route->retry;
    if (!retry.per_try_timeout) return;
    const Duration whole = stream.route->timeout;
    if (whole > Duration::zero() && *retry.per_try_timeout >= whole) return;
    set_timer(stream, id, TimerKind::try_timeout, *retry.per_try_timeout, moment);
}

std::optional<ChosenHost> Sidecar::choose_host(const Stream& stream,
                                               ClusterState& state,
                                               const Moment& moment) {
    Draws draws = moment.draws.of(Purpose::balance, stream.attempts);
    const SelectionRequest request{.now = moment.now,
                                   .draws = draws,
                                   .hash = stream.request_hash(),
                                   .attempt = stream.attempts};
    auto host = state.pick(request);
    if (state.asks_hosts()) ask_hosts(stream, state, moment);
    const auto was_tried = [&] {
        return std::ranges::find(stream.tried, host->id) != stream.tried.end();
    };
    if (stream.retries == 0 || stream.tried.empty()) return host;
    const std::uint32_t more = stream.route->retry.host_selection_attempts;
    for (std::uint32_t again = 0; again < more && host && was_tried(); ++again) {
        host = state.pick(request);
    }
    return host;
}

/// Sends the probes that go with a pick.
void Sidecar::ask_hosts(const Stream& stream, ClusterState& state, const Moment& moment) {
    asked_.clear();
    Draws draws = moment.draws.of(Purpose::probe, stream.attempts);
    state.probes(draws, asked_);
    for (const HostId host : asked_) {
        Action action;
        action.kind = Action::Kind::probe;
        action.host = host;
        action.cluster = stream.cluster;
        moment.out.push_back(action);
    }
}

void Sidecar::on(const input::ResponseEnded& input, const Moment& moment) {
    Stream& stream = input.stream;
    if (stream.phase != Stream::Phase::in_flight || input.attempt + 1 != stream.attempts) return;
    end_attempt(stream, input.id,
                {.outcome = {.status = input.status, .rate_limited = input.rate_limited},
                 .status = input.status,
                 .flags = {},
                 .judged_as = input.status,
                 .report = input.report},
                moment);
}

void Sidecar::on(const input::AttemptReset& input, const Moment& moment) {
    Stream& stream = input.stream;
    if (stream.phase != Stream::Phase::in_flight || input.attempt + 1 != stream.attempts) return;
    const bool unsent = input.reason == ResetReason::connection_failure ||
                        input.reason == ResetReason::connection_timeout;
    end_attempt(stream, input.id,
                {.outcome = {.status = 0, .reset = input.reason, .upstream_started = !unsent},
                 .status = unavailable_status,
                 .flags = flag_of(input.reason),
                 .judged_as = unavailable_status},
                moment);
}

void Sidecar::end_attempt(Stream& stream,
                          StreamId id,
                          const AttemptResult& result,
                          const Moment& moment) {
    cancel_timer(stream, id, TimerKind::try_timeout, moment);
    ClusterState* const state = state_of(stream);
    if (state != nullptr) {
        AttemptEnd end{is_failure(result.outcome.status) ? AttemptEnd::Result::failure
                                                         : AttemptEnd::Result::success,
                       moment.now - stream.host.since, std::nullopt};
        if (result.report != nullptr) end.report = *result.report;
        end.status = result.outcome.status;
        state->ended(stream.host, end, moment.now);
        judge(stream, *state, result.judged_as, moment);
    }
    if (schedule_retry(stream, id, result, state, moment)) return;
    stream.flags = Flags{stream.flags.bits() | result.flags.bits()};
    reply(stream, id, result.status, moment);
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
    if (!state->allows_retry(moment.now)) {
        moment.out.push_back(limit_reached(stream.cluster, Limit::retries));
        stream.flags.add(Flag::UO);
        return false;
    }
    ++state->retries;
    if (policy.host_selection_attempts > 0) stream.tried.push_back(stream.host.id);
    stream.holds_retry = true;
    stream.phase = Stream::Phase::backing_off;
    const std::uint32_t cause =
        result.outcome.status != 0
            ? result.outcome.status
            : reset_as_cause + static_cast<std::uint32_t>(result.outcome.reset);
    moment.out.push_back(fact(Fact::Kind::retry, stream.cluster, stream.host.id, cause));
    Draws draws = moment.draws.of(Purpose::retry_backoff, stream.retries);
    set_timer(stream, id, TimerKind::backoff,
              backoff_delay(policy.backoff, stream.retries, draws.next()), moment);
    return true;
}

/// Gives up the attempt that is out. `judged_as` is 0 if the host is not to blame.
void Sidecar::abandon_attempt(Stream& stream,
                              StreamId id,
                              std::uint16_t judged_as,
                              const Moment& moment) {
    Action action = Action::about(Action::Kind::reset_attempt, id);
    action.attempt = static_cast<std::uint8_t>(stream.attempts - 1);
    moment.out.push_back(action);
    ClusterState* const state = state_of(stream);
    if (state == nullptr) return;
    const auto result =
        judged_as == 0 ? AttemptEnd::Result::cancelled : AttemptEnd::Result::failure;
    state->ended(stream.host, {result, moment.now - stream.host.since, std::nullopt}, moment.now);
    judge(stream, *state, judged_as, moment);
}

/// What the end of an attempt says of its host; a status of 0 is that it says nothing.
void Sidecar::judge(const Stream& stream,
                    ClusterState& state,
                    std::uint16_t status,
                    const Moment& moment) {
    if (state.watch() != nullptr) tell_circuit(stream, state, status, moment);
    if (status == 0) return;
    if (!is_failure(status)) return state.praise(stream.host);
    if (!state.config().outlier) return;
    const bool panicked = state.in_panic();
    Draws draws = moment.draws.of(Purpose::outlier, stream.attempts);
    const auto verdict = state.judge(stream.host, status, moment.now, draws);
    const ClusterState::JudgedHost before{stream.host.id, verdict.gateway_before,
                                          DetectionCause::consecutive_gateway_errors};
    note_detection(stream.cluster, before, moment);
    note_detection(stream.cluster, {stream.host.id, verdict.detection, verdict.cause}, moment);
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
    if (state.in_panic() == before) return;
    const auto kind = before ? Fact::Kind::panic_left : Fact::Kind::panic_entered;
    moment.out.push_back(fact(kind, state.config().id, HostId{0}, 0));
}

void Sidecar::release_retry(Stream& stream) {
    if (!stream.holds_retry) return;
    stream.holds_retry = false;
    ClusterState* const state = state_of(stream);
    if (state == nullptr) return;
    assert(state->retries > 0);
    --state->retries;
}

ClusterState* Sidecar::state_of(const Stream& stream) {
    if (stream.cluster_slot >= slots_.size()) return nullptr;
    Slot& slot = slots_[stream.cluster_slot];
    return slot.number == stream.cluster_number ? slot.state.get() : nullptr;
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
    if (slot->state->in_panic()) note_panic(*slot->state, false, moment);
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
