#pragma once

#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh {

struct Route;

/// Which host an attempt went to, so that its end finds the host again whatever was pushed
/// meanwhile.
struct ChosenHost {
    HostId id{0};
    std::uint32_t position = 0;  ///< Among the cluster's hosts, while `hosts_version` is current.
    std::uint32_t hosts_version = 0;
    Instant since{};  ///< When the attempt was sent.
};

/// What a sidecar remembers of one request in progress. The host of the sidecar keeps it (one for
/// each request, default-made) and never looks inside.
struct Stream {
    enum class Phase : std::uint8_t { idle, delayed, in_flight, backing_off, done };

    const Route* route = nullptr;      ///< Lives as long as its epoch has streams.
    std::uint32_t epoch = 0;           ///< The configuration under which it began.
    std::uint32_t cluster_slot = 0;    ///< Of the sidecar's clusters,
    std::uint32_t cluster_number = 0;  ///< and which of those that this slot has held.
    ClusterId cluster{0};
    ShapeId shape{0};  ///< As the route sends it on.
    ChosenHost host;   ///< Of the attempt that is out, or was out last.
    std::optional<std::uint64_t> hash;
    Phase phase = Phase::idle;
    std::uint8_t attempts = 0;  ///< Sent so far.
    std::uint8_t retries = 0;   ///< Decided so far.
    std::uint8_t timers = 0;    ///< Bit of each TimerKind that is set.
    bool holds_retry = false;   ///< A slot of the retry limit.
    bool is_mirror = false;     ///< A copy: never retried.
    Flags flags;
    std::vector<HostId> tried;  ///< Only filled where retries must avoid them.

    /// As good as default-made; keeps the memory of `tried`.
    void reset() {
        cluster_number = 0;
        hash.reset();
        phase = Phase::idle;
        attempts = 0;
        retries = 0;
        timers = 0;
        holds_retry = false;
        is_mirror = false;
        flags = {};
        tried.clear();
    }
};

}  // namespace weft::mesh
