#pragma once

#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/proxy/stream.hpp"
#include "mesh/security/workload_security.hpp"

#include <cstdint>

/// What a sidecar hears of requests for the app beside it.
namespace weft::mesh::input {

/// A request from the network for the app beside this proxy. `stream` is memory of the caller,
/// fresh for each request, that stays where it is until the request has ended or was cancelled.
struct InboundStarted {
    InboundStream& stream;
    StreamId id;
    ShapeId shape{0};
    const InboundConnection* connection = nullptr;  ///< Null only if nobody asks who calls.
};

/// Answers the action `ask_limit`, unless the request was cancelled meanwhile.
struct LimitAnswered {
    InboundStream& stream;
    StreamId id;
    bool answered;  ///< If not, the time-out struck.
    bool admitted = false;
    Duration resets_in{};  ///< Until the quota is as new.
};

/// Answers the action `ask_authorizer`, unless the request was cancelled meanwhile; shape and
/// connection are those with which it came.
struct AuthorizerAnswered {
    InboundStream& stream;
    StreamId id;
    ShapeId shape;
    const InboundConnection& connection;
    bool answered;  ///< If not, the time-out struck.
    bool allowed = false;
};

/// The app answered it.
struct InboundEnded {
    InboundStream& stream;
    StreamId id;
    std::uint16_t status;
};

/// The app will not answer what was delivered to it: it is gone, or nobody waits.
struct InboundCancelled {
    InboundStream& stream;
};

}  // namespace weft::mesh::input
