#pragma once

#include <cstdint>

namespace weft::mesh {

/// What is in progress at one proxy, by what counts it. What all of its requests hold is what the
/// proxy counts, at any time between two inputs: whoever asks both sees that nothing leaks.
struct InProgress {
    std::uint64_t streams = 0;   ///< That began under some configuration.
    std::uint64_t waiting = 0;   ///< For a host.
    std::uint64_t requests = 0;  ///< The next ones: against the limits of clusters.
    std::uint64_t pending = 0;
    std::uint64_t retries = 0;
    std::uint64_t connections = 0;
    std::uint64_t at_hosts = 0;  ///< Requests that balancers see at their hosts.
    // Nanoseconds that those who are there have waited until now. Little's law: they are what all
    // that ever waited did together, by the length of the lines over time, less what was waited by
    // those that have left. Sums wrap.
    std::uint64_t waited = 0;          ///< For a host,
    std::uint64_t waited_at_pool = 0;  ///< and for a connection, by those that are `pending`.

    friend bool operator==(const InProgress&, const InProgress&) = default;
};

}  // namespace weft::mesh
