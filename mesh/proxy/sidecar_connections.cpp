#include "mesh/proxy/own_answers.hpp"
#include "mesh/proxy/sidecar.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {
/// Tells the pools of a cluster something, if it has any.
template <class Do>
void Sidecar::at_pools(ClusterState& state, const Moment& moment, const Do& what) {
    if (state.pools() == nullptr) return;
    what(*state.pools(), ClusterPools::Moment{moment.now, moment.out, moment.draws, connections_});
}

template <class Do>
void Sidecar::at_pools(ClusterId cluster, const Moment& moment, const Do& what) {
    const auto slot = std::ranges::find(slots_, cluster, &Slot::cluster);
    if (slot == slots_.end() || !slot->state) return;
    at_pools(*slot->state, moment, what);
}

void Sidecar::seek_connection(Stream& stream,
                              StreamId id,
                              ClusterState& state,
                              const Moment& moment) {
    stream.latest = stream.attempts++;
    stream.phase = Stream::Phase::connecting;
    stream.host.permit = HostWatch::no_permit;
    ClusterPools::Place place{};
    at_pools(state, moment, [&](ClusterPools& pools, const auto& with) {
        place = pools.want({stream.host.id, stream.priority}, id, stream.latest, with);
    });
    stream.host.ticket = place.ticket.number();
    if (place.answer == ClusterPools::Answer::attached) {
        return send_on(stream, id, state, {place.host, place.connection}, moment);
    }
    if (place.answer == ClusterPools::Answer::waiting) {
        stream.host.since = moment.now;
        return waits_for_connection_.comes(moment.now);
    }
    --stream.attempts;
    refuse_attempt(stream, id, moment);
}

/// The attempt leaves on a connection, for the host that it leads to.
void Sidecar::send_on(
    Stream& stream, StreamId id, ClusterState& state, const Way& way, const Moment& moment) {
    const std::uint32_t ticket = stream.host.ticket;
    stream.host = state.host(way.host, stream.host, moment.now);
    stream.host.ticket = ticket;
    if (state.config().binds_connections && stream.is_explained) {
        explain(stream, id, stream.latest, stream.host.id, moment);
    }
    send_attempt(stream, id, state, way.connection, moment);
}

void Sidecar::on(const input::AttemptReady& input, const Moment& moment) {
    Stream& stream = input.stream;
    // An earlier attempt was answered, and what it left behind was this one's for a moment.
    if (stream.phase == Stream::Phase::done) return;
    assert(stream.phase == Stream::Phase::connecting && input.attempt == stream.latest);
    waits_for_connection_.leaves(stream.host.since, moment.now);
    if (ClusterState* const state = state_of(stream)) {
        return send_on(stream, input.id, *state, {input.host, input.connection}, moment);
    }
    // The cluster was configured anew meanwhile: the attempt starts over.
    --stream.attempts;
    if (ClusterState* const state = state_anew(stream, moment)) {
        return start_attempt(stream, input.id, *state, moment);
    }
    reply_unknown_cluster(stream, input.id, moment);
}

void Sidecar::on(const input::AttemptFailed& input, const Moment& moment) {
    Stream& stream = input.stream;
    const bool sent = input.reason == ResetReason::connection_termination;
    AttemptResult result{.outcome = {.status = 0, .reset = input.reason, .upstream_started = sent},
                         .status = own_answer::unavailable,
                         .flags = flag_of(input.reason),
                         .leaves = Leaves::nothing};
    // Source: the reference proxy does not blame the host for a limit.
    if (input.reason != ResetReason::overflow) result.seen = LocalEvent::connect_failed;
    const bool out =
        stream.phase == Stream::Phase::connecting || stream.phase == Stream::Phase::in_flight;
    if (out && input.attempt == stream.latest) return end_attempt(stream, input.id, result, moment);
    end_earlier(stream, input.id, input.attempt, result, moment);
}

/// An attempt needs its connection no longer, or its place in the line for one.
void Sidecar::leave_connection(ClusterState& state,
                               const Stream& stream,
                               const ChosenHost& host,
                               Leaves how,
                               const Moment& moment) {
    if (how == Leaves::nothing) return;
    at_pools(state, moment, [&](ClusterPools& pools, const auto& with) {
        const PoolTicket ticket{host.ticket};
        const PoolKey pool{host.id, stream.priority};
        if (how == Leaves::ended) {
            pools.ended(pool, ticket, with);
        } else {
            pools.cancel(pool, ticket, with);
        }
    });
}

void Sidecar::tell_pools_of_hosts(ClusterState& state, const Moment& moment) {
    at_pools(state, moment,
             [&](ClusterPools& pools, const auto& with) { pools.on_hosts(state.ids(), with); });
}

void Sidecar::dissolve_pools(ClusterState& state, const Moment& moment) {
    at_pools(state, moment, [](ClusterPools& pools, const auto& with) { pools.dissolve(with); });
}

void Sidecar::on(const input::ConnectionUp& input, const Moment& moment) {
    at_pools(input.cluster, moment, [&](ClusterPools& pools, const auto& with) {
        pools.on_up(input.connection, input.peer_streams, with);
    });
}

void Sidecar::on(const input::ConnectionFailed& input, const Moment& moment) {
    at_pools(input.cluster, moment, [&](ClusterPools& pools, const auto& with) {
        pools.on_failed(input.connection, input.reason, with);
    });
}

void Sidecar::on(const input::ConnectionClosed& input, const Moment& moment) {
    at_pools(input.cluster, moment, [&](ClusterPools& pools, const auto& with) {
        pools.on_closed(input.connection, with);
    });
}

void Sidecar::on(const input::ConnectionDraining& input, const Moment& moment) {
    at_pools(input.cluster, moment, [&](ClusterPools& pools, const auto& with) {
        pools.on_draining(input.connection, with);
    });
}

void Sidecar::on(const input::ConnectionTimer& input, const Moment& moment) {
    at_pools(input.cluster, moment, [&](ClusterPools& pools, const auto& with) {
        pools.on_timer(input.connection, with);
    });
}

}  // namespace weft::mesh
