#pragma once

#include "mesh/pool/pool_io.hpp"
#include "mesh/pool/pool_settings.hpp"
#include "mesh/pool/slot_list.hpp"

#include <cassert>
#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh {

/// The connections of one proxy to one host of a cluster, in one routing priority.
///
///     connecting --up--> ready <--full / a stream ends--> busy
///         |                '--- last of its life, GOAWAY, drain --> draining --empty--> closed
///         '--refused, timeout--> closed: those who waited for it fail
///
/// A stream that is wanted goes to the connection that became ready last, if there is one. Else it
/// waits, first come first served, and connections are opened for those who wait. Limits: one that
/// may not wait fails with overflow, as does one that may not be sent when its turn comes; a
/// connection over the limit is not opened, unless the pool has none at all.
///
/// Nobody tells of a peer that is gone without a word: its connection stays, and what is sent on it
/// waits until it is cancelled. HTTP/1.1 then closes the connection, HTTP/2 keeps it.
///
/// Source: the reference proxy's pools. Sans-I/O: it appends what it asks for to a buffer of the
/// caller. Each wanted stream is attached or failed, or the caller cancels it first; one that is
/// attached ends, fails with its connection, or is cancelled. Allocates only for more streams or
/// connections at a time than ever before.
class ConnectionPool {
public:
    /// Requires settings without a mistake. `use` outlives the pool and is shared with others.
    ConnectionPool(const PoolSettings& settings, ResourceUse& use);

    /// A request looks for a connection. Nothing if it was refused at once; the action `fail` says
    /// so, too.
    std::optional<PoolTicket> want(StreamId stream, std::uint8_t attempt, PoolActions& out) {
        if (ready_.empty()) return wait(stream, attempt, out);
        if (!use_->may_send()) return overflow(stream, attempt, Resource::requests, out);
        const std::uint32_t request = take_slot(requests_, free_request_);
        requests_[request].stream = stream;
        requests_[request].attempt = attempt;
        attach(request, out);
        if (settings_.preconnect_ratio > 1) connect_as_needed(out);
        return PoolTicket{request};
    }

    /// An attached stream has its whole answer, or was reset by the upstream. `closes`: the
    /// upstream will not take another on this connection ("connection: close").
    void ended(PoolTicket ticket, bool closes, Instant now, PoolActions& out) {
        const std::uint32_t slot = detach(ticket.number());
        Connection& connection = connections_[slot];
        if (connection.state != State::ready || closes) return freed(slot, closes, now, out);
        if (connection.active == 0) rest(slot, now, out);
    }

    /// Nobody waits for the stream any more, whether it is attached or not.
    void cancel(PoolTicket ticket, Instant now, PoolActions& out);

    /// The handshake is done. `peer_streams`: how many streams the peer allows at a time (HTTP/2);
    /// above 0. New connections expect the same of it.
    void on_up(ConnectionId id,
               Instant now,
               PoolActions& out,
               std::uint32_t peer_streams = PoolSettings::unlimited);

    /// The handshake failed: connection_failure if it was refused, or connection_timeout.
    void on_failed(ConnectionId id, ResetReason reason, PoolActions& out);

    /// The peer closed the connection, or it was lost. What was on it fails with
    /// connection_termination, a request that was just sent to a peer about to close included.
    void on_closed(ConnectionId id, PoolActions& out);

    /// The peer takes no new streams and finishes those it has.
    void on_goaway(ConnectionId id, PoolActions& out);

    void on_timer(ConnectionId id, Instant now, PoolActions& out);

    /// A connection was closed elsewhere in the cluster. The reference proxy does not tell its
    /// pools, which find out at their next stream.
    void on_limit_freed(PoolActions& out) {
        if (!waiting_.empty()) connect_as_needed(out);
    }

    /// Connections take no new streams and close when empty; new streams get new ones.
    void drain(PoolActions& out);

    /// As drain(), and new streams are refused; those that wait are still served. is_idle() then
    /// says when the pool can go.
    void drain_for_deletion(PoolActions& out);

    /// The host is back: the pool serves new streams again.
    void keep() { deleting_ = false; }

    /// The cluster is gone. Who waits fails with local_reset; every connection is given up, and the
    /// pool is told nothing more. What is out on a connection ends elsewhere.
    void dissolve(PoolActions& out);

    bool is_idle() const { return open_ == 0 && waiting_.empty(); }
    std::uint32_t connections() const { return open_; }
    std::uint32_t pending() const { return pending_; }
    std::uint32_t active() const { return active_; }

    /// Connections that carry requests, found by looking at all.
    std::uint32_t busy() const;

private:
    enum class State : std::uint8_t { closed, connecting, ready, busy, draining };

    struct Connection {
        State state = State::closed;
        bool timer_set = false;
        std::uint32_t life = 0;
        std::uint32_t active = 0;
        std::uint32_t concurrent = 0;  ///< Most at a time.
        std::uint32_t remaining = 0;   ///< Of its life.
        std::uint32_t previous = no_slot;
        std::uint32_t next = no_slot;
        SlotList attached;  ///< In the order of their sending.
        Instant idle_since{};
    };

    struct Request {
        StreamId stream{0};
        std::uint32_t connection = no_slot;  ///< None while it waits.
        std::uint32_t previous = no_slot;
        std::uint32_t next = no_slot;
        std::uint8_t attempt = 0;
    };

    static std::uint32_t unused_capacity(const Connection& connection) {
        if (connection.state == State::draining) return 0;
        const std::uint32_t room = connection.concurrent - connection.active;
        return room < connection.remaining ? room : connection.remaining;
    }

    void attach(std::uint32_t request, PoolActions& out);
    std::uint32_t detach(std::uint32_t request);
    std::optional<PoolTicket> wait(StreamId stream, std::uint8_t attempt, PoolActions& out);
    static std::optional<PoolTicket> overflow(StreamId stream,
                                              std::uint8_t attempt,
                                              Resource resource,
                                              PoolActions& out);
    void fail_waiting(std::uint32_t request, ResetReason reason, PoolActions& out);
    void stop_waiting(std::uint32_t request);

    void connect_as_needed(PoolActions& out);
    bool needs_connection() const;
    void connect(PoolActions& out);
    void connect_failed(std::uint32_t slot, ResetReason reason, PoolActions& out);
    void make_ready(std::uint32_t slot, Instant now, PoolActions& out);

    void fill(std::uint32_t slot);
    void freed(std::uint32_t slot, bool closes, Instant now, PoolActions& out);
    void rest(std::uint32_t slot, Instant now, PoolActions& out) {
        connections_[slot].idle_since = now;
        if (connections_[slot].timer_set || settings_.idle_timeout == Duration::zero()) return;
        set_timer(slot, settings_.idle_timeout, out);
    }
    void start_draining(std::uint32_t slot, PoolActions& out);
    void close(std::uint32_t slot, PoolActions& out);
    void forget(std::uint32_t slot, PoolActions& out);
    void replace_lost(PoolActions& out);
    void settle_deletion(PoolActions& out);
    void drain_all(PoolActions& out);

    void set_timer(std::uint32_t slot, Duration delay, PoolActions& out);
    void cancel_timer(std::uint32_t slot, PoolActions& out);

    bool is_open(ConnectionId id) const {
        return id.slot < connections_.size() && connections_[id.slot].life == id.life &&
               connections_[id.slot].state != State::closed;
    }
    ConnectionId id_of(std::uint32_t slot) const { return {slot, connections_[slot].life}; }

    PoolSettings settings_;
    ResourceUse* use_;
    std::vector<Connection> connections_;
    std::vector<Request> requests_;
    std::uint32_t free_connection_ = no_slot;
    std::uint32_t free_request_ = no_slot;
    SlotList ready_;    ///< The one that became ready last is first.
    SlotList waiting_;  ///< Oldest first. Empty while a connection is ready.
    std::uint32_t open_ = 0;
    std::uint32_t pending_ = 0;
    std::uint32_t active_ = 0;
    std::uint64_t capacity_ = 0;             ///< Unused, of connections ready and to come.
    std::uint64_t connecting_capacity_ = 0;  ///< That part of it which is to come.
    std::uint32_t peer_streams_ = PoolSettings::unlimited;  ///< As the peer last allowed.
    bool deleting_ = false;
};

inline void ConnectionPool::attach(std::uint32_t request, PoolActions& out) {
    const std::uint32_t slot = ready_.first;
    Connection& connection = connections_[slot];
    requests_[request].connection = slot;
    connection.attached.push_back(requests_, request);
    ++connection.active;
    --connection.remaining;
    --capacity_;
    ++active_;
    ++use_->requests;
    if (connection.active == connection.concurrent || connection.remaining == 0) fill(slot);
    out.push_back({.kind = PoolAction::Kind::attach,
                   .attempt = requests_[request].attempt,
                   .stream = requests_[request].stream,
                   .ticket = PoolTicket{request},
                   .connection = id_of(slot)});
}

/// Takes an attached request off its connection, whose slot it returns.
inline std::uint32_t ConnectionPool::detach(std::uint32_t request) {
    const std::uint32_t slot = requests_[request].connection;
    assert(slot != no_slot);
    Connection& connection = connections_[slot];
    connection.attached.remove(requests_, request);
    give_back_slot(requests_, free_request_, request);
    // What is left of its life bounds the room only near its end.
    const bool adds_room = connection.remaining > connection.concurrent - connection.active;
    --connection.active;
    if (adds_room && connection.state != State::draining) ++capacity_;
    --active_;
    --use_->requests;
    return slot;
}

}  // namespace weft::mesh
