#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <string>

namespace weft::sim {

/// What a condition asks of a run while it goes on. Requests are those that ended in the last
/// `window`: of a load; or, if that is empty, calls.
struct Signal {
    enum class Kind : std::uint8_t {
        success,      ///< Share that succeeded, 0 to 1
        error_share,  ///< Share that failed, 0 to 1
        latency,      ///< Nanoseconds
        requests,     ///< How many
        rate,         ///< Per second
        throughput,   ///< Those that succeeded, per second
        attempts,     ///< Attempts per request
        retry_share,  ///< Share of attempts that were no first ones, 0 to 1
        limited,      ///< Times in the window that a limit of the destination was reached
        ejected,      ///< Now, as the next ones: hosts that some proxy has ejected
        opened,       ///< Circuits to hosts that are not closed
        ready,        ///< Ready pods
        queue,        ///< Requests that wait for a worker
        in_flight,    ///< Requests under way to the pods, or there
    };

    Kind kind = Kind::success;
    std::string load{};
    std::string source{};       ///< Calls from this service (empty: any)
    std::string destination{};  ///< to that service (empty: any)
    std::string version{};      ///< and version (empty: any).
    double quantile = 0;        ///< Of a latency, 0 to 1; 0 is the mean, 1 the maximum.
    mesh::Duration window{};
};

/// Whether it is about the time before now, and not about now.
constexpr bool looks_back(Signal::Kind kind) {
    return kind <= Signal::Kind::limited;
}

/// Those that the world is asked for when a condition is looked at.
constexpr bool is_of_pods(Signal::Kind kind) {
    return kind >= Signal::Kind::ready;
}

}  // namespace weft::sim
