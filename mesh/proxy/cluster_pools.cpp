#include "mesh/proxy/cluster_pools.hpp"

#include "mesh/proxy/cluster_state.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::mesh {
namespace {

Limit limit_of(Resource resource) {
    switch (resource) {
        case Resource::connections:
            return Limit::connections;
        case Resource::pending:
            return Limit::pending;
        case Resource::requests:
            return Limit::requests;
        case Resource::retries:
            return Limit::retries;
    }
    return Limit::requests;
}

}  // namespace

PoolKey ClusterPools::key_of(const PoolKey& asked) const {
    if (!cluster_.config().binds_connections) return asked;
    return {HostId{0}, asked.priority};
}

ConnectionPool& ClusterPools::pool_of(const PoolKey& key) {
    const auto known = pools_.find(key);
    if (known != pools_.end()) return known->second;
    return pools_.try_emplace(key, cluster_.config().pool, cluster_.use(key.priority))
        .first->second;
}

ClusterPools::Place ClusterPools::want(const PoolKey& pool,
                                       StreamId stream,
                                       std::uint8_t attempt,
                                       const Moment& moment) {
    const PoolKey key = key_of(pool);
    assert(asked_.empty());
    const auto ticket = pool_of(key).want(stream, attempt, asked_);
    Place place{.answer = ticket ? Answer::waiting : Answer::refused};
    if (ticket) place.ticket = *ticket;
    // What concerns this attempt is the answer; the rest is carried out.
    const auto own = std::ranges::find_if(asked_, [&](const PoolAction& action) {
        return action.stream == stream &&
               (action.kind == PoolAction::Kind::attach || action.kind == PoolAction::Kind::fail);
    });
    if (own != asked_.end() && own->kind == PoolAction::Kind::attach) {
        place.answer = Answer::attached;
        place.connection = number_of(key, own->connection);
        place.host = connections_.at(place.connection).host;
    }
    if (own != asked_.end()) {
        if (own->kind == PoolAction::Kind::fail) limit_reached(own->resource, moment);
        asked_.erase(own);
    }
    carry_out(key, moment);
    return place;
}

void ClusterPools::ended(const PoolKey& pool, PoolTicket ticket, const Moment& moment) {
    const PoolKey key = key_of(pool);
    pool_of(key).ended(ticket, false, moment.now, asked_);
    carry_out(key, moment);
}

void ClusterPools::cancel(const PoolKey& pool, PoolTicket ticket, const Moment& moment) {
    const PoolKey key = key_of(pool);
    pool_of(key).cancel(ticket, moment.now, asked_);
    carry_out(key, moment);
}

void ClusterPools::on_up(ConnectionNumber connection,
                         std::uint32_t peer_streams,
                         const Moment& moment) {
    const Connection* const known = find(connection);
    if (known == nullptr) return;
    const PoolKey pool = known->pool;
    pool_of(pool).on_up(known->id, moment.now, asked_, peer_streams);
    carry_out(pool, moment);
}

void ClusterPools::on_failed(ConnectionNumber connection,
                             ResetReason reason,
                             const Moment& moment) {
    const Connection* const known = find(connection);
    if (known == nullptr) return;
    const auto [pool, id, host] = *known;
    numbers_.erase({pool, id});
    connections_.erase(connection);
    pool_of(pool).on_failed(id, reason, asked_);
    carry_out(pool, moment);
}

void ClusterPools::on_closed(ConnectionNumber connection, const Moment& moment) {
    const Connection* const known = find(connection);
    if (known == nullptr) return;
    const auto [pool, id, host] = *known;
    numbers_.erase({pool, id});
    connections_.erase(connection);
    pool_of(pool).on_closed(id, asked_);
    carry_out(pool, moment);
}

void ClusterPools::on_draining(ConnectionNumber connection, const Moment& moment) {
    const Connection* const known = find(connection);
    if (known == nullptr) return;
    const PoolKey pool = known->pool;
    pool_of(pool).on_goaway(known->id, asked_);
    carry_out(pool, moment);
}

void ClusterPools::on_timer(ConnectionNumber connection, const Moment& moment) {
    const Connection* const known = find(connection);
    if (known == nullptr) return;
    const PoolKey pool = known->pool;
    pool_of(pool).on_timer(known->id, moment.now, asked_);
    carry_out(pool, moment);
}

void ClusterPools::on_hosts(std::span<const HostId> hosts, const Moment& moment) {
    if (cluster_.config().binds_connections)
        return;  // As with kube-proxy, connections stay till they close.
    for (auto& [key, pool] : pools_) {
        const bool stays = std::ranges::find(hosts, key.host) != hosts.end();
        if (stays) {
            pool.keep();
            continue;
        }
        pool.drain_for_deletion(asked_);
        carry_out(key, moment);
    }
    forget_idle();
}

void ClusterPools::forget_idle() {
    std::erase_if(pools_, [](const auto& entry) { return entry.second.is_idle(); });
}

void ClusterPools::dissolve(const Moment& moment) {
    for (auto& [key, pool] : pools_) {
        pool.dissolve(asked_);
        carry_out(key, moment);
    }
    pools_.clear();
}

ClusterPools::Connection* ClusterPools::find(ConnectionNumber connection) {
    const auto known = connections_.find(connection);
    return known == connections_.end() ? nullptr : &known->second;
}

ConnectionNumber ClusterPools::number_of(const PoolKey& pool, ConnectionId id) const {
    return numbers_.at({pool, id});
}

/// Carries out what a pool asked for. Nothing of it is an input of the pool: those come back as
/// inputs of the sidecar.
void ClusterPools::carry_out(const PoolKey& pool, const Moment& moment) {
    for (std::size_t at = 0; at < asked_.size(); ++at) {
        const PoolAction action = asked_[at];  // A connection without a host adds to the list.
        carry_out(pool, action, moment);
    }
    asked_.clear();
}

void ClusterPools::carry_out(const PoolKey& pool, const PoolAction& asked, const Moment& moment) {
    Action action{.stream = asked.stream, .cluster = cluster_.config().id};
    action.attempt = asked.attempt;
    switch (asked.kind) {
        case PoolAction::Kind::connect:
            return connect(pool, asked, moment);
        case PoolAction::Kind::attach: {
            const ConnectionNumber connection = number_of(pool, asked.connection);
            action.kind = Action::Kind::attempt_ready;
            action.host = connections_.at(connection).host;
            action.value = connection.number();
            return moment.out.push_urgent(action);
        }
        case PoolAction::Kind::fail:
            // Of a cluster that is gone: the attempt finds another way.
            action.kind = asked.reason == ResetReason::local_reset ? Action::Kind::attempt_ready
                                                                   : Action::Kind::attempt_failed;
            action.reason = asked.reason;
            if (asked.reason == ResetReason::overflow) limit_reached(asked.resource, moment);
            return moment.out.push_urgent(action);
        case PoolAction::Kind::close: {
            const ConnectionNumber connection = number_of(pool, asked.connection);
            action.kind = Action::Kind::close;
            action.value = connection.number();
            numbers_.erase({pool, asked.connection});
            connections_.erase(connection);
            break;
        }
        case PoolAction::Kind::set_timer:
        case PoolAction::Kind::cancel_timer: {
            const auto number = numbers_.find({pool, asked.connection});
            if (number == numbers_.end()) return;  // It went with its connection.
            const bool sets = asked.kind == PoolAction::Kind::set_timer;
            action.kind = sets ? Action::Kind::set_timer : Action::Kind::cancel_timer;
            action.timer = TimerKind::connection;
            action.value = number->second.number();
            action.delay = asked.delay;
            break;
        }
        case PoolAction::Kind::limit_reached:
            return limit_reached(asked.resource, moment);
    }
    moment.out.push_back(action);
}

/// The host that a new connection of this pool leads to; nothing if there is none to choose.
std::optional<HostId> ClusterPools::host_of(const PoolKey& pool, const Moment& moment) {
    if (!cluster_.config().binds_connections) return pool.host;
    Draws draws = moment.draws.of(Purpose::connection, moment.connections);
    const auto host = cluster_.pick({.now = moment.now, .draws = draws});
    return host ? std::optional{host->id} : std::nullopt;
}

void ClusterPools::connect(const PoolKey& pool, const PoolAction& asked, const Moment& moment) {
    const std::optional<HostId> host = host_of(pool, moment);
    if (!host)
        return pool_of(pool).on_failed(asked.connection, ResetReason::connection_failure, asked_);
    const ConnectionNumber number{++moment.connections};
    connections_.emplace(number, Connection{pool, asked.connection, *host});
    numbers_.emplace(std::pair{pool, asked.connection}, number);
    Action action{.kind = Action::Kind::connect, .host = *host, .cluster = cluster_.config().id};
    action.tls = cluster_.tls_to(*host);
    // The pool's handshake is that of hosts which take what the cluster sends.
    const bool is_plain = action.tls != cluster_.config().tls;
    action.round_trips =
        is_plain ? handshake_round_trips(TransportSecurity::plain) : asked.round_trips;
    action.tls_by_rule = cluster_.config().tls_by_rule;
    action.value = number.number();
    moment.out.push_back(action);
}

void ClusterPools::limit_reached(Resource resource, const Moment& moment) const {
    moment.out.push_back(Action::reached(limit_of(resource), cluster_.config().id));
}

}  // namespace weft::mesh
