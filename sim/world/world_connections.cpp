#include "sim/world/event_kinds.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/world.hpp"

#include <cassert>

namespace weft::sim {

/// Before any other input the sidecar hears what became of attempts that waited for connections.
/// Its answers join the actions.
void World::answer_urgent(Pod& proxy, mesh::Actions& actions) {
    for (std::size_t at = 0; at < actions.size(); ++at) {
        const mesh::Action action = actions[at];  // The answer may move the buffer.
        const bool is_ready = action.kind == mesh::Action::Kind::attempt_ready;
        if (!is_ready && action.kind != mesh::Action::Kind::attempt_failed) continue;
        Call& call = calls_[action.stream.number()];
        mesh::Draws draws = call.draws();
        if (is_ready) {
            proxy.sidecar.handle(
                mesh::input::AttemptReady{call.stream, action.stream, action.attempt, action.host,
                                          action.connection()},
                now_, draws, actions);
        } else {
            // One that was out is lost with its connection. Others were not sent, and have no end.
            const bool was_out = action.reason == mesh::ResetReason::connection_termination;
            if (was_out && call.root.sampled) {
                mark(call, observe::Mark::Kind::attempt_ended,
                     {.attempt = action.attempt,
                      .value = static_cast<std::uint16_t>(
                          observe::first_reset + static_cast<std::uint16_t>(action.reason))});
            }
            proxy.sidecar.handle(mesh::input::AttemptFailed{call.stream, action.stream,
                                                            action.attempt, action.reason},
                                 now_, draws, actions);
        }
    }
    actions.take_urgent();
}

void World::connect(Pod& proxy, const mesh::Action& action) {
    ++books_.connections_opened;
    Connection& connection = connections_.take();
    connection.proxy = &proxy;
    connection.pod = &pod_of(action.host);
    connection.cluster = action.cluster;
    connection.number = action.connection();
    connection.host = action.host;
    connection.tls = action.tls;
    connection.met = {};
    connection.seed = mesh::Draws{plan_.seed, proxy.name}
                          .of(mesh::Purpose::connection, connection.number.number())
                          .next();
    connection.phase = Connection::Phase::connecting;
    connection.is_known_to_pod = false;
    connection.round_trips = action.round_trips;
    connection.hops = static_cast<std::uint8_t>(2 * action.round_trips);
    connection.sends = 0;
    connection.events = 0;
    connection.at_pod = 0;
    connection.messages = 0;
    connection.is_dead = false;
    open_connections_[{proxy.id.number(), connection.number}] = &connection;
    send_handshake(connection);
}

/// The next message of the handshake, from the caller first, then to and fro.
void World::send_handshake(Connection& connection) {
    const bool to_pod = connection.hops % 2 == 0;
    const Pod& from = to_pod ? *connection.proxy : *connection.pod;
    const Pod& to = to_pod ? *connection.pod : *connection.proxy;
    const mesh::Draws draws =
        mesh::Draws{connection.seed}.of(mesh::Purpose::network, ++connection.messages);
    ++connection.events;
    const EventKind arrival = to_pod ? EventKind::handshake_at_pod : EventKind::handshake_at_caller;
    if (put_on_way(from, to, draws, arrival, connection.self)) return;
    const bool is_opening = connection.hops + 1 >= 2 * connection.round_trips;
    const Duration wait = is_opening ? network_.handshake_retransmit_after(connection.sends)
                                     : network_.retransmit_after(connection.sends);
    events_.at(now_ + wait, EventKind::handshake_resend, connection.self);
}

void World::on_connection_event(const Event& event, Connection& connection) {
    const bool at_pod = event.kind == EventKind::handshake_at_pod;
    count(event, at_pod ? *connection.pod : *connection.proxy, {.root = connection.seed});
    --connection.events;
    if (connection.phase == Connection::Phase::closed) return let_go(connection);
    switch (event.kind) {
        case EventKind::handshake_at_pod:
            return on_handshake_at_pod(connection);
        case EventKind::handshake_at_caller:
            return on_handshake_at_caller(connection);
        case EventKind::handshake_resend:
            return on_handshake_resend(connection);
        case EventKind::connection_draining:
            // A pod that ends takes no request on a connection that its caller does not have yet.
            if (connection.phase == Connection::Phase::connecting) break;
            return tell_sidecar(
                *connection.proxy,
                mesh::input::ConnectionDraining{connection.cluster, connection.number},
                mesh::Draws{connection.seed});
        default:
            break;
    }
    // The record may be used again before the sidecar has heard.
    Pod& proxy = *connection.proxy;
    const mesh::ClusterId cluster = connection.cluster;
    const mesh::ConnectionNumber number = connection.number;
    const mesh::Draws draws{connection.seed};
    close_connection(proxy, number);
    if (event.kind != EventKind::connection_closed) {
        return tell_sidecar(
            proxy,
            mesh::input::ConnectionFailed{cluster, number, mesh::ResetReason::connection_failure},
            draws);
    }
    tell_sidecar(proxy, mesh::input::ConnectionClosed{cluster, number}, draws);
}

void World::on_handshake_at_pod(Connection& connection) {
    if (!takes_requests(*connection.pod)) {
        return send_news(connection, EventKind::connection_refused);
    }
    const bool is_last = connection.hops == 2;
    if (is_last && !trust_->meet_on(connection)) {
        return send_news(connection, EventKind::connection_refused);
    }
    connection.is_known_to_pod = true;
    connection.sends = 0;
    --connection.hops;
    send_handshake(connection);
}

void World::on_handshake_at_caller(Connection& connection) {
    connection.sends = 0;
    if (--connection.hops > 0) return send_handshake(connection);
    connection.phase = Connection::Phase::open;
    connection.used = now_;
    set_keep_alive(connection);
    tell_sidecar(*connection.proxy,
                 mesh::input::ConnectionUp{connection.cluster, connection.number},
                 mesh::Draws{connection.seed});
}

void World::on_handshake_resend(Connection& connection) {
    if (++connection.sends < network_.most_handshake_sends()) return send_handshake(connection);
    Pod& proxy = *connection.proxy;
    const mesh::input::ConnectionFailed failed{connection.cluster, connection.number,
                                               mesh::ResetReason::connection_timeout};
    const mesh::Draws draws{connection.seed};
    close_connection(proxy, connection.number);
    tell_sidecar(proxy, failed, draws);
}

/// The pod says something of the connection to its caller, who hears nothing if the link is cut.
void World::send_news(Connection& connection, EventKind news) {
    if (news != EventKind::connection_draining) connection.is_known_to_pod = false;
    if (!link_is_open(*connection.pod, *connection.proxy)) return;
    ++connection.events;
    const mesh::Draws draws =
        mesh::Draws{connection.seed}.of(mesh::Purpose::network, ++connection.messages);
    mishaps_->carry(*connection.pod, *connection.proxy, draws, news, connection.self);
}

/// The pod is done with the connections that lead to it, or will be once they are empty.
void World::forget_connections(Pod& pod, EventKind news) {
    for (const auto& [key, connection] : open_connections_) {
        if (connection->pod == &pod && connection->is_known_to_pod) send_news(*connection, news);
    }
}

/// The pod closes a connection that nobody uses for so long; a request may be on its way already.
void World::set_keep_alive(Connection& connection) {
    const Duration keep_alive = connection.pod->program->behaviour.keep_alive;
    if (keep_alive == Duration::zero()) return;
    ConnectionAlarm& alarm = connection_alarms_.take();
    alarm.connection = connection.self;
    alarm.serial = ++connection.keep_alive_serial;
    ++connection.events;
    events_.set(events_.timers(keep_alive), EventKind::keep_alive_over, alarm.self);
}

/// The connection whose alarm rings; null if its serial has moved on, or the connection is closed.
Connection* World::take_alarm(const Event& event, std::uint32_t Connection::* serial) {
    ConnectionAlarm& alarm = connection_alarms_[event.subject];
    Connection& connection = connections_[alarm.connection];
    const bool counts = alarm.serial == connection.*serial;
    connection_alarms_.give_back(alarm);
    --connection.events;
    if (connection.phase != Connection::Phase::closed) return counts ? &connection : nullptr;
    let_go(connection);
    return nullptr;
}

void World::on_keep_alive(const Event& event) {
    Connection* const found = take_alarm(event, &Connection::keep_alive_serial);
    if (found == nullptr || found->at_pod > 0 || !found->is_known_to_pod) return;
    Connection& connection = *found;
    count(event, *connection.pod, {.root = connection.seed});
    send_news(connection, EventKind::connection_closed);
}

/// Whether the pod knows the connection that a request came on. If not it says so.
bool World::arrives_on_connection(const Work& work) {
    Connection* const connection =
        find_connection(*work.proxy, mesh::ConnectionNumber{work.connection});
    // The caller has closed it since; this one was sent.
    if (connection == nullptr) return takes_requests(*work.pod);
    if (!connection->is_known_to_pod) {
        send_news(*connection, EventKind::connection_closed);
        return false;
    }
    ++connection->at_pod;
    connection->used = now_;
    ++connection->keep_alive_serial;
    return true;
}

void World::leaves_on_connection(const Work& work) {
    Connection* const connection =
        find_connection(*work.proxy, mesh::ConnectionNumber{work.connection});
    if (connection == nullptr || connection->at_pod == 0) return;
    connection->used = now_;
    if (--connection->at_pod == 0) set_keep_alive(*connection);
}

void World::set_connection_timer(Pod& proxy, const mesh::Action& action) {
    Connection* const connection = find_connection(proxy, action.connection());
    assert(connection != nullptr);
    ConnectionAlarm& alarm = connection_alarms_.take();
    alarm.connection = connection->self;
    alarm.serial = ++connection->timer_serial;
    ++connection->events;
    events_.at(now_ + action.delay, EventKind::connection_timer, alarm.self);
}

void World::on_connection_timer(const Event& event) {
    Connection* const found = take_alarm(event, &Connection::timer_serial);
    if (found == nullptr) return;
    Connection& connection = *found;
    count(event, *connection.proxy, {.root = connection.seed});
    tell_sidecar(*connection.proxy,
                 mesh::input::ConnectionTimer{connection.cluster, connection.number},
                 mesh::Draws{connection.seed});
}

Connection* World::find_connection(const Pod& proxy, mesh::ConnectionNumber number) {
    const auto found = open_connections_.find({proxy.id.number(), number});
    return found == open_connections_.end() ? nullptr : found->second;
}

/// The caller has no use for it any more, or has lost it.
void World::close_connection(Pod& proxy, mesh::ConnectionNumber number) {
    const auto found = open_connections_.find({proxy.id.number(), number});
    if (found == open_connections_.end()) return;
    Connection& connection = *found->second;
    open_connections_.erase(found);
    ++books_.connections_closed;
    connection.phase = Connection::Phase::closed;
    let_go(connection);
}

/// A closed connection's record is used again once no event of it is to come.
void World::let_go(Connection& connection) {
    if (connection.events > 0) return;
    connection.phase = Connection::Phase::free;
    connections_.give_back(connection);
}

}  // namespace weft::sim
