#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/base/queue_books.hpp"
#include "mesh/proxy/cluster_state.hpp"
#include "mesh/proxy/in_progress.hpp"
#include "mesh/proxy/inbound.hpp"
#include "mesh/proxy/route_memo.hpp"
#include "mesh/proxy/sidecar_io.hpp"
#include "mesh/request/head.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace weft::mesh {

struct ProxyView;

/// What a sidecar needs of its surroundings, all of which outlive it.
struct SidecarSurroundings {
    const BalancerRegistry& balancers;
    Shapes& shapes;
    std::uint64_t run_seed;
};

/// One proxy: routes, balances, retries, ejects and limits what the app beside it sends.
///
/// Sans-I/O: its host turns what happens into inputs, says what time it is, hands over the random
/// numbers that belong to the request (or, for timers of a cluster, to the proxy), and carries out
/// the actions. The same class decides in a simulation and in a proxy of flesh and blood.
class Sidecar {
public:
    /// `name` is unique among proxies and decides where rotations start.
    Sidecar(std::string name, const SidecarSurroundings& surroundings)
        : name_(std::move(name)), around_(surroundings) {}

    /// Appends to `out` what to do about the input, in order.
    void handle(const Input& input, Instant now, Draws& draws, Actions& out);

    /// The same for a host that knows what kind of input it has.
    template <class What>
    void handle(const What& what, Instant now, Draws& draws, Actions& out) {
        on(what, Moment{now, draws, out});
    }

    /// Whether anything protects the app. If not, inbound requests reach it as they come and its
    /// answers leave as they are: whoever knows that need not say so.
    bool guards_inbound() const { return inbound_ != nullptr || security_ != nullptr; }

    /// Whether it asks who calls.
    bool asks_callers() const { return security_ != nullptr; }

    /// What becomes of a connection to a port of the app, for what its caller sends.
    TlsOutcome meet(ClientTls client, std::uint16_t port) const;

    /// 0 before the first push.
    std::uint64_t config_version() const;

    /// What it was told last; null before the first push.
    std::shared_ptr<const ProxyConfig> config() const {
        return epochs_.empty() ? nullptr : epochs_.back().config;
    }

    /// What it knows now, for people who look.
    ProxyView view(Instant now) const;

    /// What this proxy counts as being in progress.
    InProgress counted(Instant now) const;

    /// Adds what a stream, begun here and not freed, holds of it: all but connections.
    void add_held(const Stream& stream, Instant now, InProgress& held) const;

    /// The same of inbound requests that a limit counts.
    std::uint64_t inbound_counted() const;
    bool counts_inbound(const InboundStream& stream) const;

private:
    // Functions that few requests need are kept out of those that all do (gnu::cold,
    // gnu::noinline): what a function may call is what it saves registers for, called or not.
    struct Epoch {
        std::shared_ptr<const ProxyConfig> config;
        std::uint32_t streams = 0;
    };
    struct alignas(32) Slot {  // Of a size that is quick to count with.
        ClusterId cluster{0};
        std::uint32_t number = 0;  ///< Grows each time the slot's state is made anew.
        bool sweeps = false;       ///< The timer of the next outlier sweep is set.
        std::unique_ptr<ClusterState> state;
    };
    struct Moment {
        Instant now;
        Draws& draws;
        Actions& out;
    };

    void on(const input::RequestStarted& input, const Moment& moment);
    void on(const input::ResponseEnded& input, const Moment& moment);
    void on(const input::AttemptReady& input, const Moment& moment);
    void on(const input::AttemptFailed& input, const Moment& moment);
    void on(const input::AttemptReset& input, const Moment& moment);
    void on(const input::RequestCancelled& input, const Moment& moment);
    void on(const input::MirrorStarted& input, const Moment& moment);
    void on(const input::StreamTimer& input, const Moment& moment);
    void on(const input::ClusterTimer& input, const Moment& moment);
    void on(const input::ConnectionUp& input, const Moment& moment);
    void on(const input::ConnectionFailed& input, const Moment& moment);
    void on(const input::ConnectionClosed& input, const Moment& moment);
    void on(const input::ConnectionDraining& input, const Moment& moment);
    void on(const input::ConnectionTimer& input, const Moment& moment);
    void on(const input::ProxyTimer& input, const Moment& moment);
    void on(const input::CheckEnded& input, const Moment& moment);
    void on(const input::ProbeAnswered& input, const Moment& moment);
    void on(const input::ConfigPushed& input, const Moment& moment);
    void on(const input::InboundStarted& input, const Moment& moment) {
        if (security_ != nullptr && !admit_caller(input, moment)) return;
        go_on_to_app(input, moment);
    }
    void go_on_to_app(const input::InboundStarted& input, const Moment& moment) {
        if (inbound_ != nullptr && !admit_inbound(input, moment)) return;
        moment.out.push_back(Action::about(Action::Kind::deliver, input.id));
    }
    void on(const input::InboundEnded& input, const Moment& moment) {
        if (inbound_ != nullptr) end_inbound(input.stream, moment);
        Action action = Action::about(Action::Kind::respond, input.id);
        action.status = input.status;
        moment.out.push_back(action);
    }

    void on(const input::LimitAnswered& input, const Moment& moment);
    void on(const input::AuthorizerAnswered& input, const Moment& moment);
    void on(const input::InboundCancelled& input, const Moment& /*moment*/) {
        if (inbound_ != nullptr) inbound_->cancelled(input.stream);
    }

    // Requests to the app (sidecar_inbound.cpp)
    bool admit_caller(const input::InboundStarted& input, const Moment& moment);
    bool follow_verdict(StreamId id, const InboundVerdict& verdict, const Moment& moment);
    void ask_authorizer(StreamId id, const Moment& moment);
    bool admit_inbound(const input::InboundStarted& input, const Moment& moment);
    static void refuse_inbound(StreamId id,
                               Inbound::Verdict verdict,
                               std::optional<Duration> resets_in,
                               const Moment& moment);
    void end_inbound(const InboundStream& stream, const Moment& moment);
    void renew_inbound(const std::shared_ptr<const InboundPolicy>& policy, const Moment& moment);
    void set_window(const Moment& moment);

    // Whether and when a request is sent (sidecar_admission.cpp)
    [[gnu::cold]] bool pass_gate(Stream& stream,
                                 StreamId id,
                                 ClusterState& state,
                                 const Moment& moment);
    [[gnu::cold]] void tell_gate(Stream& stream, std::uint16_t status, const Moment& moment);
    [[gnu::cold]] void wait_for_host(Stream& stream,
                                     StreamId id,
                                     ClusterState& state,
                                     const Moment& moment);
    [[gnu::cold]] void stop_waiting(const Stream& stream, const Moment& moment);
    void set_fail_fast(ClusterState& state, const Moment& moment);
    void on_fail_fast(ClusterState& state, std::uint64_t value, const Moment& moment);
    void move_waiting(const std::deque<HostQueue::Waiting>& waiting, const Moment& moment);
    void on_hosts_changed(ClusterState& state, bool panicked, const Moment& moment);

    // What is found out about hosts (sidecar_hosts.cpp)
    void tell_circuit(const Stream& stream,
                      ClusterState& state,
                      const ChosenHost& to,
                      std::optional<bool> success,
                      const Moment& moment);
    void start_checks(const ProxyConfig& config, const Moment& moment);
    void await_check(ClusterState& state,
                     HostWatch::Host& host,
                     Duration wait,
                     const Moment& moment);
    void send_check(ClusterState& state, HostWatch::Host& host, const Moment& moment);
    void end_check(ClusterState& state,
                   std::size_t position,
                   const input::CheckEnded& check,
                   const Moment& moment);
    void note_degraded(ClusterState& state,
                       const ChosenHost& host,
                       std::uint8_t attempt,
                       const Moment& moment);
    void on_host_timer(const input::ClusterTimer& input, const Moment& moment);

    [[gnu::noinline]] RouteMemo::Entry& remember_route(ShapeId shape);
    std::vector<ShapeId> shapes_by_cluster(const Route& route, const RequestHead& head);
    void route_on(Stream& stream, StreamId id, RouteMemo::Entry* entry, const Moment& moment);
    void send_mirrors(const Stream& stream, StreamId id, const Moment& moment);
    void enter_cluster(Stream& stream, StreamId id, ClusterId cluster, const Moment& moment);
    [[gnu::cold]] void reply_unknown_cluster(Stream& stream, StreamId id, const Moment& moment);
    void enter_slot(Stream& stream, StreamId id, std::uint32_t at, const Moment& moment);
    [[gnu::cold]] RoutingPriority priority_in(const ClusterState& state, ShapeId shape) const;
    void set_sweep(Slot& slot, const Moment& moment);
    void start_attempt(Stream& stream, StreamId id, ClusterState& state, const Moment& moment);
    [[gnu::noinline]] void seek_connection(Stream& stream,
                                           StreamId id,
                                           ClusterState& state,
                                           const Moment& moment);
    void send_attempt(Stream& stream,
                      StreamId id,
                      ClusterState& state,
                      ConnectionNumber connection,
                      const Moment& moment);
    [[gnu::noinline]] void set_timers_of_attempt(Stream& stream,
                                                 StreamId id,
                                                 const ClusterState& state,
                                                 const Moment& moment);

    /// Where an attempt goes.
    struct Way {
        HostId host;
        ConnectionNumber connection;
    };
    void send_on(
        Stream& stream, StreamId id, ClusterState& state, const Way& way, const Moment& moment);
    void tell_pools_of_hosts(ClusterState& state, const Moment& moment);
    void dissolve_pools(ClusterState& state, const Moment& moment);
    template <class Do>
    void at_pools(ClusterState& state, const Moment& moment, const Do& what);
    template <class Do>
    void at_pools(ClusterId cluster, const Moment& moment, const Do& what);

    // Where an attempt goes (sidecar_choice.cpp)
    bool choose_host(Stream& stream, StreamId id, ClusterState& state, const Moment& moment);
    [[gnu::noinline]] static std::optional<std::uint32_t> choose_untried(
        const Stream& stream,
        ClusterState& state,
        const SelectionRequest& request,
        std::optional<std::uint32_t> position);
    [[gnu::noinline]] std::optional<std::uint32_t> choose_by_rules(Stream& stream,
                                                                   ClusterState& state,
                                                                   const SelectionRequest& request,
                                                                   const Moment& moment);
    std::optional<std::uint32_t> named_host(Stream& stream, const ClusterState& state);
    std::optional<std::uint32_t> pick_by_rules(const Stream& stream,
                                               const ClusterState& state,
                                               SelectionRequest request);
    [[gnu::cold]] void explain(const Stream& stream,
                               StreamId id,
                               std::uint8_t attempt,
                               std::optional<HostId> host,
                               const Moment& moment);
    [[gnu::cold]] void ask_hosts(const Stream& stream, ClusterState& state, const Moment& moment);

    /// How an attempt leaves its connection.
    enum class Leaves : std::uint8_t {
        ended,    ///< There was an answer, or a reset of this one request.
        gave_up,  ///< Nobody waits for it any more.
        nothing,  ///< It has none, or the pool knows.
    };

    /// What is known of an attempt that is over.
    struct AttemptResult {
        AttemptOutcome outcome;
        std::uint16_t status;                 ///< To answer if there is no retry.
        Flags flags;                          ///< To add then.
        std::optional<LocalEvent> seen = {};  ///< By our own end, if that is to be judged.
        Leaves leaves = Leaves::ended;
        const LoadReport* report = nullptr;
        std::uint32_t reset_after = 0;  ///< Seconds, see input::ResponseEnded.
        bool degraded = false;          ///< The host says that it is.
    };

    /// Of an attempt that nobody waits for any more.
    static AttemptResult given_up() {
        return {.outcome = {.status = 0, .reset = ResetReason::local_reset},
                .status = 0,
                .flags = {},
                .leaves = Leaves::gave_up};
    }
    [[gnu::cold]] void refuse_attempt(Stream& stream, StreamId id, const Moment& moment);
    ClusterState* ends_plainly(const input::ResponseEnded& input) const;
    void end_plainly(const input::ResponseEnded& input, ClusterState& state, const Moment& moment);
    void end_attempt(Stream& stream,
                     StreamId id,
                     const AttemptResult& result,
                     const Moment& moment);
    void end_earlier(Stream& stream,
                     StreamId id,
                     std::uint8_t attempt,
                     const AttemptResult& result,
                     const Moment& moment);
    void leave_latest(Stream& stream, const AttemptResult& result, const Moment& moment);
    void leave_host(const Stream& stream,
                    const ChosenHost& host,
                    const AttemptResult& result,
                    const Moment& moment);
    void leave_connection(ClusterState& state,
                          const Stream& stream,
                          const ChosenHost& host,
                          Leaves how,
                          const Moment& moment);
    void hedge(Stream& stream, StreamId id, const Moment& moment);
    void end_hedged(Stream& stream, StreamId id, const AttemptResult& result, const Moment& moment);
    static bool fall_back(Stream& stream);
    void hedge_timed_out(Stream& stream, StreamId id, const Moment& moment);
    void leave_earlier(const Stream& stream,
                       const EarlierAttempts::Out& attempt,
                       const AttemptResult& result,
                       const Moment& moment);
    void abandon_earlier(Stream& stream, StreamId id, const Moment& moment);
    void time_out_attempt(Stream& stream, StreamId id, const Moment& moment);
    ClusterState* state_anew(Stream& stream, const Moment& moment);
    bool schedule_retry(Stream& stream,
                        StreamId id,
                        const AttemptResult& result,
                        ClusterState* state,
                        const Moment& moment);
    static Duration wait_before_retry(Stream& stream,
                                      const ClusterState& state,
                                      const AttemptResult& result,
                                      const Moment& moment);
    void abandon_attempts(Stream& stream,
                          StreamId id,
                          std::optional<LocalEvent> seen,
                          const Moment& moment);
    void judge(const Stream& stream,
               ClusterState& state,
               const ChosenHost& host,
               const AttemptResult& result,
               const Moment& moment);
    [[gnu::noinline]] void release_retry(Stream& stream);
    void reply(Stream& stream, StreamId id, std::uint16_t status, const Moment& moment);
    void finish(Stream& stream, StreamId id, const Moment& moment);

    void set_timer(
        Stream& stream, StreamId id, TimerKind kind, Duration delay, const Moment& moment);
    void cancel_timer(Stream& stream, StreamId id, TimerKind kind, const Moment& moment);
    [[gnu::noinline]] void cancel_timers(Stream& stream, StreamId id, const Moment& moment);

    /// The slot of a cluster, with its state; nothing if the configuration does not know it.
    std::optional<std::uint32_t> slot_of(ClusterId cluster, const Moment& moment);
    ClusterState* state_of(const Stream& stream) const;
    ClusterState* state_of(ClusterId cluster);
    void leave_epoch(std::uint32_t epoch);
    [[gnu::noinline]] void drop_old_epochs();
    static void note_detection(ClusterId cluster,
                               const ClusterState::JudgedHost& judged,
                               const Moment& moment);
    void note_panic(ClusterState& state, bool before, const Moment& moment);

    std::unique_ptr<Inbound> inbound_;  ///< Null if nothing protects the app. First, since every
                                        ///< inbound request asks for it, as for the next.
    const WorkloadSecurity* security_ = nullptr;  ///< Of the current epoch; null: all may call.
    std::string name_;
    SidecarSurroundings around_;
    std::vector<Epoch> epochs_;      ///< The last is current; empty before the first push.
    std::uint32_t first_epoch_ = 0;  ///< Number of epochs_[0],
    std::uint32_t next_epoch_ = 0;   ///< and of the one that is pushed next.
    RouteMemo memo_;
    std::vector<Slot> slots_;
    std::vector<HostId> asked_;               ///< By one pick; kept for its memory.
    std::vector<ConsideredHost> considered_;  ///< By one pick; kept for its memory.
    std::uint32_t connections_ = 0;           ///< Numbered so far.
    std::uint32_t inbound_policies_ = 0;      ///< So far.
    std::uint64_t awaited_ = 0;               ///< The values of timers and checks so far.
    WaitBooks waits_for_host_;                ///< Requests in the queues of clusters.
    WaitBooks waits_for_connection_;          ///< Attempts in line at pools.
};

}  // namespace weft::mesh
