#pragma once

#include "reports/explain/causes.hpp"
#include "reports/explain/reasons.hpp"
#include "reports/explain/request_trace.hpp"
#include "reports/metrics/names.hpp"
#include "reports/write/cause_steps.hpp"
#include "sim/observe/facts.hpp"

#include <span>
#include <string>

namespace weft::reports {

/// Why one request ended as it did and took as long, for people: its latency split into parts
/// without remainder, the tree of its calls with the hosts that were considered, and what was the
/// matter in the mesh just then. `changes` are those of the run up to the request's end; what led
/// to them is told where `reasons` are given.
std::string explanation(const RequestTrace& trace,
                        const Names& names,
                        std::span<const sim::observe::Change> changes,
                        const Reasons* reasons = nullptr);

/// Its parts for machines: {"load", "request", "sent_s", "latency_ms", "status", "cause",
/// "parts": [{"kind", "service", "pod", "from_ms", "took_ms"}]}, on one line. Where a chain is
/// given, also what led to its end, backwards in time: "causes": [{"at_s", "about", "name", "what",
/// "evidence"}].
std::string explanation_json(const RequestTrace& trace,
                             const Names& names,
                             const CauseChain* causes = nullptr);

/// What all requests of a window waited for and why they failed, for people.
std::string explanation(const Causes& causes);

}  // namespace weft::reports
