#pragma once

#include "mesh/base/time.hpp"
#include "sim/failure/strength.hpp"

#include <algorithm>
#include <cstdint>

namespace weft::sim {

/// What is so of a pod while at least one fault says so.
enum class PodMark : std::uint8_t {
    says_ready,     ///< Its probes and health checks find it well, whatever it does.
    says_unready,   ///< They find it ill. Of both the latter holds.
    metrics_stale,  ///< Who asks for its load or use is told what was so when it began.
    metrics_lost,   ///< Nobody is told anything.
    control_cut,    ///< Its proxy cannot reach the control plane.
    config_held,    ///< Its proxy is told nothing new until it ends.
};

/// How wrong the clock of a pod's proxy is: ahead by so much, and by so much more as time passes.
struct ClockFault {
    mesh::Duration ahead{};
    double drift = 0;       ///< Parts of a million.
    mesh::Instant since{};  ///< When it began to drift.

    mesh::Duration at(mesh::Instant now) const {
        const double drifted = static_cast<double>((now - since).count()) * drift / 1e6;
        return ahead + mesh::Duration{static_cast<std::int64_t>(drifted)};
    }
};

/// What an app holds in memory beside what it needs.
struct MemoryFault {
    /// A petabyte, more than any limit: nobody tells more of it apart.
    static constexpr double most = 1e15;

    std::uint64_t jump = 0;       ///< Bytes, from its beginning on;
    double bytes_per_second = 0;  ///< a leak.
    mesh::Instant since{};        ///< When it began.

    /// Of an app that has been up since then.
    std::uint64_t at(mesh::Instant now, mesh::Instant up_since) const {
        const mesh::Instant from = up_since > since ? up_since : since;
        const double seconds = static_cast<double>((now - from).count()) / 1e9;
        return jump + static_cast<std::uint64_t>(std::min(seconds * bytes_per_second, most));
    }
};

}  // namespace weft::sim
