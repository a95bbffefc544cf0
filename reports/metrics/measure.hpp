#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <string>

namespace weft::reports {

/// A number to be taken from a run over a fixed window. A request counts in the window in which it was
/// meant to be sent; a change in the window in which it happened. Windows are [start, end).
struct Measure {
    enum class Kind : std::uint8_t {
        success,    ///< success(LOAD or edge): share of requests that succeeded, 0 to 1
        latency,    ///< p50, p90, p99, p99.9 …, mean, max: nanoseconds
        count,      ///< requests(…): how many
        rate,       ///< throughput(…): requests that ended well, per second
        flagged,    ///< flags(…, UO): how many carry the flag
        status,     ///< status(…, 503): how many ended with it
        share,      ///< share(to=reviews, version=v2): of the calls to `to`, those of that version, 0 to 1
        amplification,  ///< attempts(…): attempts per request
        ejected,    ///< ejected(SERVICE): ejections of its hosts
        limited,    ///< limited(SERVICE): times a resource limit was reached
    };

    Kind kind = Kind::success;
    std::string load;         ///< Of a load's requests; or, if empty, of calls
    std::string source;       ///< from this service (empty: any)
    std::string destination;  ///< to that service (empty: any)
    std::string version;      ///< and version (empty: any).
    double quantile = 0;      ///< latency: 0 to 1; 0 is the mean, 1 the maximum
    mesh::Flag flag = mesh::Flag::NR;
    std::uint16_t status_code = 0;
    mesh::Instant start{};
    mesh::Instant end = mesh::never;
};

}  // namespace weft::reports
