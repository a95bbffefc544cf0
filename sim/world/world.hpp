#pragma once

#include "mesh/control/push/discovery.hpp"
#include "mesh/request/head.hpp"
#include "sim/cluster/object_store.hpp"
#include "sim/engine/fingerprint.hpp"
#include "sim/engine/future_events.hpp"
#include "sim/failure/environment_state.hpp"
#include "sim/network/network.hpp"
#include "sim/observe/fact_buffer.hpp"
#include "sim/observe/played_event.hpp"
#include "sim/workload/arrival.hpp"
#include "sim/world/action_stack.hpp"
#include "sim/world/books.hpp"
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

class Authorizers;
class Autoscalers;
class ControlLink;
class KeyFetches;
class Mishaps;
class NameService;
class NodeControl;
class PodAgents;
class PodMeters;
class Timeline;
class Trust;
class WorkloadControl;

/// A cluster with its apps, sidecars, control plane and network, played in virtual time.
///
/// Time and chance have no other source than the plan. The world changes nothing for a recorder,
/// and owes the same run to the same plan.
class World final {
public:
    /// `recorder` may be null.
    World(WorldPlan plan, observe::Recorder* recorder);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// Plays on to `until` (at most the horizon), interval by interval. Throws Imbalance if the run
    /// is over and its books are wrong, Standstill if time goes on no more.
    void run_until(Instant until);

    /// Plays on as run_until() does, but one event alone, and says what it was. Nothing: there is
    /// none before `until`, and that is the time now. Throws as run_until() does.
    std::optional<observe::PlayedEvent> step(Instant until);

    /// Ends the interval that goes on, if it has begun: nothing is played afterwards. Throws as
    /// run_until() does.
    void close_interval();

    /// What is wrong with the books now, between two events; nothing should ever be.
    std::vector<std::string> audit();

    Instant now() const { return now_; }
    bool is_over() const { return now_ >= plan_.horizon; }

    /// Of all intervals so far.
    std::uint64_t fingerprint() const { return total_fingerprint_; }
    std::uint64_t events() const { return total_events_; }
    std::uint64_t root_requests() const { return root_requests_; }

    /// Names of workloads that got the default behaviour, sorted.
    const std::vector<std::string>& undescribed() const { return undescribed_; }

private:
    friend class Authorizers;      // Who is asked about requests outside.
    friend class Autoscalers;      // Workloads that are scaled by what their pods use.
    friend class ControlLink;      // The control plane, and the way to it and from it.
    friend class KeyFetches;       // The keys of those who issue tokens.
    friend class Mishaps;          // What faults do to requests and pods.
    friend class NameService;      // What names lead to.
    friend class NodeControl;      // Nodes, and where pods run.
    friend class PodAgents;        // What the agents of nodes do with pods that run.
    friend class PodInspector;     // What people look at.
    friend class PodMeters;        // What pods use of CPU and memory.
    friend class Timeline;         // What is changed, and which faults act.
    friend class Trust;            // Who may call whom, and certificates.
    friend class WorkloadControl;  // How many pods there are.
    friend class WorldView;        // What may be seen between two events.
    class Auditor;
    struct Load;

    // The loop (world.cpp)
    Instant end_of_interval() const;
    void pass_to(Instant stop);
    void dispatch(const Event& event);
    Work& begin_event(const Event& event, Pod* Work::* at);
    void on_timer(const Event& event, Call& call);
    [[gnu::always_inline]] void count(const Event& event, Pod& pod, const mesh::RequestKey& key) {
        fingerprint_.add(event.at, static_cast<std::uint32_t>(event.kind), pod.entity,
                         key.root ^ key.position, ++pod.events);
    }
    void end_interval();

    // One event, for people (world_steps.cpp)
    void describe(const Event& event, observe::PlayedEvent& played) const;
    void describe(const Work& work, observe::PlayedEvent& played) const;
    void describe(const Call& call, observe::PlayedEvent& played) const;

    // The lives of pods (world_pods.cpp)
    Pod& make_pod(const mesh::control::Workload& workload,
                  Replicas& replicas,
                  std::uint32_t ordinal);
    void begin_life(Pod& pod);
    void start_pod(Pod& pod);
    mesh::Draws life_draws(const Pod& pod, LifeDraw what) const;
    void on_pod_event(const Event& event, Pod& pod);
    void on_containers_run(Pod& pod);
    void send_status(Pod& pod);
    void try_ready(Pod& pod);
    void on_status(Pod& pod);
    void set_ready(Pod& pod, bool ready);
    void take_back_endpoints(Pod& pod);
    void stop_pod(Pod& pod);
    void on_gone(Pod& pod, bool by_force = false);
    void lose_everything(Pod& pod);

    // Gateways (world_gateways.cpp)
    bool is_gateway_service(const mesh::control::Service& service) const;
    void stand_outside(Pod& client, const std::string& to);
    mesh::ShapeId shape_at_gateway(mesh::ShapeId shape, mesh::HostId host);

    // The cluster (world_cluster.cpp)
    void follow_store();
    void follow(const mesh::control::Resource& object);
    void make_names();
    void play_keys();
    void build_zones();
    Pod& add_pod(const std::string& name, const std::string& ns);
    Pod& start_external(const mesh::control::EndpointOwner& owner);
    Program* program_of(const std::string& workload,
                        const std::string& service,
                        const std::string& ns,
                        bool is_gateway = false);
    mesh::HostId host_at(PodId pod, std::uint16_t port);
    std::uint16_t port_at(mesh::HostId host) const;
    Pod& pod_of(mesh::EndpointId endpoint);
    [[gnu::cold]] Pod& find_pod_of(mesh::EndpointId endpoint);
    Pod& pod_at(const mesh::control::EndpointOwner& owner);
    std::uint32_t service_number(const std::string& host);
    std::uint32_t called_service(const std::string& host);
    std::uint32_t service_of(mesh::ClusterId cluster, std::uint32_t if_none);
    [[gnu::cold]] void find_service_of(mesh::ClusterId cluster);
    [[gnu::cold]] std::uint32_t service_named_by(mesh::ShapeId shape);
    std::string service_name(const std::string& name, const std::string& ns) const;

    // Loads (world_loads.cpp)
    void build_loads();
    Load& add_load(const LoadPlan& plan);
    void start_load(Load& load);
    void send_root(Load& load,
                   Pod& client,
                   const RootRequest& request,
                   std::uint64_t root,
                   std::uint32_t user);
    void on_arrival(std::uint32_t load_number);
    void on_user(Handle user);
    void schedule_arrival(Load& load, std::uint32_t load_number);
    void end_root(const Call& call, std::uint16_t status);

    // Calls: the caller's side (world_calls.cpp)
    Call& new_call(Call::Kind kind, Pod& proxy, const mesh::RequestKey& key);
    void free_call(Call& call);
    void begin_call(Call& call);
    void send_call(Call& call, std::optional<mesh::HostId> destination = {});
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
    void record_call(const Call&, std::uint16_t status, std::uint16_t seen, const mesh::Action*);

    // What sidecars say of themselves (world_facts.cpp)
    [[gnu::cold]] void record_fact(const Pod& proxy, const mesh::Action& action);
    [[gnu::cold]] void record_rejection(const Pod& proxy, const mesh::Action& action);
    [[gnu::cold]] void record_decision(const mesh::Action& action);

    /// For sampled requests alone: whoever calls has looked. Nothing if nobody wants to know.
    [[gnu::cold]] void mark(const Call& call, observe::Mark::Kind kind, observe::Mark mark = {});
    [[gnu::cold]] void mark(const Work& work, observe::Mark::Kind kind, std::uint16_t value = 0);
    [[gnu::cold]] void mark_sent(const Call& call, const Work& work);
    void record_open_requests();

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
    [[gnu::cold]] void answer_urgent(Pod& proxy, mesh::Actions& actions);

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

    // Messages: the way to a pod and back (world_messages.cpp)
    bool put_on_way(const Pod& from, const Pod& to, const mesh::Draws&, EventKind arrival, Handle);
    void send_message(Work& work, EventKind arrival);
    void carry_message(Work& work, EventKind arrival, const Pod& from, const Pod& to);
    bool link_is_open(const Pod& from, const Pod& to) const;
    void on_resend(Work& work);

    // Works: at the pod (world_work.cpp)
    bool takes_requests(const Pod& pod) const { return pod.running && !environment_.down(pod.id); }
    void on_arrival_at_pod(Work& work);
    void on_answer(Work& work);
    void on_reset(Work& work);
    void on_cancel(Work& work);
    [[gnu::cold]] void refuse(Work& work, mesh::ResetReason reason);
    void enqueue(Pod& pod, Work& work);
    void find_worker(Pod& pod, Work& work);
    void take_worker(Pod& pod, Work& work);
    void begin_service(Work& work);
    void release_worker(Pod& pod, Work& work);
    void serve_queue(Pod& pod);
    void run_script(Work& work);
    void begin_step(Work& work, const Step& step);
    void end_script(Work& work);
    void compute(Work& work, const Step& step);
    void on_compute_done(Work& work);
    void start_branch(Work& work, std::uint32_t number);
    void make_child(Work& parent, std::uint32_t number, std::uint32_t tries);
    void end_child(Work& parent, std::uint32_t number, std::uint32_t tries, std::uint16_t status);
    void on_branch_done(Work& work);
    void branch_ended(Work& work);
    void answer(Work& work, std::uint16_t status);
    void send_answer(Work& work);
    [[gnu::cold]] void record_work(const Work& work, mesh::Flags flags);
    void let_go(Work& work);

    // What servers say of themselves (world_reports.cpp)
    std::uint32_t requests_at(const Pod& pod);
    void measure(Pod& pod);
    void note_arrival(Pod& pod, Work& work);
    void drop_report(Work& work);
    void note_taken(Pod& pod, const Work& work);
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

    // Who waits at a pod, and the books (world_books.cpp)
    void line_up(Pod& pod, Work& work);
    Work& take_from_line(Pod& pod, bool newest = false);
    void leave_line(Pod& pod, Work& work);
    void clear_line(Pod& pod);
    void check_books();

    // What proxies at servers see (world_inbound.cpp)
    void label_pod(Pod& pod);
    std::uint32_t workload_of(const Pod& pod);
    void enter_pod(Work& work, const mesh::InboundConnection* from);
    void record_inbound(const Work& work, mesh::Flags flags);

    WorldPlan plan_;
    Instant now_{};
    Instant interval_start_{};
    FutureEvents events_;
    Fingerprint fingerprint_;
    std::uint64_t total_fingerprint_ = 0;
    std::uint64_t total_events_ = 0;
    std::uint64_t root_requests_ = 0;
    Books books_;
    observe::FactBuffer facts_;
    bool records_inbound_ = false;
    bool records_marks_ = false;

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
    std::unique_ptr<NodeControl> nodes_;
    std::unique_ptr<PodAgents> agents_;
    std::unique_ptr<WorkloadControl> workloads_;
    std::unique_ptr<PodMeters> meters_;
    std::unique_ptr<Autoscalers> autoscalers_;
    std::unique_ptr<Timeline> timeline_;
    std::unique_ptr<Mishaps> mishaps_;
    const Call* spoilt_ = nullptr;  ///< Whose answer, heard right now, its app cannot use.
    std::vector<Pod*> pod_of_endpoint_;
    std::vector<std::pair<PodId, std::uint16_t>> named_addresses_;  ///< That apps chose themselves.
    std::map<std::pair<PodId, std::uint16_t>, mesh::HostId> named_hosts_;  ///< By address.
    std::map<std::string, std::unique_ptr<Program>> programs_;
    std::vector<std::string> undescribed_;
    std::vector<std::uint32_t> service_of_cluster_;
    std::uint32_t next_address_ = 1;
    std::unique_ptr<ControlLink> link_;
    std::unique_ptr<NameService> names_;  ///< Null while names cost nothing and choose no pod.
    std::map<std::pair<mesh::ShapeId, mesh::HostId>, mesh::ShapeId>
        gateway_shapes_;  ///< Of requests, with the port they came to.

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
    bool keeps_deadlines_ = false;     ///< Some app heeds them.
    bool plays_certificates_ = false;  ///< Some can run out, or not be had.
    std::unique_ptr<Trust> trust_;
    std::unique_ptr<Authorizers> authorizers_;  ///< Null where there are none.
    std::unique_ptr<KeyFetches> keys_;          ///< Null while all are there.
    std::vector<User> users_;
    std::uint32_t next_span_ = 0;
    ActionStack actions_;
    Pool<ProxyTimer> proxy_timers_;
    Pool<Check> checks_;
    std::map<mesh::ShapeId, mesh::RateWindow> rate_windows_;  ///< By descriptor.
    Pool<LimitQuestion> limit_questions_;
};

/// Hands the input over and carries out what the sidecar asks for, which may lead to another input,
/// also for the same sidecar.
template <class What>
void World::tell_sidecar(Pod& proxy, const What& input, mesh::Draws draws) {
    mesh::Actions& actions = actions_.push();
    proxy.sidecar.handle(input, now_, draws, actions);
    if (actions.take_urgent()) answer_urgent(proxy, actions);
    for (const mesh::Action& action : actions)
        carry_out(proxy, action);
    actions_.pop();
}

}  // namespace weft::sim
