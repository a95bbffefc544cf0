#pragma once

#include "sim/world/world.hpp"

#include <cstdint>
#include <vector>

namespace weft::sim {

/// The controllers of workloads: they start and end pods until there are those that are wanted.
class WorkloadControl {
public:
    explicit WorkloadControl(World& world) : world_(world) {}

    /// Brings the pods of a workload nearer to what it wants.
    void reconcile(const mesh::control::Workload& workload);

    /// The same where something became of one of its pods.
    void reconcile_owner(const Pod& pod);

    /// Null if the workload is gone.
    const mesh::control::Workload* workload_of(const Replicas& replicas) const;

    /// Whether such a workload has the pod.
    bool is_of(const Pod& pod, mesh::control::Workload::Kind kind) const;

    /// Whether a Service lists the pod as long as there is one, as publishNotReadyAddresses says.
    bool is_published(const Pod& pod);

    void change(const PlannedWorkloadChange& change);

    /// A node is there that was not: DaemonSets want a pod on it.
    void on_nodes_changed();

    /// A Job's pod has run for as long as it does.
    void on_job_pod_done(Pod& pod);

    /// A Job's pod has ended, and is not started again.
    void on_job_pod_failed(Pod& pod);

    /// Somebody else ends a pod, by evicting or deleting it: one of a Job has failed.
    void on_pod_taken(const Pod& pod);
    void on_job_goes_on(std::uint32_t replicas);
    void on_progress_due(std::uint32_t replicas);

private:
    Replicas& replicas_of(const mesh::control::Workload& workload);
    void reconcile_deployment(const mesh::control::Workload& workload, Replicas& replicas);
    void reconcile_stateful_set(const mesh::control::Workload& workload, Replicas& replicas);
    void reconcile_daemon_set(const mesh::control::Workload& workload, Replicas& replicas);
    void reconcile_job(const mesh::control::Workload& workload, Replicas& replicas);
    void follow_deadline(const mesh::control::Workload& workload, Replicas& replicas);
    void forget_job(Replicas& replicas);
    void create(const mesh::control::Workload& workload,
                Replicas& replicas,
                std::uint32_t ordinal,
                std::uint32_t set = 0);
    void stop_some(std::vector<Pod*> pods, std::uint32_t count);
    static void find_newest_set(const mesh::control::Workload& workload, Replicas& replicas);
    void count_sets(const mesh::control::Workload& workload, Replicas& replicas) const;
    void fill_set(const mesh::control::Workload& workload,
                  Replicas& replicas,
                  std::uint32_t set,
                  std::uint32_t live);
    void watch_progress(Replicas& replicas, std::uint64_t progress, Duration deadline);
    void succeed(Pod& pod);
    void count_failure(Replicas& replicas);
    void finish(Pod& pod);
    void record(observe::Change::Kind kind, const Replicas& replicas);

    World& world_;
    std::vector<Replicas*> all_;                             ///< By their number.
    std::vector<const mesh::control::Service*> publishing_;  ///< As of the Services' last change,
    std::uint64_t services_seen_ = 0;                        ///< which was this version.
};

}  // namespace weft::sim
