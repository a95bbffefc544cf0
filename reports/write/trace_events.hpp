#pragma once

#include "reports/store/read_details.hpp"

#include <iosfwd>
#include <vector>

namespace weft::reports {

/// Sampled spans in the Trace Event Format, which Perfetto and chrome://tracing draw: a process for
/// each service, and spans as nestable asynchronous events. Those of one trace have one id: a call
/// whose app did not hand on the trace context begins a trace of its own.
void write_trace_events(const std::vector<RecordedSpan>& spans, std::ostream& out);

}  // namespace weft::reports
