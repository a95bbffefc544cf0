#include "mesh/proxy/sidecar.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {

using Out = EarlierAttempts::Out;

/// No answer came for so long: another try is sent beside those that are out. If there is no room
/// for it, the request goes on as it is.
void Sidecar::hedge(Stream& stream, StreamId id, const Moment& moment) {
    assert(stream.phase == Stream::Phase::in_flight);
    ClusterState* const state = state_of(stream);
    if (state == nullptr || !state->use(stream.priority).may_send()) return;
    if (state->config().binds_connections) return;  // It would go the very same way.
    EarlierAttempts& earlier = stream.made_earlier();
    earlier.out.push_back({stream.latest, stream.host, stream.cluster_number});
    if (!choose_host(stream, id, *state, moment)) return earlier.out.pop_back();
    cancel_timer(stream, id, TimerKind::try_timeout, moment);
    if (state->pools() != nullptr) return seek_connection(stream, id, *state, moment);
    stream.latest = stream.attempts++;
    send_attempt(stream, id, *state, ConnectionNumber{0}, moment);
}

/// The latest attempt ran into its own timeout. It is left out there, and a retry asked for.
void Sidecar::hedge_timed_out(Stream& stream, StreamId id, const Moment& moment) {
    ClusterState* const state = state_of(stream);
    AttemptResult result = given_up();
    result.seen = LocalEvent::timed_out;
    judge(stream, *state, stream.host, result, moment);
    stream.host.permit = HostWatch::no_permit;  // It is judged once.
    if (!schedule_retry(stream, id, result, state, moment)) return;
    cancel_timer(stream, id, TimerKind::hedge, moment);
    stream.made_earlier().out.push_back({stream.latest, stream.host, stream.cluster_number});
}

/// The latest attempt is over while others are out.
void Sidecar::end_hedged(Stream& stream,
                         StreamId id,
                         const AttemptResult& result,
                         const Moment& moment) {
    const auto others = static_cast<std::uint32_t>(stream.out_earlier());
    const bool good =
        result.outcome.status != 0 && !wants_retry(stream.route->retry, result.outcome);
    if (on_hedged_answer(good, others) == HedgedAnswer::take) {
        abandon_earlier(stream, id, moment);
        return reply(stream, id, result.status, moment);
    }
    fall_back(stream);
}

/// There is no other attempt: the one before it, if it is still out, is the latest again.
bool Sidecar::fall_back(Stream& stream) {
    if (stream.out_earlier() == 0) return false;
    auto& out = stream.earlier->out;
    stream.latest = out.back().number;
    stream.host = out.back().host;
    stream.cluster_number = out.back().cluster_number;
    stream.phase = Stream::Phase::in_flight;
    out.pop_back();
    return true;
}

/// An attempt before the latest one is over. Nothing happens if the request knows nothing of it any
/// more.
void Sidecar::end_earlier(Stream& stream,
                          StreamId id,
                          std::uint8_t attempt,
                          const AttemptResult& result,
                          const Moment& moment) {
    if (stream.out_earlier() == 0 || stream.phase == Stream::Phase::done) return;
    auto& out = stream.earlier->out;
    const auto found = std::ranges::find(out, attempt, &Out::number);
    if (found == out.end()) return;
    const Out ended = *found;
    out.erase(found);
    leave_earlier(stream, ended, result, moment);
    const bool good =
        result.outcome.status != 0 && !wants_retry(stream.route->retry, result.outcome);
    const auto others = static_cast<std::uint32_t>(1 + out.size());
    if (on_hedged_answer(good, others) == HedgedAnswer::drop) return;
    abandon_attempts(stream, id, std::nullopt, moment);
    stream.host = ended.host;
    reply(stream, id, result.status, moment);
}

/// An attempt is counted off where it was counted: nowhere, if its cluster has been configured
/// anew.
void Sidecar::leave_earlier(const Stream& stream,
                            const Out& attempt,
                            const AttemptResult& result,
                            const Moment& moment) {
    if (attempt.cluster_number != stream.cluster_number) return;
    leave_host(stream, attempt.host, result, moment);
}

/// Gives up the attempts before the latest one.
void Sidecar::abandon_earlier(Stream& stream, StreamId id, const Moment& moment) {
    const AttemptResult result = given_up();
    for (const Out& attempt : stream.earlier->out) {
        Action action = Action::about(Action::Kind::reset_attempt, id);
        action.attempt = attempt.number;
        moment.out.push_back(action);
        leave_earlier(stream, attempt, result, moment);
    }
    stream.earlier->out.clear();
}

}  // namespace weft::mesh
