#pragma once

#include "reports/store/read_details.hpp"

#include <iosfwd>
#include <vector>

namespace weft::reports {

/// Sampled spans as lines of an access log in Istio's default format: a call in the log of its
/// caller's proxy, the work of a pod in its own. What a run does not know is "-". Times of day
/// count from the Unix epoch; the request id is the load and the number of the root request.
void write_access_log(const std::vector<RecordedSpan>& spans, std::ostream& out);

}  // namespace weft::reports
