#pragma once

#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/pool/resource_use.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <vector>

/// What a connection pool asks for, and the names in which it speaks with its host.
namespace weft::mesh {

/// Names a connection of one pool: its slot, and how many connections the slot had before it, so
/// that late news of a closed one is known as such.
struct ConnectionId {
    std::uint32_t slot = 0;
    std::uint32_t life = 0;

    friend auto operator<=>(const ConnectionId&, const ConnectionId&) = default;
};

/// Names what a pool holds for one wanted stream, until it has failed, ended or been cancelled.
using PoolTicket = Id<struct PoolTicketKind>;

/// One thing to do. Which fields count is said at the kind.
struct PoolAction {
    enum class Kind : std::uint8_t {
        connect,        ///< connection, round_trips: answer with on_up(), on_failed() or never
        attach,         ///< stream, attempt, ticket, connection: send it there
        fail,           ///< stream, attempt, ticket, reason; resource if it is overflow
        close,          ///< connection: nothing of it is told to the pool any more
        set_timer,      ///< connection, delay: answer with on_timer(); it has one timer at most
        cancel_timer,   ///< connection
        limit_reached,  ///< resource: a connection was wanted and not opened
    };

    Kind kind = Kind::connect;
    std::uint8_t attempt = 0;
    std::uint8_t round_trips = 0;
    ResetReason reason = ResetReason::overflow;
    Resource resource = Resource::connections;
    StreamId stream{0};
    PoolTicket ticket{0};
    ConnectionId connection{};
    Duration delay{};
};
static_assert(sizeof(PoolAction) <= 32);

/// A buffer of the caller, to which a pool appends. Keeps its memory.
using PoolActions = std::vector<PoolAction>;

}  // namespace weft::mesh
