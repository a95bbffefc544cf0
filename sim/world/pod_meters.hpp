#pragma once

#include "sim/world/pod_use.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <optional>

namespace weft::sim {

/// What pods use of CPU and memory, and what holds them to their limits. A pod that has no limit,
/// starts warm and is not scaled by what it uses has no meter, and pays for none.
class PodMeters {
public:
    explicit PodMeters(World& world) : world_(world) {}

    /// Looks whether anything limits or counts what a new pod uses.
    void prepare(Pod& pod);

    /// From now on what it uses is counted.
    void meter(Pod& pod);

    /// And what it is asked for, which needs a meter, too.
    void count_requests(Pod& pod);

    /// What its app holds now; nothing if the scenario says nothing of it.
    std::optional<std::uint64_t> memory_of(const Pod& pod) const;

    /// Its app is up. One that was there when the run began has been for long.
    void begin_cold(Pod& pod);

    /// Computes for as long as it takes the pod to be given so much CPU. Requires a meter.
    void compute(Work& work, Duration cpu);
    void on_cpu_due(Pod& pod);

    /// Gives the app what faults leave it of CPU from now on. It is counted once they take any.
    void follow_faults(Pod& pod);

    /// Whether a computation that was not counted goes on, for what faults took from it. Requires a
    /// meter.
    bool goes_on(Work& work);

    /// Whether the app stands still, so that this waits. Requires a meter.
    static bool parks(const Pod& pod, const ParkedStep& step);

    /// Its app is gone, with whatever it computed and held. Requires a meter.
    void drop(Pod& pod);

    /// A request has come, and is counted where somebody asks. If there is no memory for it, the
    /// app dies as soon as it is in.
    void take_memory(Pod& pod);

    /// A request leaves, answered or given up.
    static void give_memory(Pod& pod);
    void on_out_of_memory(Pod& pod);

    /// A fault makes the app hold more. If its pod has a limit, somebody looks when that is
    /// reached.
    void watch_memory(Pod& pod);
    void on_memory_due(Pod& pod);

private:
    void wake_cpu(Pod& pod);
    void count_from_now_on(Pod& pod);
    std::uint64_t held_by(const Pod& pod) const;
    bool limits_memory(const Pod& pod) const;
    void await_limit(Pod& pod);
    void thaw(Pod& pod);

    World& world_;
};

}  // namespace weft::sim
