#include "mesh/pool/connection_pool.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

using Kind = PoolAction::Kind;

/// Opened at once for one event. Source: the reference proxy, so that a host that is well again is
/// not overrun.
constexpr int most_connects = 3;

}  // namespace

ConnectionPool::ConnectionPool(const PoolSettings& settings, ResourceUse& use)
    : settings_(settings), use_(&use) {
    assert(!mistake_in(settings));
}

std::uint32_t ConnectionPool::busy() const {
    const auto carries = [](const Connection& connection) { return connection.active > 0; };
    return static_cast<std::uint32_t>(std::ranges::count_if(connections_, carries));
}

void ConnectionPool::cancel(PoolTicket ticket, Instant now, PoolActions& out) {
    const std::uint32_t request = ticket.number();
    if (requests_[request].connection == no_slot) {
        stop_waiting(request);
        give_back_slot(requests_, free_request_, request);
        return settle_deletion(out);
    }
    if (settings_.version == HttpVersion::http2) return ended(ticket, false, now, out);
    // HTTP/1.1 cannot take a request back but by hanging up.
    close(detach(request), out);
    replace_lost(out);
}

void ConnectionPool::on_up(ConnectionId id,
                           Instant now,
                           PoolActions& out,
                           std::uint32_t peer_streams) {
    if (!is_open(id)) return;
    Connection& connection = connections_[id.slot];
    assert(connection.state == State::connecting && peer_streams > 0);
    cancel_timer(id.slot, out);
    connecting_capacity_ -= unused_capacity(connection);
    capacity_ -= unused_capacity(connection);
    if (settings_.version == HttpVersion::http2) {
        peer_streams_ = peer_streams;
        connection.concurrent = std::min(concurrent_streams(settings_), peer_streams);
    }
    capacity_ += unused_capacity(connection);
    make_ready(id.slot, now, out);
}

void ConnectionPool::on_failed(ConnectionId id, ResetReason reason, PoolActions& out) {
    if (!is_open(id)) return;
    assert(connections_[id.slot].state == State::connecting);
    connect_failed(id.slot, reason, out);
}

void ConnectionPool::on_closed(ConnectionId id, PoolActions& out) {
    if (!is_open(id)) return;
    const Connection& connection = connections_[id.slot];
    if (connection.state == State::connecting) {
        return connect_failed(id.slot, ResetReason::connection_failure, out);
    }
    while (!connection.attached.empty()) {
        const std::uint32_t request = connection.attached.first;
        out.push_back({.kind = Kind::fail,
                       .attempt = requests_[request].attempt,
                       .reason = ResetReason::connection_termination,
                       .stream = requests_[request].stream,
                       .ticket = PoolTicket{request}});
        detach(request);
    }
    forget(id.slot, out);
    replace_lost(out);
}

void ConnectionPool::on_goaway(ConnectionId id, PoolActions& out) {
    if (!is_open(id) || connections_[id.slot].state == State::draining) return;
    assert(connections_[id.slot].state != State::connecting);
    start_draining(id.slot, out);
    replace_lost(out);
}

void ConnectionPool::on_timer(ConnectionId id, Instant now, PoolActions& out) {
    if (!is_open(id)) return;
    Connection& connection = connections_[id.slot];
    connection.timer_set = false;
    if (connection.state == State::connecting) {
        out.push_back({.kind = Kind::close, .connection = id});
        return connect_failed(id.slot, ResetReason::connection_timeout, out);
    }
    // The timer is not touched by streams, so it may fire early, or while one is out.
    if (connection.active > 0) return;
    const Instant due = connection.idle_since + settings_.idle_timeout;
    if (now < due) return set_timer(id.slot, due - now, out);
    close(id.slot, out);
}

void ConnectionPool::drain(PoolActions& out) {
    drain_all(out);
    if (!waiting_.empty()) connect_as_needed(out);
}

void ConnectionPool::drain_for_deletion(PoolActions& out) {
    deleting_ = true;
    settle_deletion(out);
}

void ConnectionPool::dissolve(PoolActions& out) {
    while (!waiting_.empty())
        fail_waiting(waiting_.first, ResetReason::local_reset, out);
    for (std::uint32_t slot = 0; slot < connections_.size(); ++slot) {
        if (connections_[slot].state == State::closed) continue;
        cancel_timer(slot, out);
        out.push_back({.kind = Kind::close, .connection = id_of(slot)});
    }
}

std::optional<PoolTicket> ConnectionPool::wait(StreamId stream,
                                               std::uint8_t attempt,
                                               PoolActions& out) {
    if (deleting_) {
        out.push_back({.kind = Kind::fail,
                       .attempt = attempt,
                       .reason = ResetReason::connection_failure,
                       .stream = stream});
        return std::nullopt;
    }
    if (!use_->may_wait()) return overflow(stream, attempt, Resource::pending, out);
    const std::uint32_t request = take_slot(requests_, free_request_);
    requests_[request].stream = stream;
    requests_[request].attempt = attempt;
    requests_[request].connection = no_slot;
    waiting_.push_back(requests_, request);
    ++pending_;
    ++use_->pending;
    connect_as_needed(out);
    return PoolTicket{request};
}

std::optional<PoolTicket> ConnectionPool::overflow(StreamId stream,
                                                   std::uint8_t attempt,
                                                   Resource resource,
                                                   PoolActions& out) {
    out.push_back({.kind = Kind::fail,
                   .attempt = attempt,
                   .reason = ResetReason::overflow,
                   .resource = resource,
                   .stream = stream});
    return std::nullopt;
}

void ConnectionPool::fail_waiting(std::uint32_t request, ResetReason reason, PoolActions& out) {
    out.push_back({.kind = Kind::fail,
                   .attempt = requests_[request].attempt,
                   .reason = reason,
                   .resource = Resource::requests,
                   .stream = requests_[request].stream,
                   .ticket = PoolTicket{request}});
    stop_waiting(request);
    give_back_slot(requests_, free_request_, request);
}

void ConnectionPool::stop_waiting(std::uint32_t request) {
    waiting_.remove(requests_, request);
    --pending_;
    --use_->pending;
}

void ConnectionPool::connect_as_needed(PoolActions& out) {
    for (int opened = 0; opened < most_connects && needs_connection(); ++opened) {
        const bool allowed = use_->may_connect() && open_ < settings_.max_connections;
        if (!allowed) {
            out.push_back({.kind = Kind::limit_reached, .resource = Resource::connections});
        }
        // Whoever waits at a pool without a connection would wait for ever.
        if (allowed || open_ == 0) connect(out);
        if (!allowed) return;
    }
}

/// Whether there is less room, to come included, than there should be for the streams wanted.
bool ConnectionPool::needs_connection() const {
    if (deleting_ && waiting_.empty()) return false;
    const double wanted = static_cast<double>(pending_) + static_cast<double>(active_);
    return wanted * settings_.preconnect_ratio >
           static_cast<double>(capacity_) + static_cast<double>(active_);
}

void ConnectionPool::connect(PoolActions& out) {
    const std::uint32_t slot = take_slot(connections_, free_connection_);
    Connection& connection = connections_[slot];
    connection.state = State::connecting;
    connection.concurrent = std::min(concurrent_streams(settings_), peer_streams_);
    connection.remaining = lifetime_streams(settings_);
    capacity_ += unused_capacity(connection);
    connecting_capacity_ += unused_capacity(connection);
    ++open_;
    ++use_->connections;
    out.push_back(
        {.kind = Kind::connect, .round_trips = settings_.round_trips, .connection = id_of(slot)});
    if (settings_.connect_timeout > Duration::zero()) {
        set_timer(slot, settings_.connect_timeout, out);
    }
}

void ConnectionPool::connect_failed(std::uint32_t slot, ResetReason reason, PoolActions& out) {
    forget(slot, out);
    // The oldest may hope for the connections that are still to come.
    if (pending_ > connecting_capacity_) {
        std::uint32_t request = waiting_.first;
        for (std::uint64_t kept = 0; kept < connecting_capacity_; ++kept) {
            request = requests_[request].next;
        }
        while (request != no_slot) {
            const std::uint32_t after = requests_[request].next;
            fail_waiting(request, reason, out);
            request = after;
        }
    }
    connect_as_needed(out);
    settle_deletion(out);
}

/// Puts a connection with room first in line, and hands it to those who wait.
void ConnectionPool::make_ready(std::uint32_t slot, Instant now, PoolActions& out) {
    connections_[slot].state = State::ready;
    ready_.push_front(connections_, slot);
    while (!waiting_.empty() && !ready_.empty()) {
        const std::uint32_t request = waiting_.first;
        if (!use_->may_send()) {
            fail_waiting(request, ResetReason::overflow, out);
            continue;
        }
        stop_waiting(request);
        attach(request, out);
    }
    if (!waiting_.empty()) connect_as_needed(out);
    settle_deletion(out);
    const Connection& connection = connections_[slot];
    if (connection.state == State::ready && connection.active == 0) rest(slot, now, out);
}

/// The stream that was attached last took the last place.
void ConnectionPool::fill(std::uint32_t slot) {
    Connection& connection = connections_[slot];
    ready_.remove(connections_, slot);
    connection.state = connection.remaining == 0 ? State::draining : State::busy;
}

/// A stream left a connection that was not ready, or is to be closed.
void ConnectionPool::freed(std::uint32_t slot, bool closes, Instant now, PoolActions& out) {
    Connection& connection = connections_[slot];
    if (connection.state != State::draining && !closes) return make_ready(slot, now, out);
    if (connection.state != State::draining) {
        start_draining(slot, out);
    } else if (connection.active == 0) {
        close(slot, out);
    }
    replace_lost(out);
}

void ConnectionPool::start_draining(std::uint32_t slot, PoolActions& out) {
    Connection& connection = connections_[slot];
    if (connection.state == State::ready) ready_.remove(connections_, slot);
    capacity_ -= unused_capacity(connection);
    connection.state = State::draining;
    if (connection.active == 0) close(slot, out);
}

void ConnectionPool::close(std::uint32_t slot, PoolActions& out) {
    assert(connections_[slot].active == 0);
    out.push_back({.kind = Kind::close, .connection = id_of(slot)});
    forget(slot, out);
}

void ConnectionPool::forget(std::uint32_t slot, PoolActions& out) {
    Connection& connection = connections_[slot];
    cancel_timer(slot, out);
    const std::uint32_t unused = unused_capacity(connection);
    capacity_ -= unused;
    if (connection.state == State::connecting) connecting_capacity_ -= unused;
    if (connection.state == State::ready) ready_.remove(connections_, slot);
    connection.state = State::closed;
    ++connection.life;
    --open_;
    --use_->connections;
    give_back_slot(connections_, free_connection_, slot);
}

void ConnectionPool::replace_lost(PoolActions& out) {
    if (!waiting_.empty()) connect_as_needed(out);
    settle_deletion(out);
}

/// Once nobody waits, a pool that is to be deleted needs no connection that is not in use.
void ConnectionPool::settle_deletion(PoolActions& out) {
    if (deleting_ && waiting_.empty()) drain_all(out);
}

void ConnectionPool::drain_all(PoolActions& out) {
    for (std::uint32_t slot = 0; slot < connections_.size(); ++slot) {
        const State state = connections_[slot].state;
        if (state == State::ready || state == State::busy) start_draining(slot, out);
        // Those that wait may have their connection when it comes.
        if (state == State::connecting && waiting_.empty()) close(slot, out);
    }
}

void ConnectionPool::set_timer(std::uint32_t slot, Duration delay, PoolActions& out) {
    connections_[slot].timer_set = true;
    out.push_back({.kind = Kind::set_timer, .connection = id_of(slot), .delay = delay});
}

void ConnectionPool::cancel_timer(std::uint32_t slot, PoolActions& out) {
    if (!connections_[slot].timer_set) return;
    connections_[slot].timer_set = false;
    out.push_back({.kind = Kind::cancel_timer, .connection = id_of(slot)});
}

}  // namespace weft::mesh
