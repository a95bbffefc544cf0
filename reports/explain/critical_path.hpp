#pragma once

#include "mesh/base/time.hpp"
#include "reports/explain/request_trace.hpp"

#include <cstdint>
#include <vector>

namespace weft::reports {

/// What a request waited for.
enum class PartKind : std::uint8_t {
    injected_delay,  ///< Of a rule.
    host,            ///< A host, or a connection to it.
    network,         ///< The way of a message, with the two proxies on it.
    rate_limit,      ///< The answer of the rate limit service.
    queue,           ///< A worker.
    service,         ///< Its own computing.
    sleep,           ///< A sleep of a script.
    backoff,         ///< Before a retry.
    hedge,           ///< Until another attempt was sent, which then answered first.
    no_answer,       ///< An attempt that never was answered in time.
    authorizer,      ///< The answer of the authorizer outside.
};

/// "network"
const char* name_of(PartKind kind);

/// A stretch of time of a request, and what it went to.
struct Part {
    PartKind kind = PartKind::service;
    mesh::Instant from{};
    mesh::Instant to{};      ///< Later than `from`.
    std::uint32_t call = 0;  ///< Span of the call that it belongs to: the innermost.
    std::uint32_t pod = sim::observe::nobody;  ///< Where, or on the way to or from it.

    mesh::Duration length() const { return to - from; }
    friend bool operator==(const Part&, const Part&) = default;
};

/// The way through a request that made it take as long as it did: of parallel calls the one that
/// ended last, of several attempts the one that answered. The parts follow each other without a gap
/// from the request being sent to its end, so that they sum to its latency. Requires a complete
/// trace.
std::vector<Part> critical_path(const RequestTrace& trace);

}  // namespace weft::reports
