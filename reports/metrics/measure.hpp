#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/outcome.hpp"
#include "reports/metrics/edge_index.hpp"
#include "reports/metrics/histogram.hpp"
#include "reports/metrics/names.hpp"
#include "sim/observe/facts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::reports {

/// A number to be taken from a run over a fixed window. A request counts in the window in which it
/// was meant to be sent; a change in the window in which it happened. Windows are [start, end).
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

/// Takes measures while a run goes on. It is told of them before the run, and of names before the
/// first fact that uses them.
///
/// attempts(LOAD) counts the attempts of all calls that the load's requests led to, for each such
/// call.
class MeasureTaker {
public:
    explicit MeasureTaker(std::vector<Measure> measures);

    void named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name);

    void add(const sim::observe::RequestEnd& end) {
        if (end.load >= of_load_.size()) return;
        for (const std::uint32_t measure : of_load_[end.load]) {
            take(measure, {end.sent, end.ended, end.flags, sim::observe::nobody, end.status, 0});
        }
    }

    void add(const sim::observe::CallEnd& end) {
        if (of_calls_.empty()) return;
        add_call(end);
    }

    void add(const sim::observe::Change& change);

    /// The value of a measure, by its place in the list, in the measure's unit. `run_end`: when the
    /// run ended, which is the end of windows that have none. Nothing if the run did not reach the
    /// window; nothing for success, latency, share and attempts if no request fell into it. A count
    /// is then 0.
    std::optional<double> value(std::size_t measure, mesh::Instant run_end) const;

private:
    /// What measures ask of a request or a call.
    struct Ended {
        mesh::Instant sent;
        mesh::Instant ended;
        mesh::Flags flags;
        std::uint32_t version;
        std::uint16_t status;
        std::uint16_t attempts;
    };

    struct Reading {
        std::uint64_t requests = 0;  ///< In the window.
        std::uint64_t matched = 0;   ///< Those that the measure asks for.
        std::uint64_t attempts = 0;
        Histogram latency;
        std::uint32_t load = sim::observe::nobody;     ///< The number of the measure's load,
        std::uint32_t version = sim::observe::nobody;  ///< and of its version.
    };

    void add_call(const sim::observe::CallEnd& end);
    void take(std::uint32_t measure, const Ended& end);
    std::vector<std::uint32_t> measures_of(const Edge& edge) const;

    std::vector<Measure> measures_;
    std::vector<Reading> readings_;
    std::vector<std::uint32_t> of_calls_;                 ///< Measures that look at calls.
    std::vector<std::vector<std::uint32_t>> of_load_;     ///< Measures by the load's number;
    std::vector<std::vector<std::uint32_t>> of_edge_;     ///< by the edge's;
    std::vector<std::vector<std::uint32_t>> of_cluster_;  ///< by the cluster's;
    std::vector<std::vector<std::uint32_t>> of_service_;  ///< of changes, by the service's.
    EdgeIndex index_;
    Names names_;
};

}  // namespace weft::reports
