#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"

#include <cstdint>
#include <string>

namespace weft::reports {

/// An edge of a window that is known when a step of the timeline begins or has ended for good.
struct StepEdge {
    std::string step;  ///< Empty: the edge is a time.
    bool is_end = false;
    mesh::Duration offset{};  ///< May be negative.
};

/// What an expectation measures. A request counts in the window in which it was meant to be sent, a
/// change in the window in which it happened. Windows are [start, end).
struct Measure {
    enum class Kind : std::uint8_t {
        success,  ///< success(LOAD or edge): share of requests that succeeded, 0 to 1
        latency,  ///< p50, p90, p99, p99.9 …, mean, max: nanoseconds
        count,    ///< requests(…): how many
        rate,     ///< throughput(…): requests that ended well, per second
        flagged,  ///< flags(…, UO): how many carry the flag
        status,   ///< status(…, 503): how many ended with it
        share,    ///< share(to=reviews, version=v2): of the calls to `to`, those of that version, 0
                  ///< to 1
        amplification,  ///< attempts(…): attempts per request
        ejected,        ///< ejected(SERVICE): ejections of its hosts
        limited,        ///< limited(SERVICE): times a limit of its callers or its pods' proxies was
                        ///< reached
        error_share,    ///< error_share(…): share of requests that failed, 0 to 1
        offered,        ///< rate(…): requests per second, whatever became of them
        retry_share,    ///< retry_share(…): share of attempts that were no first ones, 0 to 1
        opened,         ///< opened(SERVICE): circuits to its hosts that opened
        lost,           ///< lost(), lost(LOAD): requests that had no end when the run was over
        convergence,    ///< convergence(): longest time from a change to a proxy acting on it
        jain,           ///< jain(SERVICE): fairness among its pods, 1/n to 1
        spread,         ///< spread(SERVICE): requests of the busiest pod, to the mean of all
        time_to_eject,  ///< From the window's start to the first ejection of one of its hosts;
        time_to_detect,   ///< or until one is ejected, found ill, or has its circuit opened;
        time_to_recover,  ///< or until the last second with fewer successes than `wanted` is over.
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
    double wanted = 0;    ///< time_to_recover: a share
    StepEdge start_at{};  ///< Where `start` is not known before the run;
    StepEdge end_at{};    ///< and `end`.
};

/// What the number of a measure is.
enum class Unit : std::uint8_t {
    nanoseconds,  ///< A latency.
    share,        ///< 0 to 1.
    count,        ///< A whole number.
    per_second,   ///< A rate.
    ratio,        ///< Attempts for each request.
};

Unit unit_of(Measure::Kind kind);

/// "ns", "share" …: as the run file names it.
const char* name_of(Unit unit);

/// Which facts a measure is taken from.
enum class MeasuredFrom : std::uint8_t { requests, calls, changes, inbound, open_requests };

MeasuredFrom measured_from(const Measure& measure);

/// Whether an interval has a value of its own, as a share has; a count is that of the run so far.
bool is_of_interval(Measure::Kind kind);

}  // namespace weft::reports
