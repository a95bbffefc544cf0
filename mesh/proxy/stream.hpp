#pragma once

#include "mesh/base/id.hpp"
#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh {

struct Route;

/// What a sidecar remembers of one request in progress. The host of the sidecar keeps it (one for each
/// request, default-made) and never looks inside.
struct Stream {
    enum class Phase : std::uint8_t { idle, delayed, in_flight, backing_off, done };

    const Route* route = nullptr;  ///< Lives as long as its epoch has streams.
    std::uint32_t epoch = 0;       ///< The version of the configuration under which it began.
    ClusterId cluster{0};
    ShapeId shape{0};              ///< As the route sends it on.
    HostId host{0};                ///< Of the attempt that is out, or was out last.
    std::optional<std::uint64_t> hash;
    Instant attempt_started{};
    Phase phase = Phase::idle;
    std::uint8_t attempts = 0;     ///< Sent so far.
    std::uint8_t retries_left = 0;
    std::uint8_t timers = 0;       ///< Bit of each TimerKind that is set.
    bool holds_retry = false;      ///< A slot of the retry limit.
    std::uint16_t status = 0;      ///< Of the latest answer, to pass on if it is not retried.
    Flags flags;
    std::vector<HostId> tried;     ///< Only filled where retries must avoid them.
};

}  // namespace weft::mesh
