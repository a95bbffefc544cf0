#pragma once

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
    static std::optional<std::uint64_t> memory_of(const Pod& pod);

    /// Its app is up. One that was there when the run began has been for long.
    void begin_cold(Pod& pod);

    /// Computes for as long as it takes the pod to be given so much CPU. Requires a meter.
    void compute(Work& work, Duration cpu);
    void on_cpu_due(Pod& pod);

    /// Its app is gone, with whatever it computed and held. Requires a meter.
    void drop(Pod& pod);

    /// A request has come, and is counted where somebody asks. If there is no memory for it, the
    /// app dies as soon as it is in.
    void take_memory(Pod& pod);

    /// A request leaves, answered or given up.
    static void give_memory(Pod& pod);
    void on_out_of_memory(Pod& pod);

private:
    void wake_cpu(Pod& pod);

    World& world_;
};

}  // namespace weft::sim
