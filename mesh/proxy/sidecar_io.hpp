#pragma once

#include "mesh/balance/load_balancer.hpp"
#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/pool/pool_settings.hpp"
#include "mesh/pool/resource_use.hpp"
#include "mesh/proxy/inbound_input.hpp"
#include "mesh/proxy/proxy_config.hpp"
#include "mesh/proxy/stream.hpp"
#include "mesh/request/outcome.hpp"
#include "mesh/resilience/health_check.hpp"
#include "mesh/security/mutual_tls.hpp"

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

/// What a sidecar hears and what it asks for. The host of the sidecar (a simulator, a test, a
/// proxy) turns events into inputs and carries out the actions.
namespace weft::mesh {

enum class TimerKind : std::uint8_t {
    request_timeout,  ///< Of a stream: the route's timeout.
    try_timeout,      ///< Of a stream: one attempt's.
    backoff,          ///< Of a stream: until the next attempt.
    injected_delay,   ///< Of a stream: a fault before it is routed on.
    hedge,            ///< Of a stream: until another try is sent beside those that are out.
    outlier_sweep,    ///< Of a cluster.
    connection,       ///< Of a connection.
    fail_fast,        ///< Of a cluster: it has had no host for so long.
    half_open,        ///< Of a cluster and a host, whose circuit lets a probe through.
    health_check,     ///< Of a cluster and a host, which is to be asked whether it is well.
    check_timeout,    ///< Of a cluster and a host, which did not say.
    adaptive_window,  ///< Of the proxy: its limit on inbound requests may move.
};

/// How many kinds are of a stream; they come first.
inline constexpr std::size_t stream_timers = 5;

namespace input {

/// The app, or a client in front of a gateway, begins a request. `stream` is memory of the caller,
/// fresh for each request, that stays where it is until the reply.
struct RequestStarted {
    Stream& stream;
    StreamId id;  ///< How actions name it.
    ShapeId shape;
    bool explained = false;                  ///< Facts shall say how its hosts were chosen.
    std::optional<HostId> destination = {};  ///< Whom the app means, where clusters heed it.
};

/// The whole answer to an attempt is here.
struct ResponseEnded {
    Stream& stream;
    StreamId id;
    std::uint8_t attempt;
    std::uint16_t status;
    const LoadReport* report = nullptr;  ///< What the server said of itself, if it did.
    bool rate_limited = false;           ///< The server's proxy refused: see Action::Kind::respond.
    std::uint32_t reset_after = 0;       ///< In how many seconds it lets one through; 0: unsaid.
    bool degraded = false;               ///< The server says that it is.
};

/// Answers the action `attempt_ready`, each time and before any other input: a connection has room
/// for the attempt that waited.
struct AttemptReady {
    Stream& stream;
    StreamId id;
    std::uint8_t attempt;
    HostId host;
    ConnectionNumber connection;
};

/// Answers the action `attempt_failed`, each time and before any other input: there will be no
/// connection for the attempt, or the one that it was on is lost.
struct AttemptFailed {
    Stream& stream;
    StreamId id;
    std::uint8_t attempt;
    ResetReason reason;
};

/// An attempt ended without an answer.
struct AttemptReset {
    Stream& stream;
    StreamId id;
    std::uint8_t attempt;
    ResetReason reason;
};

/// The app gave the request up: what is out is reset, nothing is answered.
struct RequestCancelled {
    Stream& stream;
    StreamId id;
};

/// Answers the action `mirror`, each time and at once: the copy gets a stream of its own, whose
/// reply nobody waits for. `of` is the stream that the action named.
struct MirrorStarted {
    Stream& stream;
    StreamId id;
    const Stream& of;
    ClusterId cluster;
};

struct StreamTimer {
    Stream& stream;
    StreamId id;
    TimerKind kind;
};

/// `host` and `value` are those of the action.
struct ClusterTimer {
    ClusterId cluster;
    TimerKind kind;
    HostId host{0};
    std::uint64_t value = 0;
};

/// A timer of the proxy itself.
struct ProxyTimer {
    TimerKind kind;
    std::uint64_t value = 0;
};

/// A host answered the action `check`, whose `value` this is, or the network says that it cannot.
struct CheckEnded {
    ClusterId cluster;
    HostId host;
    std::uint64_t value;
    CheckResult result;
    bool degraded = false;  ///< A passing one says that the host is.
};

/// A connection is open and takes requests. `peer_streams`: how many at a time its peer allows.
struct ConnectionUp {
    ClusterId cluster;
    ConnectionNumber connection;
    std::uint32_t peer_streams = PoolSettings::unlimited;
};

/// It could not be opened: connection_failure if it was refused, or connection_timeout.
struct ConnectionFailed {
    ClusterId cluster;
    ConnectionNumber connection;
    ResetReason reason;
};

/// The peer closed it, or it was lost.
struct ConnectionClosed {
    ClusterId cluster;
    ConnectionNumber connection;
};

/// The peer takes no new requests on it and finishes those it has (GOAWAY, "connection: close").
struct ConnectionDraining {
    ClusterId cluster;
    ConnectionNumber connection;
};

struct ConnectionTimer {
    ClusterId cluster;
    ConnectionNumber connection;
};

/// A host answered the action `probe`, or says something of itself unasked.
struct ProbeAnswered {
    ClusterId cluster;
    HostId host;
    const LoadReport& report;
};

/// A new version from the control plane. One with a mistake is refused, and what the proxy had
/// before stays: see Action::Kind::nack.
struct ConfigPushed {
    std::shared_ptr<const ProxyConfig> config;
};

}  // namespace input

using Input = std::variant<input::RequestStarted,
                           input::ResponseEnded,
                           input::AttemptReady,
                           input::AttemptFailed,
                           input::AttemptReset,
                           input::RequestCancelled,
                           input::MirrorStarted,
                           input::StreamTimer,
                           input::ClusterTimer,
                           input::ConnectionUp,
                           input::ConnectionFailed,
                           input::ConnectionClosed,
                           input::ConnectionDraining,
                           input::ConnectionTimer,
                           input::ProxyTimer,
                           input::CheckEnded,
                           input::ProbeAnswered,
                           input::ConfigPushed,
                           input::InboundStarted,
                           input::InboundEnded,
                           input::InboundCancelled,
                           input::LimitAnswered,
                           input::AuthorizerAnswered>;

/// What a fact calls the limit that was reached.
enum class Limit : std::uint32_t {
    pending = 0,
    requests = 1,
    retries = 2,
    connections = 3,
    rate = 4,  ///< Of inbound requests, as is the next.
    concurrency = 5,
    admission = 6,    ///< Admission control turned the request away.
    shared_rate = 7,  ///< Of inbound requests: the rate limit service said so.
};

/// Something that happened inside a sidecar and that people want to see.
struct Fact {
    enum class Kind : std::uint8_t {
        limit_reached,  ///< value: Limit.
        host_ejected,   ///< value: DetectionCause.
        host_returned,
        ejection_refused,  ///< By the percent cap; value: DetectionCause.
        panic_entered,
        panic_left,
        retry,       ///< value: the status, or 1000 + ResetReason; the action names the stream.
        considered,  ///< A host was compared with others; see Action::measure(). Before `chosen`.
        chosen,      ///< This host is it, for the stream's next attempt.
        inbound_limit_reached,  ///< Of no cluster; value: Limit.
        circuit_opened,         ///< Of failure accrual.
        circuit_half_open,
        circuit_closed,
        host_unhealthy,  ///< By its health checks.
        host_healthy,
        host_degraded,  ///< By its checks or its answers.
        host_recovered,
        spilled,  ///< Requests leave the first priority; value: 1, or 0 for no longer.
    };

    Kind kind;
    ClusterId cluster;
    HostId host;  ///< Of those about a host.
    std::uint32_t value = 0;
};

/// One thing to do. Which fields count is said at the kind.
struct Action {
    /// A connection's number stands in `value`.
    enum class Kind : std::uint8_t {
        send_attempt,    ///< stream, attempt, host, cluster, shape, wants_report, tls; connection
        attempt_ready,   ///< stream, attempt, host, connection: see input::AttemptReady
        attempt_failed,  ///< stream, attempt, reason: see input::AttemptFailed
        connect,  ///< cluster, host, connection, round_trips, tls: answer ConnectionUp or -Failed,
                  ///< or never
        close,    ///< cluster, connection: nothing more is told of it
        reply,    ///< stream, status, flags; host (of the last attempt) if it has one
        reset_attempt,  ///< stream, attempt: tell the upstream that nobody waits any more
        probe,          ///< host, cluster: ask for a load report; may stay without an answer
        mirror,         ///< stream, cluster: start a copy, see input::MirrorStarted
        check,          ///< host, cluster, value: ask whether it is well, see input::CheckEnded
        set_timer,      ///< timer, delay; and stream, or value and for most cluster and host
        cancel_timer,   ///< timer; and stream, or cluster and connection
        deliver,        ///< stream: hand the inbound request to the app
        respond,  ///< stream, status: send the app's answer; without `deliver` the proxy's own,
                  ///< with flag RL its limit's, which lets another through in `value` s (0: unsaid)
        ask_limit,       ///< stream, shape (the descriptor), delay (the longest wait): ask the rate
                         ///< limit service, see input::LimitAnswered
        ack,             ///< value: the version
        fact,            ///< fact(); of those about a request also stream, attempt
        close_inbound,   ///< stream: close the connection that the inbound request came on
        nack,            ///< value: the version, which is refused
        ask_authorizer,  ///< stream, shape (with the authorizer's name as its host), delay (the
                         ///< longest wait): ask it, see input::AuthorizerAnswered
    };

    Kind kind = Kind::ack;
    TimerKind timer = TimerKind::request_timeout;
    std::uint8_t attempt = 0;
    bool has_host = false;
    bool wants_report = false;     ///< The answer shall say how loaded the server is.
    std::uint8_t round_trips = 0;  ///< Of a handshake.
    ResetReason reason = ResetReason::overflow;
    ClientTls tls = ClientTls::disable;
    std::uint16_t status = 0;
    Fact::Kind what = Fact::Kind::retry;
    bool tls_by_rule = false;  ///< Whatever the host takes.
    Flags flags = {};
    StreamId stream{0};
    HostId host{0};
    ClusterId cluster{0};
    ShapeId shape{0};
    Duration delay{};
    std::uint64_t value = 0;

    static Action about(Kind kind, StreamId stream) { return {.kind = kind, .stream = stream}; }
    static Action of(const Fact& fact) {
        return {.kind = Kind::fact,
                .what = fact.kind,
                .host = fact.host,
                .cluster = fact.cluster,
                .value = fact.value};
    }

    /// 0: none, since all are open.
    ConnectionNumber connection() const {
        return ConnectionNumber{static_cast<std::uint32_t>(value)};
    }

    static Action reached(Limit limit, ClusterId cluster) {
        return of(
            {Fact::Kind::limit_reached, cluster, HostId{0}, static_cast<std::uint32_t>(limit)});
    }

    /// Of fact `considered`: by what the host was compared.
    double measure() const { return std::bit_cast<double>(value); }

    Fact fact() const { return {what, cluster, host, static_cast<std::uint32_t>(value)}; }
};
static_assert(sizeof(Action) <= 48);

/// A buffer of the caller, to which handle() appends. Keeps its memory.
class Actions {
public:
    [[gnu::always_inline]] void push_back(const Action& action) { add(action); }

    /// The same, for whoever says in place what else counts: until the next one is added.
    [[gnu::always_inline]] Action& add(const Action& action) {
        if (size_ == capacity_) grow();
        return actions_[size_++] = action;
    }

    /// An action that must be answered before any other input.
    void push_urgent(const Action& action) {
        push_back(action);
        has_urgent_ = true;
    }

    /// Whether there were urgent ones since the last time that this was asked.
    bool take_urgent() { return std::exchange(has_urgent_, false); }

    /// Forgets all but the first `size`. Requires that there are as many.
    void truncate(std::size_t size) {
        assert(size <= size_);
        size_ = size;
    }
    void clear() { size_ = 0; }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const Action& operator[](std::size_t at) const {
        assert(at < size_);
        return actions_[at];
    }
    const Action& front() const { return (*this)[0]; }
    const Action& back() const { return (*this)[size_ - 1]; }
    const Action* begin() const { return actions_.get(); }
    const Action* end() const { return actions_.get() + size_; }

private:
    void grow();

    std::unique_ptr<Action[]> actions_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    bool has_urgent_ = false;
};

}  // namespace weft::mesh
