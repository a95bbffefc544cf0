#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/proxy/sidecar_io.hpp"
#include "mesh/proxy/stream.hpp"
#include "sim/engine/future_events.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace weft::sim {

struct Pod;
struct Work;

/// Which root request something belongs to.
struct RootRequest {
    std::uint64_t number = 0;  ///< Within the load.
    std::uint32_t load = 0;
    bool sampled = false;  ///< Recorded span by span.
};

/// Number of the destination of a request that a gateway forwards: its route says where it goes.
inline constexpr std::uint32_t forwarded = ~std::uint32_t{0};

/// A request as its caller has it, from the first decision to the answer. What every request needs
/// stands first, so that few cache lines are touched.
struct alignas(64) Call {
    enum class Kind : std::uint8_t { free, root, child, mirror };

    mesh::Stream stream;
    Handle self = 0;
    std::uint32_t generation = 0;  ///< Grows each time the record is used again.
    Pod* proxy = nullptr;          ///< Who calls.
    Instant sent{};                ///< When it was meant to be sent.
    std::uint64_t seed = 0;        ///< Of the numbers that belong to the key.
    Work* work = nullptr;          ///< Of the attempt that is out; another's once it has ended.
    const Pod* host = nullptr;     ///< Whom the last attempt went to, if any.
    Work* parent = nullptr;        ///< child: the caller's work.
    std::array<FutureEvents::TimerId, mesh::stream_timers> timers;  ///< By TimerKind.
    RootRequest root;
    mesh::RequestKey key;    ///< Its attempt counts the app's own tries.
    std::uint32_t step = 0;  ///< child: number of the call step. root: of the load's user.
    mesh::ShapeId shape{0};
    std::uint32_t destination = 0;  ///< Number of the service's name.
    Kind kind = Kind::free;
    std::uint8_t tries = 0;  ///< Of the app, before this one.
    bool has_patience = false;
    bool is_resolving = false;  ///< Its name; its sidecar has not heard of it.
    std::uint32_t span = 0;
    std::uint32_t parent_span = 0;
    std::uint32_t alarm_serial = 0;  ///< Of the alarm that counts.
    FutureEvents::TimerId patience;  ///< The app's own, if `has_patience`.

    mesh::Draws draws() const { return mesh::Draws{seed}; }
};

/// One attempt of a call, on its way to a pod, there, and back. Arranged as Call is.
struct alignas(64) Work {
    enum class Phase : std::uint8_t {
        free,
        going,
        asked_about,  ///< The pod's proxy waits for a service that it asks.
        queued,
        running,
        waiting,
        answering,
        dead,
        swallowed  ///< By a fault: the pod has it, and nobody works on it.
    };

    Call* call = nullptr;
    Pod* pod = nullptr;
    Pod* proxy = nullptr;               ///< Who called.
    mesh::RequestKey key;               ///< Its attempt counts the app's tries and the sidecar's.
    std::uint64_t seed = 0;             ///< Of the numbers that belong to the key.
    std::uint32_t call_generation = 0;  ///< Of `call`: another one means that nobody waits.
    std::uint16_t events = 0;  ///< Of its own that are still to come: the record lives till then.
    Phase phase = Phase::free;
    bool holds_worker = false;

    Handle self = 0;

    // What is cleared for each attempt stands together: few words of memory.
    std::uint32_t step = 0;         ///< Of the script.
    std::uint32_t outstanding = 0;  ///< Branches of this step that have not ended.
    std::uint16_t status = 0;       ///< The answer so far; 0 is none.
    std::uint8_t sends = 0;         ///< Tries of the message that is under way.
    bool is_cancelled = false;      ///< Nobody waits, and the pod has heard of it.
    bool has_report = false;        ///< The answer carries one, as its caller asked.
    bool is_measured = false;       ///< `arrived` and `found` are known.
    bool rate_limited = false;  ///< The answer is of the rate limit at the pod, see `reset_after`.
    bool degraded = false;      ///< The answer says that the pod is.
    bool is_spoilt = false;     ///< The answer is of no use to who gets it.

    bool wants_report = false;  ///< See `has_report`.
    std::uint8_t attempt = 0;
    /// What its caller sends, and whether the pod may not want that.
    mesh::ClientTls tls = mesh::ClientTls::disable;
    bool asks_to_meet = false;
    bool expects_another = false;  ///< Its caller's rule names other servers than the pod.
    RootRequest root;
    Instant started{};
    Instant served{};

    Work* next = nullptr;          ///< In the pod's queue.
    Work* before = nullptr;        ///< Of the call: an earlier attempt's, if that is not over.
    std::uint32_t connection = 0;  ///< Number of the proxy's connection; 0: all are open.
    mesh::ShapeId shape{0};
    mesh::HostId host{0};  ///< As its caller names the pod's port.
    std::uint32_t span = 0;
    EventKind message{};  ///< Which one, if it was lost and is sent again.
    mesh::ResetReason reset = mesh::ResetReason::remote_reset;
    mesh::InboundStream inbound;
    Instant queued{};  ///< Since when it waits, or waited last.

    // What few requests need.
    Work* previous = nullptr;  ///< In the pod's queue, unless it is the first there.
    Handle report = 0;         ///< If it has one.
    std::uint32_t found = 0;   ///< Others at the pod when it arrived there.
    Instant arrived{};         ///< At the pod.
    Instant deadline{};        ///< If the world keeps deadlines: when its callers have given up.
    std::uint32_t reset_after = 0;  ///< When the rate limit lets another one through.
    Instant came{};                 ///< To the pod's proxy, if what it sees is recorded or sampled.

    mesh::Draws draws() const { return mesh::Draws{seed}; }
};

/// A connection from a proxy to a pod, where they are opened as needed.
struct Connection {
    enum class Phase : std::uint8_t { free, connecting, open, closed };

    Handle self = 0;
    Pod* proxy = nullptr;
    Pod* pod = nullptr;
    mesh::ClusterId cluster{0};
    mesh::ConnectionNumber number{0};
    mesh::HostId host{0};  ///< As the proxy names the pod's port.
    mesh::ClientTls tls = mesh::ClientTls::disable;
    mesh::TlsOutcome met;    ///< What the handshake came to.
    std::uint64_t seed = 0;  ///< Of the numbers that belong to it.
    Phase phase = Phase::free;
    bool is_known_to_pod = false;         ///< Still, or the pod will have none of it.
    std::uint8_t round_trips = 0;         ///< Of the handshake.
    std::uint8_t hops = 0;                ///< Of it, still to come.
    std::uint8_t sends = 0;               ///< Tries of the hop that is under way.
    std::uint16_t events = 0;             ///< Still to come: the record lives till then.
    std::uint32_t at_pod = 0;             ///< Requests that the pod has not answered.
    std::uint32_t timer_serial = 0;       ///< Of the caller's timer that counts,
    std::uint32_t keep_alive_serial = 0;  ///< and of the pod's.
    std::uint32_t messages = 0;           ///< So far, so that each has numbers of its own.
    Instant used{};                       ///< Last, by a request that came or was answered.
    bool is_dead = false;                 ///< It carries nothing, and nobody knows.
};

/// A moment set for one end of a connection; void if the serial has moved on.
struct ConnectionAlarm {
    Handle self = 0;
    Handle connection = 0;
    std::uint32_t serial = 0;
};

/// What a server said of itself with an answer that is on its way.
struct SentReport {
    Handle self = 0;
    mesh::LoadReport report;
};

/// A proxy's question to a pod how loaded it is, on its way there and back. Nobody waits for it: if
/// it is lost, it is gone.
struct Probe {
    Handle self = 0;
    std::uint32_t number = 0;  ///< Of those of its proxy.
    Pod* proxy = nullptr;
    Pod* pod = nullptr;
    mesh::HostId host{0};  ///< As the proxy names the pod.
    mesh::ClusterId cluster{0};
    mesh::LoadReport report;  ///< The answer.
};

/// A health check on its way to a pod and back.
struct Check {
    Handle self = 0;
    Pod* pod = nullptr;
    Pod* proxy = nullptr;  ///< Who asks.
    mesh::ClusterId cluster{0};
    mesh::HostId host{0};
    std::uint64_t value = 0;  ///< Of the action.
    mesh::CheckResult result = mesh::CheckResult::success;
    bool degraded = false;   ///< As the pod said.
    std::uint8_t sends = 0;  ///< Tries of the message that is under way.
    EventKind message{};     ///< Which one that is.
};

/// What a pod's proxy asked the rate limit service about a request that has come to it.
struct LimitQuestion {
    Handle self = 0;
    Work* work = nullptr;
    bool answered = false;  ///< Before the proxy's time-out.
    bool admitted = false;
    Duration resets_in{};
};

/// One of those who think between their requests.
struct User {
    std::uint32_t load;    ///< Position.
    std::uint32_t number;  ///< Within the load.
    std::uint64_t sent;    ///< Requests.
    Instant thinks_until;  ///< When the next is meant to be sent,
    Instant due;           ///< and when it is; the past while an answer is awaited.
};

/// A timer that a proxy set for itself or for a cluster.
struct ProxyTimer {
    Handle self = 0;
    Pod* proxy = nullptr;
    mesh::TimerKind kind = mesh::TimerKind::outlier_sweep;
    mesh::ClusterId cluster{0};
    mesh::HostId host{0};
    std::uint64_t value = 0;
};

/// A moment set for a call at a random distance; void if the call has moved on.
struct Alarm {
    Handle self = 0;
    Handle call = 0;
    std::uint32_t generation = 0;
    std::uint32_t serial = 0;  ///< Of the call's alarms.
};

}  // namespace weft::sim
