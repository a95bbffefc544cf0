#pragma once

#include "mesh/control/push/discovery.hpp"
#include "mesh/request/head.hpp"
#include "sim/cluster/object_store.hpp"
#include "sim/engine/fingerprint.hpp"
#include "sim/engine/future_events.hpp"
#include "sim/failure/environment_state.hpp"
#include "sim/failure/fault.hpp"
#include "sim/network/network.hpp"
#include "sim/observe/fact_buffer.hpp"
#include "sim/workload/arrival.hpp"
#include "sim/world/pod.hpp"
#include "sim/world/pool.hpp"
#include "sim/world/records.hpp"
#include "sim/world/script.hpp"
#include "sim/world/world_plan.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weft::sim {

struct ControlLink;
struct SentConfig;

/// A cluster with its apps, sidecars, control plane and network, played in virtual time.
///
/// Time and chance have no other source than the plan. The world changes nothing for a recorder,
/// and owes the same run to the same plan.
class World final : private Environment {
public:
    /// `recorder` may be null.
    World(WorldPlan plan, observe::Recorder* recorder);
    ~World() override;
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// Plays on to `until` (at most the horizon), interval by interval.
    void run_until(Instant until);

    /// Ends the interval that goes on, if it has begun: nothing is played afterwards.
    void close_interval();

    Instant now() const { return now_; }
    bool is_over() const { return now_ >= plan_.horizon; }

    /// Of all intervals so far.
    std::uint64_t fingerprint() const { return total_fingerprint_; }
    std::uint64_t events() const { return total_events_; }
    std::uint64_t root_requests() const { return root_requests_; }

    /// Names of workloads that got the default behaviour, sorted.
    const std::vector<std::string>& undescribed() const { return undescribed_; }

private:
    struct Load;

    // The loop (world.cpp)
    void dispatch(const Event& event);
    void on_event_at_pod(const Event& event, Work& work);
    void on_event_at_caller(const Event& event, Work& work);
    void on_timer(const Event& event, Call& call);
    void count(const Event& event, Pod& pod, const mesh::RequestKey& key) {
        fingerprint_.add(event.at, static_cast<std::uint32_t>(event.kind), pod.entity,
                         key.root ^ key.position, ++pod.events);
    }
    void end_interval();

    // The control plane, and the way to it and from it (world_control.cpp)
    void follow_store();
    void follow(const mesh::control::Resource& object);
    void send_news(const StoreEvent& event);
    void on_news(Handle stream);
    void look_at_control();
    void on_look();
    void settle();
    void start_pushes();
    void on_push_sent(SentConfig& sent);
    void on_config(SentConfig& sent);
    void forget(SentConfig& sent);
    void configure(Pod& pod,
                   const std::shared_ptr<const mesh::ProxyConfig>& config,
                   EventKind kind);
    void connect_proxy(const Pod& pod);
    void answer_callers();
    void restart_control();

    // Pods: their number, and their lives (world_pods.cpp)
    void reconcile(const mesh::control::Workload& workload);
    void reconcile_owner(const Pod& pod);
    bool is_available(const Pod& pod, const mesh::control::RolloutRules& rules) const;
    void stop_some(std::vector<Pod*> pods,
                   std::uint32_t count,
                   const mesh::control::RolloutRules& rules);
    void create_pod(const mesh::control::Workload& workload, Replicas& replicas);
    void on_pod_event(const Event& event, Pod& pod);
    void on_containers_run(Pod& pod);
    void try_ready(Pod& pod);
    void on_status(Pod& pod);
    void set_ready(Pod& pod, bool ready);
    void stop_pod(Pod& pod);
    void on_gone(Pod& pod);

    // The cluster (world_cluster.cpp)
    void build_zones();
    Pod& add_pod(const std::string& name, const std::string& ns);
    Pod& start_external(const mesh::control::EndpointOwner& owner);
    Program* program_of(const std::string& workload, const std::string& service);
    Pod& pod_of(mesh::EndpointId endpoint);
    std::uint32_t service_number(const std::string& host);
    std::uint32_t service_of(mesh::ClusterId cluster);
    std::string service_name(const std::string& name, const std::string& ns) const;

    // Loads (world_loads.cpp)
    void build_loads();
    void start_load(Load& load, std::uint32_t load_number);
    void send_root(Load& load, const RootRequest& request, std::uint64_t root, std::uint32_t user);
    void on_arrival(std::uint32_t load_number);
    void on_user(Handle user);
    void schedule_arrival(Load& load, std::uint32_t load_number);
    void end_root(const Call& call, std::uint16_t status);

    // Calls: the caller's side (world_calls.cpp)
    Call& new_call(Call::Kind kind, Pod& proxy, const mesh::RequestKey& key);
    void free_call(Call& call);
    void begin_call(Call& call);
    void set_patience(Call& call, Duration length);
    template <class What>
    void tell_sidecar(Pod& proxy, const What& input, mesh::Draws draws);
    void carry_out(Pod& proxy, const mesh::Action& action);
    void send_attempt(Pod& proxy, const mesh::Action& action);
    mesh::Instant deadline_of(const Call& call) const;
    void start_mirror(Pod& proxy, const mesh::Action& action);
    void set_timer(Pod& proxy, const mesh::Action& action);
    void cancel_timer(Pod& proxy, const mesh::Action& action);
    void on_call_timer(Call& call, mesh::TimerKind kind);
    void on_alarm(const Event& event);
    void on_patience(Call& call);
    void cancel_call(Call& call);
    static Work* work_of(const Call& call, std::uint8_t attempt);
    void cancel_upstream(const Call& call, std::uint8_t attempt);
    void end_call(Call& call, std::uint16_t status, const mesh::Action* reply);
    void record_call(const Call& call, std::uint16_t status, const mesh::Action* reply);

    // What sidecars say of themselves (world_facts.cpp)
    void record_fact(const Pod& proxy, const mesh::Action& action);
    void record_decision(const mesh::Action& action);

    // Connections, where they are opened as needed (world_connections.cpp)
    void connect(Pod& proxy, const mesh::Action& action);
    void send_handshake(Connection& connection);
    void on_connection_event(const Event& event, Connection& connection);
    void on_handshake_at_pod(Connection& connection);
    void on_handshake_at_caller(Connection& connection);
    void on_handshake_resend(Connection& connection);
    void send_news(Connection& connection, EventKind news);
    Connection* take_alarm(const Event& event, std::uint32_t Connection::* serial);
    void on_keep_alive(const Event& event);
    void set_keep_alive(Connection& connection);
    void set_connection_timer(Pod& proxy, const mesh::Action& action);
    void on_connection_timer(const Event& event);
    void close_connection(Pod& proxy, mesh::ConnectionNumber number);
    void let_go(Connection& connection);
    void forget_connections(Pod& pod, EventKind news);
    Connection* find_connection(const Pod& proxy, mesh::ConnectionNumber number);
    bool arrives_on_connection(const Work& work);
    void leaves_on_connection(const Work& work);
    void answer_urgent(Pod& proxy, std::size_t first);

    // What a proxy does of itself (world_proxies.cpp)
    void set_proxy_timer(Pod& proxy, const mesh::Action& action);
    void on_proxy_timer(const Event& event);
    void send_check(Pod& proxy, const mesh::Action& action);
    void carry_check(Check& check, EventKind arrival);
    void on_check(const Event& event, Check& check);
    void respond(const mesh::Action& action);

    // The rate limit service that all proxies ask (world_rate_limit.cpp)
    mesh::RateWindow& window_of(mesh::ShapeId descriptor);
    void ask_limit(const mesh::Action& action);
    void on_limit_answered(const Event& event);

    // Works: on the way, and at the pod (world_work.cpp)
    bool put_on_way(const Pod& from,
                    const Pod& to,
                    const mesh::Draws& draws,
                    EventKind arrival,
                    Handle subject);
    void send_message(Work& work, EventKind arrival);
    void carry_message(Work& work, EventKind arrival, const Pod& from, const Pod& to);
    bool takes_requests(const Pod& pod) const { return pod.running && !environment_.down(pod.id); }
    bool link_is_open(const Pod& from, const Pod& to) const;
    void on_resend(Work& work);
    void on_arrival_at_pod(Work& work);
    void on_answer(Work& work);
    void on_reset(Work& work);
    void on_cancel(Work& work);
    void refuse(Work& work, mesh::ResetReason reason);
    void enqueue(Pod& pod, Work& work);
    void find_worker(Pod& pod, Work& work);
    void take_worker(Pod& pod, Work& work);
    void begin_service(Work& work);
    void release_worker(Pod& pod, Work& work);
    void serve_queue(Pod& pod);
    void run_script(Work& work);
    void compute(Work& work, const Step& step);
    void on_compute_done(Work& work);
    void start_branch(Work& work, std::uint32_t number);
    void make_child(Work& parent, std::uint32_t number, std::uint32_t tries);
    void end_child(Work& parent, std::uint32_t number, std::uint32_t tries, std::uint16_t status);
    void on_branch_done(Work& work);
    void branch_ended(Work& work);
    void answer(Work& work, std::uint16_t status);
    void send_answer(Work& work);
    void record_work(const Work& work, mesh::Flags flags);
    void let_go(Work& work);

    // What servers say of themselves (world_reports.cpp)
    void measure(Pod& pod);
    void note_arrival(Pod& pod, Work& work);
    void drop_report(Work& work);
    void note_busy(Pod& pod);
    void note_answer(Pod& pod, Work& work, std::uint16_t status);
    void send_probe(Pod& proxy, const mesh::Action& action);
    void carry_probe(Probe& probe, EventKind arrival);
    void on_probe(const Event& event);
    void answer_probe(const Event& event, Probe& probe);
    void hear_probe(const Event& event, Probe& probe);

    // How servers defend themselves (world_overload.cpp)
    void prepare_app(Pod& pod);
    void admit(Pod& pod, Work& work);
    bool is_too_late(const Pod& pod, const Work& work) const;
    void wait_or_shed(Pod& pod, Work& work);
    void serve_by_policy(Pod& pod);
    void drop_stale(Pod& pod);
    void shed(Work& work, std::uint16_t status);
    void record_overload(Pod& pod);

    // Failures (world_failure.cpp)
    void start_step(std::uint32_t step);
    void stop_step(std::uint32_t step);
    std::vector<PodId> select_pods(const PodSelector& selector,
                                   const mesh::Draws& draws,
                                   std::uint32_t end) const;
    void lose_everything(Pod& pod);
    void on_crash_noticed(Pod& pod);
    void crash(FaultId fault, PodId pod) override;
    void restart(FaultId fault, PodId pod) override;
    void slow(FaultId fault, PodId pod, double factor) override;
    void fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status) override;
    void degrade(FaultId fault, PodId pod) override;
    void delay(FaultId fault, const Link& link, const Distribution& added) override;
    void lose(FaultId fault, const Link& link, mesh::Ratio share) override;
    void cut(FaultId fault, const Link& link) override;
    void stop_control(FaultId fault) override;
    void slow_control(FaultId fault, double factor) override;
    void heal(FaultId fault) override;

    WorldPlan plan_;
    Instant now_{};
    Instant interval_start_{};
    FutureEvents events_;
    Fingerprint fingerprint_;
    std::uint64_t total_fingerprint_ = 0;
    std::uint64_t total_events_ = 0;
    std::uint64_t root_requests_ = 0;
    observe::FactBuffer facts_;

    mesh::Shapes shapes_;
    ObjectStore store_;
    std::uint64_t store_seen_ = 0;
    mesh::control::Discovery discovery_;
    Network network_;
    Sampler rate_limit_latency_;
    EnvironmentState environment_;

    std::vector<std::unique_ptr<Pod>> pods_;   ///< Pods and clients; PodId is the position.
    std::map<std::string, Pod*> pod_by_name_;  ///< By full name.
    std::map<mesh::control::ResourceKey, Replicas> replicas_;
    std::vector<Pod*> pod_of_endpoint_;
    std::map<std::string, std::unique_ptr<Program>> programs_;
    std::vector<std::string> undescribed_;
    std::vector<std::uint32_t> service_of_cluster_;
    std::uint32_t next_address_ = 1;
    std::unique_ptr<ControlLink> link_;

    std::vector<std::unique_ptr<Load>> loads_;
    Pool<Call> calls_;
    Pool<Work> works_;
    Pool<Alarm> alarms_;
    Pool<Connection> connections_;
    Pool<ConnectionAlarm> connection_alarms_;
    std::map<std::pair<std::uint32_t, mesh::ConnectionNumber>, Connection*>
        open_connections_;  ///< By the proxy's position among pods.
    Pool<SentReport> reports_;
    Pool<Probe> probes_;
    bool keeps_deadlines_ = false;  ///< Some app heeds them.
    struct User {
        std::uint32_t load;
        std::uint32_t number;
        std::uint64_t sent;
    };
    std::vector<User> users_;
    std::uint32_t next_span_ = 0;
    mesh::Actions actions_;  ///< Of inputs being carried out, each behind the one that led to it.
    Pool<ProxyTimer> proxy_timers_;
    Pool<Check> checks_;
    std::map<mesh::ShapeId, mesh::RateWindow> rate_windows_;  ///< By descriptor.
    Pool<LimitQuestion> limit_questions_;
    std::vector<FaultScope> scopes_;  ///< Of the timeline's steps, while they act.
};

/// Hands the input over and carries out what the sidecar asks for, which may lead to another input,
/// also for the same sidecar.
template <class What>
void World::tell_sidecar(Pod& proxy, const What& input, mesh::Draws draws) {
    const std::size_t first = actions_.size();
    proxy.sidecar.handle(input, now_, draws, actions_);
    if (actions_.take_urgent()) answer_urgent(proxy, first);
    const std::size_t end = actions_.size();
    for (std::size_t at = first; at < end; ++at) {
        const mesh::Action action = actions_[at];  // Inputs that follow may move the buffer.
        carry_out(proxy, action);
    }
    actions_.truncate(first);
}

}  // namespace weft::sim
