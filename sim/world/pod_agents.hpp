#pragma once

#include "sim/world/pod_care.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <map>

namespace weft::sim {

/// The agents of nodes: how they start a pod's app, and what they do with a pod whose containers
/// end, or whose probes fail.
class PodAgents {
public:
    explicit PodAgents(World& world) : world_(world) {}

    /// The pod's containers may run: first its init containers, if it has any.
    void begin_containers(Pod& pod);

    /// Its proxy is a native sidecar.
    bool has_native_proxy(const Pod& pod) const;

    /// Its init containers are not done yet.
    static bool is_initializing(const Pod& pod) { return pod.care && pod.care->init.goes_on; }

    /// The app's container runs. What the app asks for before it is up comes first.
    void start_app(Pod& pod);

    /// The proxy is there, for which the app has waited: somebody sees it when he looks next.
    void let_app_start(Pod& pod);
    void on_app_starts(Pod& pod);

    /// Asks for what the app needs, as a client of its own.
    void try_start(Pod& pod);
    void on_start_tried(Pod& pod, std::uint16_t status);

    /// Its app's container runs, and takes no requests yet.
    bool is_coming_up(const Pod& pod) const;

    /// Containers have started: probes that an app answers are made from now on. The
    /// pods of a cluster that begins run already.
    void watch(Pod& pod, bool runs_already);

    /// The app's container ends with all that it has in hand, and is started again as the pod says.
    void end_container(Pod& pod);

    /// Its app's container runs, or others do that a Job waits for. If not, nobody has anything to
    /// finish in a pod that is told to end.
    bool runs_app(const Pod& pod) const;

    /// It has, and has not been started again since.
    static bool has_ended(const Pod& pod) { return pod.care && pod.care->ended_at != never; }

    /// It is told to end, has the pod's grace to finish, and is started again.
    void kill_container(Pod& pod);

    /// Whatever was planned for its containers does not come.
    void forget(Pod& pod);

    /// A Job's pod has done its work just now.
    bool is_done(const Pod& pod) const;

    /// When the last container has ended that runs beside a Job's app; never: one does not.
    Instant others_end_at(const Pod& pod) const;

    /// A Job's app has ended well, and others go on until then.
    void leave_to_others(Pod& pod, Instant until);

    void on_pod_event(const Event& event, Pod& pod);
    void on_probe_event(const Event& event);

    /// A fault begins or ends to say of a pod that it is not ready. Whoever probes it finds out in
    /// his time; who does not, never.
    void follow_lie(Pod& pod);
    void on_lie_noticed(Pod& pod);

    /// A request got a worker at a pod whose probes are answered by its app.
    void note_taken(Pod& pod, const Work& work) const;

private:
    void app_will_be_up(Pod& pod);
    void will_be_probed(Pod& pod, Instant at);
    static Instant sidecars_ready(const Pod& pod);
    PodCare& care_of(Pod& pod);
    bool is_proxy_first(const Pod& pod) const;
    void start_together(Pod& pod);
    void start_proxy(Pod& pod, bool others_wait);
    void begin_proxy(Pod& pod);
    void run_init(Pod& pod);
    void begin_sidecar(Pod& pod, const mesh::control::ContainerLife& life, Duration start);
    void on_init_due(Pod& pod);
    void on_init_failed(Pod& pod, bool stays);
    void begin_runs(Pod& pod, std::uint32_t position);
    void run_sidecar(Pod& pod, SidecarRun& run);
    void on_sidecar_due(Pod& pod);
    void step_sidecar(Pod& pod, SidecarRun& run);
    void await_sidecar(Pod& pod, SidecarRun& run);
    void start_sidecar(Pod& pod, SidecarRun& run);
    mesh::Draws sidecar_draws(Pod& pod) const;
    void hold(Pod& pod, Instant until);
    void on_exit_noticed(Pod& pod);
    void on_restart(Pod& pod);
    void tell_of_restart(Pod& pod);
    void look_at_killed(Pod& pod);
    void begin_rounds(Pod& pod, bool runs_already);
    void set_round(ProbeRound& round, Duration in, EventKind kind);
    void ask(ProbeRound& round);
    static bool has_time(const Pod& pod);
    bool is_said_to_be(const Pod& pod, bool well) const;
    void judge(Pod& pod, PlayedProbe& played, bool is_good);
    bool fails_by_fault(Pod& pod, PlayedProbe& played);

    World& world_;
    std::map<mesh::control::ResourceKey, World::Load*>
        start_loads_;  ///< Of what apps need before they are up.
    Pool<ProbeRound> rounds_;
};

}  // namespace weft::sim
