#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/proxy/sidecar_io.hpp"
#include "mesh/proxy/stream.hpp"
#include "sim/engine/future_events.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace weft::sim {

inline constexpr Handle no_handle = std::numeric_limits<Handle>::max();

/// Which root request something belongs to.
struct RootRequest {
    std::uint64_t number = 0;  ///< Within the load.
    std::uint32_t load = 0;
    bool sampled = false;  ///< Recorded span by span.
};

/// A request as its caller has it, from the first decision to the answer.
struct Call {
    enum class Kind : std::uint8_t { free, root, child, mirror };

    mesh::Stream stream;
    mesh::RequestKey key;  ///< Its attempt counts the app's own tries.
    RootRequest root;
    Instant sent{};                ///< When it was meant to be sent.
    std::uint32_t generation = 0;  ///< Grows each time the record is used again.
    Kind kind = Kind::free;
    std::uint32_t proxy = 0;    ///< Who calls.
    Handle parent = no_handle;  ///< child: the caller's work.
    std::uint32_t step = 0;     ///< child: number of the call step. root: of the load's user.
    mesh::ShapeId shape{0};
    std::uint32_t destination = 0;  ///< Number of the service's name.
    Handle work = no_handle;        ///< Of the attempt that is out.
    std::uint8_t tries = 0;         ///< Of the app, before this one.
    std::uint32_t span = 0;
    std::uint32_t parent_span = 0;
    std::uint32_t alarm_serial = 0;               ///< Of the alarm that counts.
    std::array<FutureEvents::TimerId, 4> timers;  ///< By TimerKind.
    FutureEvents::TimerId patience;               ///< The app's own, if `has_patience`.
    bool has_patience = false;
};

/// One attempt of a call, on its way to a pod, there, and back.
struct Work {
    enum class Phase : std::uint8_t { free, going, queued, running, waiting, answering, dead };

    Handle call = no_handle;
    std::uint32_t call_generation = 0;
    mesh::RequestKey key;  ///< Its attempt counts the app's tries and the sidecar's.
    RootRequest root;
    Phase phase = Phase::free;
    bool holds_worker = false;
    std::uint8_t attempt = 0;
    std::uint8_t sends = 0;  ///< Tries of the message that is under way.
    EventKind message{};     ///< Which one, if it was lost and is sent again.
    mesh::ResetReason reset = mesh::ResetReason::remote_reset;
    std::uint16_t status = 0;  ///< The answer so far; 0 is none.
    std::uint32_t pod = 0;
    std::uint32_t proxy = 0;  ///< Who called.
    mesh::ShapeId shape{0};
    std::uint32_t step = 0;         ///< Of the script.
    std::uint32_t outstanding = 0;  ///< Branches of this step that have not ended.
    std::uint32_t events = 0;  ///< Of its own that are still to come: the record lives till then.
    Handle next = no_handle;   ///< In the pod's queue.
    std::uint32_t span = 0;
    Instant started{};
    Instant served{};
};

/// A moment set for a call at a random distance; void if the call has moved on.
struct Alarm {
    Handle call = no_handle;
    std::uint32_t generation = 0;
    std::uint32_t serial = 0;  ///< Of the call's alarms.
};

}  // namespace weft::sim
