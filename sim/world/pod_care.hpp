#pragma once

#include "mesh/control/resources/pod_life.hpp"
#include "sim/cluster/crash_backoff.hpp"
#include "sim/cluster/probe_state.hpp"
#include "sim/engine/event.hpp"

#include <cstdint>
#include <vector>

namespace weft::sim {

struct Pod;

/// A probe that the pod's app answers, asked again and again.
struct PlayedProbe {
    mesh::control::Probe probe;
    bool is_liveness = false;  ///< If not, of readiness.
    ProbeState state{true};
    std::uint32_t asked = 0;  ///< So often in all starts, so that each has numbers of its own.
    mesh::Duration first{};   ///< So long after the container started it is asked first.
};

/// How far the init containers of a pod have come.
struct InitProgress {
    bool goes_on = false;
    std::uint32_t next = 0;      ///< Which runs or waits.
    std::uint32_t runs = 0;      ///< Of all of them, so that each has numbers of its own.
    std::uint32_t failures = 0;  ///< Of the next one.
    bool is_waiting = false;     ///< It has failed, and starts again when that is due.
    bool fails = false;          ///< This run does.
    Instant ends = never;        ///< This run,
    Instant due = never;         ///< and when that is known, or the next run begins.
    CrashBackoff backoff = {};
    Instant sidecars_ready{};  ///< Those that stay.
};

/// A native sidecar that ends now and then, and is started again.
struct SidecarRun {
    enum class State : std::uint8_t { runs, waits, starts };

    std::uint32_t position = 0;  ///< Among the pod's init containers.
    State state = State::runs;
    Instant due = never;  ///< It is known to have ended, starts again, or is ready.
    Instant ends = never;
    CrashBackoff backoff = {};
};

/// What the agent of a pod's node has to do with it once it runs.
struct PodCare {
    CrashBackoff backoff;
    Instant ended_at = never;      ///< Its container has ended, and has not started again since.
    Instant restarts_at = never;   ///< It will.
    Instant gives_up_at = never;   ///< It starts too slowly for its probes.
    Instant killed_until = never;  ///< It was told to end, and has so long.
    Instant done_at = never;       ///< A Job's pod.
    bool app_is_over = false;      ///< Its app has ended, and containers beside it go on.
    std::vector<PlayedProbe> probes;
    std::uint32_t restarts = 0;  ///< Of its containers, by its node's agent.
    Instant reached{};  ///< A request that came then has got a worker; those before it, too.
    InitProgress init;
    std::vector<SidecarRun> sidecars;  ///< Those that end of themselves.
    std::uint32_t sidecar_runs = 0;    ///< Of all of them, so that each has numbers of its own.
    Instant proxy_starts = never;      ///< It waits for the hooks of the containers before it.
};

/// A container's probe that is to be made, or whose answer is waited for.
struct ProbeRound {
    Handle self = 0;
    Pod* pod = nullptr;
    std::uint32_t probe = 0;   ///< Among the pod's played ones.
    std::uint32_t starts = 0;  ///< Of the pod's container: another one ends the round.
    Instant asked{};
};

}  // namespace weft::sim
